package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.workbook.Content;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.duty.Clause;
import cn.taxrollout.org.duty.Duties;
import cn.taxrollout.org.duty.Duties.Recorded;
import cn.taxrollout.org.duty.Duties.Replacement;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.unit.Unit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Brings the duties of units in step with the rows of a roster: each row puts one clause in its place, or takes it away. A
 * document gives a unit's duties as a whole, so clauses behind its last one are taken away too.
 */
final class DutyRows {
    private final Directory directory;
    private final Duties duties;
    private final LocalDate today;
    /** Whether rows are lines of a document, to which their clauses can be traced. */
    private final boolean ofDocument;

    private final List<Line> lines = new ArrayList<>();
    private final List<Replacement> replacements = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    DutyRows(Directory directory, Duties duties, LocalDate today, boolean ofDocument) {
        this.directory = directory;
        this.duties = duties;
        this.today = today;
        this.ofDocument = ofDocument;
    }

    /** A row with the unit it speaks of. */
    private record Line(int number, DutyRow row, RowResult result, Unit unit) {}

    /** @return one per row, in their order */
    List<RowResult> apply(List<Placed<DutyRow>> rows) {
        rows.forEach(placed -> lines.add(resolve(placed)));
        Map<Unit, List<Line>> byUnit = lines.stream()
                .filter(line -> !line.result().isRejected())
                .collect(Collectors.groupingBy(Line::unit, LinkedHashMap::new, Collectors.toList()));
        Map<UUID, List<Recorded>> recorded =
                duties.recorded(byUnit.keySet().stream().map(Unit::id).toList());
        byUnit.forEach((unit, ofUnit) -> replace(unit, ofUnit, recorded.getOrDefault(unit.id(), List.of())));
        return lines.stream().map(Line::result).toList();
    }

    private Line resolve(Placed<DutyRow> placed) {
        DutyRow row = placed.content();
        RowResult result = new RowResult(
                RosterSheets.DUTIES.field(), placed.row(), row.unit() + " " + row.ordinal(), placed.reasons());
        Unit unit = row.unit() == null ? null : directory.demandUnit(row.unit(), "unit", result);
        if (unit != null && !directory.holds(Right.CHANGE_DUTIES, unit)) {
            result.reject("unit", "not-entitled", Right.CHANGE_DUTIES.name());
        }
        return new Line(placed.row(), row, result, unit);
    }

    private void replace(Unit unit, List<Line> ofUnit, List<Recorded> recorded) {
        LocalDate from = ofUnit.get(0).row().from();
        LocalDate day = from == null ? today : from;
        Optional<Recorded> before =
                recorded.stream().filter(version -> version.covers(day)).findFirst();
        checkRows(unit, ofUnit, from);
        List<Clause> clauses = new ArrayList<>(before.map(Recorded::clauses).orElse(List.of()));
        ofUnit.stream()
                .sorted(Comparator.comparing(line -> line.row().ordinal()))
                .forEach(line -> put(line, clauses));
        if (ofUnit.stream().anyMatch(line -> line.result().isRejected())) {
            return;
        }
        if (ofDocument && clauses.size() > ofUnit.size()) {
            List<Clause> leftOut = clauses.subList(ofUnit.size(), clauses.size());
            notes.add(ofUnit.get(0).result().note("duties-left-out", unit.name(), leftOut.size()));
            leftOut.clear();
        }
        clauses.removeIf(clause -> clause.text().isEmpty());
        if (!texts(clauses)
                .equals(before.map(version -> texts(version.clauses())).orElse(List.of()))) {
            replacements.add(new Replacement(unit.id(), recorded.isEmpty() ? from : day, clauses));
        }
    }

    private static void checkRows(Unit unit, List<Line> ofUnit, LocalDate from) {
        Map<Integer, Line> first = new HashMap<>();
        for (Line line : ofUnit) {
            Line same = first.putIfAbsent(line.row().ordinal(), line);
            if (same != null) {
                line.result().reject("ordinal", "twice-in-file", same.number());
            }
            if (!Objects.equals(line.row().from(), from)) {
                line.result()
                        .reject("from", "duties-from-differs", ofUnit.get(0).number());
            } else if (from != null && unit.on(from).isEmpty()) {
                line.result().reject("from", "unit-not-on-day", unit.code(), from.toString());
            }
        }
    }

    private void put(Line line, List<Clause> clauses) {
        int place = line.row().ordinal() - 1;
        String text = line.row().text();
        if (place > clauses.size() || place == clauses.size() && text.isEmpty()) {
            line.result().reject("ordinal", "duty-out-of-order", clauses.size() + 1);
        } else if (place < clauses.size() && !isSame(clauses.get(place).text(), text)) {
            line.result().field("text", clauses.get(place).text(), text);
            clauses.set(place, clause(text, line));
            if (text.isEmpty()) {
                line.result().gone();
            }
        } else if (place == clauses.size()) {
            clauses.add(clause(text, line));
            line.result().added();
        }
    }

    private static boolean isSame(String before, String text) {
        return before.equals(text) || Content.textOf(before).equals(text);
    }

    private Clause clause(String text, Line line) {
        return new Clause(text, ofDocument ? line.number() : null);
    }

    private static List<String> texts(List<Clause> clauses) {
        return clauses.stream().map(Clause::text).toList();
    }

    /** What somebody should look at. */
    List<Problem> notes() {
        return notes;
    }

    /** The lists that are other than before. */
    List<Replacement> replacements() {
        return replacements;
    }
}
