package cn.taxrollout.task.planimport;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A task as the document orders it.
 *
 * @param number the document's own number; gaps and repeats are possible and listed as anomalies of the plan
 * @param body paragraphs parted by line feeds, lines broken in mid-sentence put together again; may be empty
 * @param units at least one, in the document's order, none twice
 * @param deliverables names that stand in 《》 in the body, in order, none twice
 * @param lines clause trace: for each of the fields above, by its name, the lines it was read from
 */
public record DraftTask(
        int number,
        String title,
        ReadDeadline deadline,
        String body,
        List<ResponsibleUnit> units,
        List<String> deliverables,
        Map<String, List<Integer>> lines) {

    public DraftTask {
        units = List.copyOf(units);
        deliverables = List.copyOf(deliverables);
        lines = Collections.unmodifiableMap(new TreeMap<>(lines)); // sorted, so that the same draft is the same JSON
    }
}
