package cn.taxrollout.org.duty;

import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.search.SearchText;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What units answer for. Every change is recorded. */
@ApplicationScoped
public class Duties {
    private final DutyRepository duties;
    private final UnitRepository units;
    private final ChangeLog changes;
    private final Rights rights;

    Duties(DutyRepository duties, UnitRepository units, ChangeLog changes, Rights rights) {
        this.duties = duties;
        this.units = units;
        this.changes = changes;
        this.rights = rights;
    }

    /**
     * The whole list of a unit's duties from a day on.
     *
     * @param from null for since ever
     * @param clauses in their order; none for a unit that answers for nothing from then on
     */
    public record Replacement(UUID unitId, LocalDate from, List<Clause> clauses) {}

    /**
     * As {@link #replace(Collection)} for one unit.
     *
     * @return the version that holds from that day on
     */
    @Transactional
    Optional<DutyVersion> replace(Replacement replacement) {
        replace(List.of(replacement));
        return duties.ofUnit(replacement.unitId()).on(replacement.from());
    }

    /**
     * Gives units new lists of duties, each from a day on until the next version of that list begins. What was before that day
     * stays on record. However many units, the statements are the same few.
     *
     * @param replacements one for each unit
     * @return the units for which anything is other than before
     * @throws Refusal 403 if the caller may not change the duties of each of these units, 404 without such a unit, 422 if a unit
     *     doesn't exist on that day
     */
    @Transactional
    public List<UUID> replace(Collection<Replacement> replacements) {
        List<UUID> unitIds = replacements.stream().map(Replacement::unitId).toList();
        rights.demand(Right.CHANGE_DUTIES, unitIds);
        Map<UUID, Unit> locked = units.lock(unitIds);
        Map<UUID, List<DutyVersion>> known = duties.ofUnits(unitIds);
        List<DutyList> changed = new ArrayList<>();
        for (Replacement replacement : replacements) {
            UUID unitId = replacement.unitId();
            mustExist(locked.get(unitId), replacement.from());
            DutyList before = new DutyList(unitId, known.getOrDefault(unitId, List.of()));
            before.with(replacement.from(), replacement.clauses()).ifPresent(after -> {
                duties.write(before, after);
                changed.add(after);
            });
        }
        record(changed);
        return changed.stream().map(DutyList::unitId).toList();
    }

    private static void mustExist(Unit unit, LocalDate from) {
        if (from != null && unit.on(from).isEmpty()) {
            throw Refusal.unprocessable(
                    "invalid-request", List.of(new Refusal.Violation("from", "unit-not-on-day", unit.code(), from)));
        }
    }

    private void record(List<DutyList> changed) {
        changes.append(changed.stream()
                .map(list -> new Change(
                        list.lastNumber() == 1 ? Change.Action.ADDED : Change.Action.CHANGED,
                        Subject.DUTIES,
                        list.unitId(),
                        list.lastNumber(),
                        list.unitId(),
                        DutiesState.of(list)))
                .toList());
    }

    /** What a unit answered, answers or will answer for from a day to a day, both inclusive; null is open. */
    public record Recorded(LocalDate from, LocalDate to, List<Clause> clauses) {
        public boolean covers(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
        }
    }

    /** All that is recorded of these units' duties, by unit; those without any are left out. For callers who have been checked. */
    public Map<UUID, List<Recorded>> recorded(Collection<UUID> unitIds) {
        return duties.ofUnits(unitIds).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, versions -> versions.getValue().stream()
                        .map(version -> new Recorded(version.fromDate(), version.toDate(), version.clauses()))
                        .toList()));
    }

    /**
     * What a unit answers for on a day; empty if nothing was ever recorded for it.
     *
     * @throws Refusal 404 if there is no such unit, or the caller can't see it
     */
    Optional<DutyVersion> of(UUID unitId, LocalDate at) {
        return list(unitId).on(at);
    }

    /**
     * All versions of a unit's list, by number.
     *
     * @throws Refusal 404 if there is no such unit, or the caller can't see it
     */
    List<DutyVersion> versions(UUID unitId) {
        return list(unitId).versions();
    }

    private DutyList list(UUID unitId) {
        rights.demand(Right.READ, unitId, units.get(unitId).place());
        return duties.ofUnit(unitId);
    }

    /**
     * Which units answer for something on a day.
     *
     * @throws Refusal 404 if the subtree that is asked for is not for the caller to see
     */
    List<DutyRepository.Answering> answering(String text, UUID under, LocalDate at, String after, int limit) {
        Optional.ofNullable(under).ifPresent(unit -> rights.demand(Right.READ, unit));
        return duties.answering(SearchText.of(text), under, at, rights.visibleBureaus(), after, limit);
    }
}
