package cn.taxrollout.task.planimport.draft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A task as the document orders it.
 *
 * @param key by which a correction names it
 * @param number the document's own number, or a running one; gaps and repeats are possible and listed as anomalies
 * @param title null where it is unresolved
 * @param deadline null where it is unresolved
 * @param clause the words that the deadline was read from, null where there are none or somebody set it
 * @param body paragraphs parted by line feeds, lines broken in mid-sentence put together again; may be empty
 * @param bodyDays deadlines that the body speaks of
 * @param units in the document's order, no name twice
 * @param deliverables names that stand in 《》 in the body, in order, none twice
 * @param corrected the fields that somebody set by hand
 * @param lines clause trace: for each of the fields above that was read, by its name, the lines it was read from
 */
public record DraftTask(
        String key,
        int number,
        String title,
        ReadDeadline deadline,
        DeadlineClause clause,
        String body,
        List<BodyDay> bodyDays,
        List<ResponsibleUnit> units,
        List<String> deliverables,
        Set<String> corrected,
        Map<String, List<Integer>> lines) {

    /** Words in a task's body that name its days. */
    public record BodyDay(String words, Integer line) {}

    /** What was stored by earlier versions lacks some of these. */
    public DraftTask {
        key = key == null ? "t" + number : key;
        bodyDays = bodyDays == null ? List.of() : List.copyOf(bodyDays);
        units = List.copyOf(units);
        deliverables = List.copyOf(deliverables);
        corrected = Collections.unmodifiableSet(corrected == null ? new TreeSet<>() : new TreeSet<>(corrected));
        lines = Collections.unmodifiableMap(new TreeMap<>(lines)); // sorted, so that the same draft is the same JSON
    }

    DraftTask withDeadline(ReadDeadline read, DeadlineClause from) {
        return new DraftTask(key, number, title, read, from, body, bodyDays, units, deliverables, corrected, lines);
    }

    public DraftTask withNumber(int other) {
        return new DraftTask(
                key, other, title, deadline, clause, body, bodyDays, units, deliverables, corrected, lines);
    }

    DraftTask withUnits(List<ResponsibleUnit> others) {
        return new DraftTask(
                key, number, title, deadline, clause, body, bodyDays, others, deliverables, corrected, lines);
    }

    /** With the first of several units as the one that leads, where all have the same part. */
    public DraftTask ledByFirst() {
        boolean same = units.stream().allMatch(unit -> unit.role() == ResponsibleUnit.Role.RESPONSIBLE);
        if (!same || units.size() < 2) {
            return this;
        }
        List<ResponsibleUnit> led = new ArrayList<>(units);
        led.set(0, units.get(0).as(ResponsibleUnit.Role.LEAD));
        return withUnits(led);
    }

    /** Path of one of its fields, as a correction names it. */
    public String path(String field) {
        return "tasks." + key + "." + field;
    }

    /** The first line that a field was read from, or the task's own; null for a task that somebody added. */
    public Integer line(String field) {
        List<Integer> of = lines.getOrDefault(field, List.of());
        List<Integer> own = lines.getOrDefault("number", List.of());
        return !of.isEmpty() ? of.get(0) : own.isEmpty() ? null : own.get(0);
    }

    /** The units that this installation knows, each once, in order. */
    public List<UUID> unitIds() {
        return units.stream()
                .map(ResponsibleUnit::unitId)
                .filter(id -> id != null)
                .distinct()
                .toList();
    }

    /** The one that leads, by its first mention as such; null where all have the same part. */
    public UUID leadUnitId() {
        return units.stream()
                .filter(unit -> unit.role() == ResponsibleUnit.Role.LEAD && unit.unitId() != null)
                .map(ResponsibleUnit::unitId)
                .findFirst()
                .orElse(null);
    }
}
