package cn.taxrollout.task.revision;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanPolicy;
import cn.taxrollout.task.plan.PlanState;
import cn.taxrollout.task.tasks.JointRule;
import cn.taxrollout.task.tasks.TaskSource;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that a plan says: what was decided, not what follows from it or how the work stands. It is kept as JSON for good, so its fields
 * are only added to.
 *
 * @param tasks those that aren't cancelled, in the order of the plan
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record PlanContent(Heading plan, List<PhasePart> phases, List<TaskPart> tasks) {

    @Schema(name = "PlanVersionHeading")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Heading(
            PlanState state,
            String number,
            String title,
            String issuer,
            LocalDate issuedOn,
            boolean confidential,
            String goals,
            String provenance,
            PlanPolicy policy) {
        static Heading of(Plan plan) {
            return new Heading(
                    plan.state(),
                    plan.number(),
                    plan.title(),
                    plan.issuer(),
                    plan.issuedOn(),
                    plan.confidential(),
                    plan.goals(),
                    plan.provenance(),
                    PlanPolicy.of(plan));
        }
    }

    @Schema(name = "PlanVersionPhase")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PhasePart(UUID id, int ordinal, String title) {}

    /**
     * @param reports when reports on it are due, null as for the plan
     * @param extensions the days that were granted to units of their own
     * @param prerequisites the tasks that have to be done before it is worked on
     * @param preconditions what else has to be the case before, as it was stated
     * @param source what ordered it beside the plan, null for a task that the plan had from the beginning
     */
    @Schema(name = "PlanVersionTask")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TaskPart(
            UUID id,
            UUID phaseId,
            int number,
            String title,
            String body,
            List<String> deliverables,
            DeadlinePart deadline,
            ReportRhythm reports,
            JointRule jointRule,
            UUID leadUnitId,
            List<UUID> unitIds,
            List<ExtensionPart> extensions,
            List<UUID> prerequisites,
            List<String> preconditions,
            TaskSource source) {}

    /**
     * As it was stated, before the plan's policies.
     *
     * @param opensOn for WINDOW and FROM
     * @param dueOn the last day, for all but FROM
     */
    @Schema(name = "PlanVersionDeadline")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DeadlinePart(Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn) {}

    @Schema(name = "PlanVersionExtension")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExtensionPart(UUID unitId, LocalDate until) {}
}
