package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.planimport.document.Line;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a document orders, as far as it was understood and corrected, not confirmed by anybody. Goes to JSON and back unchanged. What is
 * odd or missing in it is reckoned by {@link DraftReview}.
 *
 * @param number document number in its official form, for example 青税发〔2023〕6号; null where it is unresolved, as are the next three
 * @param disclosure the mark after 信息公开选项 as written, null where the document bears none
 * @param confidential true for every mark but 主动公开, and where there is no mark: what is not declared open is not open
 * @param goals paragraphs of the goals chapter, parted by line feeds; may be empty
 * @param year the one year that the title speaks of, for dates that bear none; null where there is no such
 * @param claims how many phases and tasks the document says it has
 * @param noted anomalies that reading found and that don't follow from the fields
 * @param gaps fields of the heading that were found and not understood, with what is wrong with them
 * @param document the lines that are not blank, for showing the clause beside the field
 * @param corrected the fields that somebody set by hand
 * @param lines clause trace: for each field that was read from the document, by its name, the lines it was read from
 */
@JsonIgnoreProperties("anomalies") // stored by earlier versions
public record DraftPlan(
        String number,
        String title,
        String issuer,
        LocalDate issuedOn,
        String disclosure,
        boolean confidential,
        String goals,
        Integer year,
        List<DraftPhase> phases,
        List<Claim> claims,
        List<Anomaly> noted,
        List<Unresolved> gaps,
        List<Line> document,
        Set<String> corrected,
        Map<String, List<Integer>> lines) {

    /** "四项任务，分两个阶段" */
    public record Claim(Of of, int count, int line) {
        /** What is counted. */
        public enum Of {
            PHASES,
            TASKS
        }
    }

    /** What was stored by earlier versions lacks some of these. */
    public DraftPlan {
        phases = List.copyOf(phases);
        claims = claims == null ? List.of() : List.copyOf(claims);
        noted = noted == null ? List.of() : List.copyOf(noted);
        gaps = gaps == null ? List.of() : List.copyOf(gaps);
        document = List.copyOf(document);
        corrected = Collections.unmodifiableSet(corrected == null ? new TreeSet<>() : new TreeSet<>(corrected));
        lines = Collections.unmodifiableMap(new TreeMap<>(lines)); // sorted, so that the same draft is the same JSON
    }

    /** All tasks in the document's order. */
    public Stream<DraftTask> tasks() {
        return phases.stream().flatMap(phase -> phase.tasks().stream());
    }

    /** Path of one of its own fields, as a correction names it. */
    static String path(String field) {
        return "plan." + field;
    }

    DraftPlan with(List<DraftPhase> others, List<Anomaly> stillNoted) {
        return new DraftPlan(
                number,
                title,
                issuer,
                issuedOn,
                disclosure,
                confidential,
                goals,
                year,
                others,
                claims,
                stillNoted,
                gaps,
                document,
                corrected,
                lines);
    }

    /**
     * The draft with the deadlines reckoned (again) from their words; those that somebody set by hand stay.
     *
     * @param isRestDay whether nobody works on a day
     */
    public DraftPlan reckoned(Predicate<LocalDate> isRestDay) {
        return with(
                phases.stream()
                        .map(phase -> phase.with(phase.tasks().stream()
                                .map(reckoning(phase, isRestDay))
                                .toList()))
                        .toList(),
                noted);
    }

    private UnaryOperator<DraftTask> reckoning(DraftPhase phase, Predicate<LocalDate> isRestDay) {
        ReckoningDay day = ReckoningDay.of(issuedOn, year, isRestDay);
        ReckoningDay inPhase = phase.period() == null ? day : day.within(phase.period());
        return task -> {
            if (task.clause() == null || task.clause().outcome() == Unresolved.Code.SEVERAL_DEADLINES) {
                return task;
            }
            ReckoningDay by = task.clause().source() == DeadlineClause.Source.HEADING ? day : inPhase;
            DeadlineText.Outcome outcome =
                    DeadlineText.read(task.clause().words(), by, task.clause().source() != DeadlineClause.Source.TITLE);
            return task.withDeadline(
                    outcome.deadline(),
                    new DeadlineClause(
                            task.clause().words(), task.clause().source(), outcome.reckoned(), outcome.why()));
        };
    }
}
