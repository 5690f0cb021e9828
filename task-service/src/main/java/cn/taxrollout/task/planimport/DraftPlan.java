package cn.taxrollout.task.planimport;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a document orders, read completely but not confirmed by anybody. Goes to JSON and back unchanged.
 *
 * @param number document number in its official form, for example 青税发〔2023〕6号
 * @param disclosure the mark after 信息公开选项 as written, null where the document bears none
 * @param confidential true for every mark but 主动公开, and where there is no mark: what is not declared open is not open
 * @param goals paragraphs of the goals chapter, parted by line feeds; may be empty
 * @param anomalies what a person should look at before confirming
 * @param document the lines that are not blank, for showing the clause beside the field
 * @param lines clause trace: for each field that was read from the document, by its name, the lines it was read from
 */
public record DraftPlan(
        String number,
        String title,
        String issuer,
        LocalDate issuedOn,
        String disclosure,
        boolean confidential,
        String goals,
        List<DraftPhase> phases,
        List<Anomaly> anomalies,
        List<Line> document,
        Map<String, List<Integer>> lines) {

    public DraftPlan {
        phases = List.copyOf(phases);
        anomalies = List.copyOf(anomalies);
        document = List.copyOf(document);
        lines = Collections.unmodifiableMap(new TreeMap<>(lines)); // sorted, so that the same draft is the same JSON
    }

    /** All tasks in the document's order. */
    public Stream<DraftTask> tasks() {
        return phases.stream().flatMap(phase -> phase.tasks().stream());
    }
}
