package cn.taxrollout.task.planimport;

import cn.taxrollout.task.deadline.Deadline;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was read from a document. Line numbers tell where each field was found.
 *
 * @param planId the plan that was made of it, null before the confirmation
 * @param anomalies what somebody should look at before confirming
 */
@Schema(name = "PlanImport")
record PlanImportView(
        UUID id,
        UUID bureauId,
        PlanImport.State state,
        UUID planId,
        HeadingView plan,
        List<PhaseView> phases,
        List<TaskView> tasks,
        List<AnomalyView> anomalies) {

    @Schema(name = "PlanImportHeading")
    record HeadingView(
            String number,
            String title,
            String issuer,
            LocalDate issuedOn,
            String disclosure,
            boolean confidential,
            String goals,
            Map<String, List<Integer>> lines) {}

    @Schema(name = "PlanImportPhase")
    record PhaseView(int ordinal, String title, int taskCount, Map<String, List<Integer>> lines) {}

    @Schema(name = "PlanImportTask")
    record TaskView(
            int phaseOrdinal,
            int number,
            String title,
            DeadlineView deadline,
            String body,
            List<ResponsibleUnit> units,
            List<String> deliverables,
            Map<String, List<Integer>> lines) {}

    @Schema(name = "PlanImportDeadline")
    record DeadlineView(Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn) {}

    /** @param line null where it concerns the document as a whole */
    @Schema(name = "Anomaly")
    record AnomalyView(Anomaly.Code code, Integer line, String message) {}

    static PlanImportView of(PlanImports.Preview preview, Locale language) {
        DraftPlan draft = preview.draft();
        return new PlanImportView(
                preview.of().id(),
                preview.of().bureauId(),
                preview.of().state(),
                preview.of().planId(),
                new HeadingView(
                        draft.number(),
                        draft.title(),
                        draft.issuer(),
                        draft.issuedOn(),
                        draft.disclosure(),
                        draft.confidential(),
                        draft.goals(),
                        draft.lines()),
                draft.phases().stream()
                        .map(phase -> new PhaseView(
                                phase.ordinal(), phase.title(), phase.tasks().size(), phase.lines()))
                        .toList(),
                draft.phases().stream()
                        .flatMap(phase -> phase.tasks().stream().map(task -> view(phase, task)))
                        .toList(),
                draft.anomalies().stream()
                        .map(anomaly -> new AnomalyView(anomaly.code(), anomaly.line(), anomaly.text(language)))
                        .toList());
    }

    private static TaskView view(DraftPhase phase, DraftTask task) {
        return new TaskView(
                phase.ordinal(),
                task.number(),
                task.title(),
                new DeadlineView(
                        Deadline.Kind.valueOf(task.deadline().kind().name()),
                        task.deadline().opensOn(),
                        task.deadline().dueOn()),
                task.body(),
                task.units(),
                task.deliverables(),
                task.lines());
    }
}
