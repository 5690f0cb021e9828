package cn.taxrollout.task.planimport;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.DeadlineClause;
import cn.taxrollout.task.planimport.draft.DraftPhase;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.PeriodicReport;
import cn.taxrollout.task.planimport.draft.ReadDeadline;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import cn.taxrollout.task.planimport.draft.Unresolved;
import cn.taxrollout.task.tasks.JointRule;
import cn.taxrollout.task.web.Texts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was read from a document, and corrected. Line numbers tell where each field was found.
 *
 * @param planId the plan that was made of it, null before the confirmation
 * @param unresolved what has to be filled in before confirming
 * @param anomalies what somebody should look at before confirming
 * @param document the lines that aren't blank
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
        List<UnresolvedView> unresolved,
        List<AnomalyView> anomalies,
        List<LineView> document) {

    /** @param corrected the fields that somebody set by hand */
    @Schema(name = "PlanImportHeading")
    record HeadingView(
            String number,
            String title,
            String issuer,
            LocalDate issuedOn,
            String disclosure,
            boolean confidential,
            String goals,
            Set<String> corrected,
            Map<String, List<Integer>> lines) {}

    /**
     * @param key names it in a correction
     * @param corrected the fields that somebody set by hand
     */
    @Schema(name = "PlanImportPhase")
    record PhaseView(
            String key,
            int ordinal,
            String title,
            int taskCount,
            Set<String> corrected,
            Map<String, List<Integer>> lines) {}

    /**
     * @param key names it in a correction
     * @param title null while it is unresolved, as is the deadline
     * @param jointRule follows from the parts of the units: LEAD where one leads
     * @param corrected the fields that somebody set by hand
     */
    @Schema(name = "PlanImportTask")
    record TaskView(
            String key,
            String phase,
            int phaseOrdinal,
            int number,
            String title,
            DeadlineView deadline,
            String body,
            List<ResponsibleUnit> units,
            JointRule jointRule,
            List<String> deliverables,
            Set<String> corrected,
            Map<String, List<Integer>> lines) {}

    /**
     * @param kind null while the deadline is unresolved
     * @param words of the document, null where there are none or somebody set the deadline
     */
    @Schema(name = "PlanImportDeadline")
    record DeadlineView(
            @Schema(nullable = true) Deadline.Kind kind,
            LocalDate opensOn,
            LocalDate dueOn,
            PeriodicReport report,
            String words,
            DeadlineClause.Source source) {}

    /**
     * @param field its path, as in a correction
     * @param line null where it concerns the document as a whole
     */
    @Schema(name = "Unresolved")
    record UnresolvedView(Unresolved.Code code, String field, Integer line, String message) {}

    /**
     * @param field the path of the field it concerns, null where there is none
     * @param line null where it concerns the document as a whole
     */
    @Schema(name = "Anomaly")
    record AnomalyView(Anomaly.Code code, String field, Integer line, String message) {}

    @Schema(name = "PlanImportLine")
    record LineView(int number, String text) {
        static LineView of(Line line) {
            return new LineView(line.number(), line.text());
        }
    }

    static PlanImportView of(PlanImports.Preview preview, Texts texts) {
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
                        draft.corrected(),
                        draft.lines()),
                draft.phases().stream()
                        .map(phase -> new PhaseView(
                                phase.key(),
                                phase.ordinal(),
                                phase.title(),
                                phase.tasks().size(),
                                phase.corrected(),
                                phase.lines()))
                        .toList(),
                draft.phases().stream()
                        .flatMap(phase -> phase.tasks().stream().map(task -> view(phase, task)))
                        .toList(),
                preview.review().unresolved().stream()
                        .map(open -> new UnresolvedView(open.code(), open.field(), open.line(), open.text(texts)))
                        .toList(),
                preview.review().anomalies().stream()
                        .map(odd -> new AnomalyView(odd.code(), odd.field(), odd.line(), odd.text(texts)))
                        .toList(),
                draft.document().stream().map(LineView::of).toList());
    }

    private static TaskView view(DraftPhase phase, DraftTask task) {
        return new TaskView(
                task.key(),
                phase.key(),
                phase.ordinal(),
                task.number(),
                task.title(),
                view(task.deadline(), task.clause()),
                task.body(),
                task.units(),
                task.leadUnitId() == null ? JointRule.ALL : JointRule.LEAD,
                task.deliverables(),
                task.corrected(),
                task.lines());
    }

    private static DeadlineView view(ReadDeadline deadline, DeadlineClause clause) {
        if (deadline == null && clause == null) {
            return null;
        }
        return new DeadlineView(
                deadline == null ? null : Deadline.Kind.valueOf(deadline.kind().name()),
                deadline == null ? null : deadline.opensOn(),
                deadline == null ? null : deadline.dueOn(),
                deadline == null ? null : deadline.report(),
                clause == null ? null : clause.words(),
                clause == null ? null : clause.source());
    }
}
