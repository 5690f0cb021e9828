package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.workbook.Content;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitPeriod;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings units in step with the rows of a roster. */
final class UnitRows {
    private final Directory directory;
    private final UnitRepository repository;
    private final LocalDate today;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final List<RowResult> results = new ArrayList<>();
    private final Map<String, RowResult> resultByCode = new HashMap<>();
    private final Set<Unit> touched = new LinkedHashSet<>();
    private final Set<Unit> ended = new LinkedHashSet<>();

    UnitRows(Directory directory, UnitRepository repository, LocalDate today) {
        this.directory = directory;
        this.repository = repository;
        this.today = today;
    }

    /** @return one per row, in their order */
    List<RowResult> apply(List<Placed<UnitRow>> rows) {
        Map<RowResult, UnitRow> toDescribe = new HashMap<>();
        for (Placed<UnitRow> placed : rows) {
            UnitRow row = placed.content();
            RowResult result = new RowResult(
                    RosterSheets.UNITS.field(), placed.row(), String.valueOf(row.code()), placed.reasons());
            results.add(result);
            RowResult first = row.code() == null ? null : resultByCode.putIfAbsent(row.code(), result);
            if (first != null) {
                result.reject("code", "twice-in-file", first.row());
            } else if (row.code() != null) {
                directory.describes(row.code(), result);
            }
            if (row.from() != null && row.to() != null && row.to().isBefore(row.from())) {
                result.reject("to", "ends-before-it-begins", row.from().toString());
            }
            if (!result.isRejected()) {
                toDescribe.put(result, row);
            }
        }
        addNew(toDescribe);
        for (RowResult result : results) {
            UnitRow row = toDescribe.get(result);
            if (row != null && result.outcome() == RowResult.Outcome.UNCHANGED) {
                alter(directory.unit(row.code()).orElseThrow(), row, result);
            }
        }
        rejectWhatDependsOnRejected();
        repository.persist(touched.stream().filter(unit -> isNew(unit) && isSound(unit)));
        repository.flush();
        checkTree();
        return results;
    }

    /** Adds units from the top down, since what a caller may do with one follows from where it stands. */
    private void addNew(Map<RowResult, UnitRow> rows) {
        Map<String, RowResult> waiting = new HashMap<>();
        for (RowResult result : results) {
            UnitRow row = rows.get(result);
            if (row != null && directory.unit(row.code()).isEmpty()) {
                waiting.put(row.code(), result);
            }
        }
        boolean placed = true;
        while (placed) {
            placed = false;
            for (RowResult result : List.copyOf(waiting.values())) {
                UnitRow row = rows.get(result);
                if (!waiting.containsKey(row.parent())) {
                    waiting.remove(row.code());
                    add(row, result);
                    placed = true;
                }
            }
        }
        for (RowResult result : waiting.values()) {
            Set<String> above = new LinkedHashSet<>();
            String code = rows.get(result).parent();
            while (above.add(code)) {
                code = rows.get(waiting.get(code)).parent();
            }
            if (above.contains(result.label())) {
                result.reject("parent", "unit-below-itself", result.label());
            } else {
                result.reject("parent", "depends-on-rejected", waiting.get(code).row());
            }
        }
    }

    private void add(UnitRow row, RowResult result) {
        Unit parent = isTop(row) ? null : directory.demandUnit(row.parent(), "parent", result);
        if (result.isRejected()) {
            return;
        }
        UUID id = ids.generate();
        if (!directory.holds(Right.CHANGE_UNITS, directory.placeBelow(parent, id, row.kind()))) {
            result.reject(parent == null ? "parent" : "code", "not-entitled", Right.CHANGE_UNITS.name());
            return;
        }
        Unit unit = new Unit(
                id,
                row.code(),
                row.kind(),
                UnitPeriod.from(
                        row.from(), row.name(), parent == null ? null : parent.id(), given(row.functions(), Set.of())),
                today);
        if (row.to() != null) {
            unit.end(row.to(), today);
            ended.add(unit);
        }
        directory.add(unit, parent);
        touched.add(unit);
        result.added();
    }

    private static boolean isTop(UnitRow row) {
        return row.parent() == null || row.parent().isEmpty();
    }

