package cn.taxrollout.task.planimport.draft;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A phase as the document orders it.
 *
 * @param key by which a correction names it
 * @param ordinal position in the document, from 1
 * @param title what follows 第…阶段, or those words themselves where nothing follows
 * @param period the days that its heading names, null if it names none
 * @param corrected the fields that somebody set by hand
 * @param lines clause trace: for each of the fields above that was read, by its name, the lines it was read from
 */
public record DraftPhase(
        String key,
        int ordinal,
        String title,
        String period,
        List<DraftTask> tasks,
        Set<String> corrected,
        Map<String, List<Integer>> lines) {

    /** What was stored by earlier versions lacks some of these. */
    public DraftPhase {
        key = key == null ? "p" + ordinal : key;
        tasks = List.copyOf(tasks);
        corrected = Collections.unmodifiableSet(corrected == null ? new TreeSet<>() : new TreeSet<>(corrected));
        lines = Collections.unmodifiableMap(new TreeMap<>(lines)); // sorted, so that the same draft is the same JSON
    }

    public DraftPhase with(List<DraftTask> others) {
        return new DraftPhase(key, ordinal, title, period, others, corrected, lines);
    }

    /** Path of one of its fields, as a correction names it. */
    public String path(String field) {
        return "phases." + key + "." + field;
    }

    Integer line() {
        List<Integer> own = lines.getOrDefault("title", List.of());
        return own.isEmpty() ? null : own.get(0);
    }
}
