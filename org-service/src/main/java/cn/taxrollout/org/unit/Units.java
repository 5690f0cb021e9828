package cn.taxrollout.org.unit;

import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.messaging.OutboxEvent;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.web.IfMatch;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.Refusal.Violation;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be done with units. Every change is recorded and goes out as the unit's full state. */
@ApplicationScoped
public class Units {
    private static final int DEPENDENTS_NAMED = 20;

    private final UnitRepository units;
    private final Outbox outbox;
    private final ChangeLog changes;
    private final Rights rights;
    private final Event<UnitEnded> ended;
    private final Clock clock;

    Units(UnitRepository units, Outbox outbox, ChangeLog changes, Rights rights, Event<UnitEnded> ended, Clock clock) {
        this.units = units;
        this.outbox = outbox;
        this.changes = changes;
        this.rights = rights;
        this.ended = ended;
        this.clock = clock;
    }

    /** @throws Refusal 404 if there is no such unit, or the caller can't see it */
    Unit get(UUID id) {
        Unit unit = units.get(id);
        rights.demand(Right.READ, id, unit.place());
        return unit;
    }

    /** @throws Refusal 404 if the unit whose subtree or children are wanted is not for the caller to see */
    List<UnitOnDay> list(UnitRepository.Wanted wanted, String after, int limit) {
        Optional.ofNullable(wanted.under()).ifPresent(unit -> rights.demand(Right.READ, unit));
        Optional.ofNullable(wanted.parentId()).ifPresent(unit -> rights.demand(Right.READ, unit));
        return units.list(wanted, rights.visibleBureaus(), after, limit);
    }

    /**
     * Adds a unit below another one, or at the top without a parent.
     *
     * @throws Refusal 403 if the caller may not change the parent, 404 without that parent, 409 if the code is taken, 422 if the
     *     parent doesn't exist by that day
     */
    @Transactional
    Unit add(String code, UnitKind kind, UnitPeriod first) {
        rights.demand(Right.CHANGE_UNITS, first.parentId());
        units.lockTree();
        if (first.parentId() != null) {
            units.get(first.parentId());
        }
        if (!units.byCode(List.of(code)).isEmpty()) {
            throw Refusal.conflict("unit-code-taken", code);
        }
        Unit unit = new Unit(Generators.timeBasedEpochGenerator().generate(), code, kind, first, today());
        units.persist(unit);
        settle(List.of(unit));
        return unit;
    }

    /**
     * What is to be other than before; null leaves what is.
     *
     * @param parentId empty for the top of the tree
     */
    record Alteration(String name, UnitKind kind, Optional<UUID> parentId, Set<UnitFunction> functions) {}

    /**
     * Renames or moves a unit, or changes its functions, from a day on; what was before that day stays on record.
     *
     * @throws Refusal 403 if the caller may not change the unit, or the unit it moves to or away from, 404 without that unit, 409 if it
     *     has ended, 412 if it was changed meanwhile, 422 if it would stand below itself or below what doesn't exist then
     */
    @Transactional
    Unit change(UUID id, IfMatch ifMatch, Alteration alteration, LocalDate from) {
        rights.demand(Right.CHANGE_UNITS, id);
        units.lockTree();
        Unit unit = units.lock(id);
        ifMatch.demand(unit.version());
        UnitPeriod before = unit.on(from).orElseThrow(() -> Refusal.conflict("unit-not-on-day", unit.code(), from));
        UUID parentId = alteration.parentId() == null
                ? before.parentId()
                : alteration.parentId().orElse(null);
        if (!Objects.equals(parentId, before.parentId())) {
            rights.demand(Right.CHANGE_UNITS, before.parentId());
            rights.demand(Right.CHANGE_UNITS, parentId);
            if (parentId != null) {
                units.get(parentId);
            }
        }
        boolean changed = unit.describe(
                alteration.kind() == null ? unit.kind() : alteration.kind(),
                UnitPeriod.from(
                        from,
                        alteration.name() == null ? before.name() : alteration.name(),
                        parentId,
                        alteration.functions() == null ? before.functions() : alteration.functions()),
                today());
        if (changed) {
            settle(List.of(unit));
        }
        return unit;
    }