    private void alter(Unit unit, UnitRow row, RowResult result) {
        if (!directory.sees(unit)) {
            result.reject("code", "unit-code-taken", row.code());
            return;
        }
        if (!directory.holds(Right.CHANGE_UNITS, unit)) {
            result.reject("code", "not-entitled", Right.CHANGE_UNITS.name());
            return;
        }
        UnitPeriod before = described(unit, row);
        Unit parent = null;
        if (row.parent() == null) {
            parent = before.parentId() == null ? null : directory.unit(before.parentId());
        } else if (!row.parent().isEmpty()) {
            parent = directory.demandUnit(row.parent(), "parent", result);
        }
        if (parent == unit) {
            result.reject("parent", "unit-below-itself", row.code());
        }
        if (result.isRejected()) {
            return;
        }
        UUID parentId = parent == null ? null : parent.id();
        if (!Objects.equals(parentId, before.parentId())) {
            demandMove(before.parentId() == null ? null : directory.unit(before.parentId()), parent, result);
        }
        String name = Content.lineOf(before.name()).equals(row.name()) ? before.name() : row.name();
        Set<UnitFunction> functions = given(row.functions(), before.functions());
        LocalDate from = row.from() != null || before.covers(today) ? given(row.from(), today) : before.fromDate();
        result.field("name", before.name(), name);
        result.field("kind", unit.kind(), row.kind());
        result.field("parent", code(before.parentId()), parent == null ? null : parent.code());
        result.field("functions", before.functions(), functions);
        try {
            boolean changed = unit.describe(row.kind(), UnitPeriod.from(from, name, parentId, functions), today);
            if (changed && result.outcome() == RowResult.Outcome.UNCHANGED) {
                result.field("from", before.fromDate(), from);
            }
            if (end(unit, row.to(), result) | changed) {
                touched.add(unit);
            }
        } catch (Refusal e) {
            result.reject("from", e);
        }
    }

    /** What is recorded for the day of which the row speaks; without one, for today or, of what is not there today, what is next to it. */
    private UnitPeriod described(Unit unit, UnitRow row) {
        LocalDate day = given(row.from(), today);
        List<UnitPeriod> periods = unit.periods();
        return unit.on(day).orElseGet(() -> periods.stream()
                .filter(period -> period.fromDate() != null && period.fromDate().isAfter(day))
                .findFirst()
                .orElse(periods.get(periods.size() - 1)));
    }

    private boolean end(Unit unit, LocalDate to, RowResult result) {
        LocalDate before = unit.lastDay().orElse(null);
        if (to == null || to.equals(before)) {
            return false;
        }
        try {
            boolean changed = unit.end(to, today);
            result.ended("to", before, to);
            ended.add(unit);
            return changed;
        } catch (Refusal e) {
            result.reject("to", e);
            return false;
        }
    }

    private void demandMove(Unit from, Unit to, RowResult result) {
        for (Unit above : new Unit[] {from, to}) {
            boolean entitled = above == null
                    ? directory.holds(Right.CHANGE_UNITS, directory.placeBelow(null, ids.generate(), null))
                    : directory.holds(Right.CHANGE_UNITS, above);
            if (!entitled && !result.isRejected()) {
                result.reject("parent", "not-entitled", Right.CHANGE_UNITS.name());
            }
        }
    }

    private String code(UUID unitId) {
        return unitId == null ? null : directory.unit(unitId).code();
    }

    /** A unit whose parent turned out not to be added can't be added either. */
    private void rejectWhatDependsOnRejected() {
        boolean more = true;
        while (more) {
            more = false;
            for (Unit unit : touched) {
                RowResult result = resultByCode.get(unit.code());
                for (UnitPeriod period : unit.periods()) {
                    Unit parent = period.parentId() == null ? null : directory.unit(period.parentId());
                    RowResult above = parent == null ? null : resultByCode.get(parent.code());
                    if (!result.isRejected() && above != null && isNew(parent) && above.isRejected()) {
                        result.reject("parent", "depends-on-rejected", above.row());
                        more = true;
                    }
                }
            }
        }
    }

    private boolean isNew(Unit unit) {
        return directory.isNew(unit);
    }

    private boolean isSound(Unit unit) {
        return !resultByCode.get(unit.code()).isRejected();
    }

    private void checkTree() {
        Map<UUID, Unit> sound =
                touched.stream().filter(this::isSound).collect(Collectors.toMap(Unit::id, Function.identity()));
        if (sound.isEmpty()) {
            return;
        }
        for (String code : repository.belowThemselves(sound.keySet())) {
            reject(code, "unit-below-itself");
        }
        for (String code : repository.withoutParentOnSomeDay(sound.keySet())) {
            reject(code, "unit-without-parent");
        }
    }

    /** What is found of the whole tree may lie with a unit that the file doesn't mention. */
    private void reject(String code, String reason) {
        RowResult result = resultByCode.get(code);
        if (result != null) {
            result.reject("parent", reason, code);
        }
    }

    /** Units that are new or other than before. */
    Collection<Unit> touched() {
        return touched;
    }

    Collection<Unit> ended() {
        return ended;
    }

    /** The row that speaks of a unit. */
    RowResult resultOf(Unit unit) {
        return resultByCode.get(unit.code());
    }

    private static <T> T given(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
