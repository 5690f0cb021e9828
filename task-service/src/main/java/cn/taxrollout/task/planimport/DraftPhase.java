package cn.taxrollout.task.planimport;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A phase as the document orders it.
 *
 * @param ordinal position in the document, from 1
 * @param title what follows 第…阶段, or those words themselves where nothing follows
 * @param lines clause trace: for each of the fields above, by its name, the lines it was read from
 */
public record DraftPhase(int ordinal, String title, List<DraftTask> tasks, Map<String, List<Integer>> lines) {

    public DraftPhase {
        tasks = List.copyOf(tasks);
        lines = Collections.unmodifiableMap(new TreeMap<>(lines)); // sorted, so that the same draft is the same JSON
    }
}