    /**
     * Ends a unit.
     *
     * @param lastDay the last day on which it exists
     * @throws Refusal 403 if the caller may not change the unit above it, 404 without that unit, 409 if it has ended before, or if units,
     *     people, appointments or other units' seats hang on it after that day, which are named, 422 if it begins after that day
     */
    @Transactional
    Unit end(UUID id, LocalDate lastDay) {
        rights.demand(Right.CHANGE_UNITS, id);
        units.lockTree();
        Unit unit = units.lock(id);
        if (unit.end(lastDay, today())) {
            List<Violation> leftBehind = leftBehind(List.of(unit)).getOrDefault(unit, List.of());
            if (!leftBehind.isEmpty()) {
                throw Refusal.conflict("unit-in-use", leftBehind);
            }
            endWhatIsPartOf(List.of(unit));
            settle(List.of(unit));
        }
        return unit;
    }

    /** What would be left behind of these units after their last days, by unit; those of which nothing would are not in it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<Unit, List<Violation>> leftBehind(Collection<Unit> ending) {
        if (ending.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Unit> byId = ending.stream().collect(Collectors.toMap(Unit::id, Function.identity()));
        return units.dependents(byId.keySet(), DEPENDENTS_NAMED).stream()
                .collect(Collectors.groupingBy(
                        left -> byId.get(left.unitId()),
                        Collectors.mapping(
                                left -> new Violation(
                                        left.field(), "left-behind-" + left.field(), left.name(), left.lastDay()),
                                Collectors.toList())));
    }

    /** Lets what is part of these units end with them. For units of which nothing is left behind. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endWhatIsPartOf(Collection<Unit> ending) {
        ending.forEach(
                unit -> ended.fire(new UnitEnded(unit.id(), unit.lastDay().orElseThrow())));
    }

    /**
     * Checks that the tree is one on every day, gives the units their places, records and publishes them. For units that were added or
     * changed under {@link UnitRepository#lockTree}.
     *
     * @throws Refusal 422 if one of them stands below itself or below a unit that doesn't exist
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settle(Collection<Unit> changed) {
        units.flush();
        List<UUID> ids = changed.stream().map(Unit::id).toList();
        List<String> circles = units.belowThemselves(ids);
        if (!circles.isEmpty()) {
            throw Refusal.unprocessable(
                    "invalid-request",
                    circles.stream()
                            .map(code -> new Violation("parentId", "unit-below-itself", code))
                            .toList());
        }
        List<String> orphans = units.withoutParentOnSomeDay(ids);
        if (!orphans.isEmpty()) {
            throw Refusal.unprocessable(
                    "invalid-request",
                    orphans.stream()
                            .map(code -> new Violation("parentId", "unit-without-parent", code))
                            .toList());
        }
        units.place(ids);
        publish(changed);
    }

    /**
     * Rolls units forward to a day on which something recorded for them begins or ends.
     *
     * @return how many; more may wait if it is the limit
     */
    @Transactional
    public int turn(LocalDate today, int limit) {
        List<Unit> due = units.dueForTurn(today, limit);
        due.forEach(unit -> unit.turn(today));
        units.flush();
        units.place(due.stream().map(Unit::id).toList());
        publish(due);
        return due.size();
    }

    private void publish(Collection<Unit> changed) {
        List<OutboxEvent> events = new ArrayList<>();
        List<Change> records = new ArrayList<>();
        for (Unit unit : changed) {
            UnitState state = UnitState.of(unit);
            events.add(new OutboxEvent(unit.id(), unit.version(), UnitState.TYPE, state));
            records.add(new Change(
                    Change.Action.of(unit.version(), state.deleted()),
                    Subject.UNIT,
                    unit.id(),
                    unit.version(),
                    unit.id(),
                    state));
        }
        outbox.append(events);
        changes.append(records);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
