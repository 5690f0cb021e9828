package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.plan.PhaseRef;
import cn.taxrollout.task.plan.PlanRef;
import cn.taxrollout.task.security.Actor;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Tasks as callers see them. */
final class TaskViews {
    private TaskViews() {}

    @Schema(name = "Deadline")
    record DeadlineView(Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn) {
        static DeadlineView of(Deadline deadline) {
            return new DeadlineView(deadline.kind(), deadline.opensOn(), deadline.dueOn());
        }
    }

    @Schema(name = "Unit")
    record UnitView(UUID id, String name) {}

    @Schema(name = "TaskLink")
    record TaskLinkView(UUID id, int number, String title, TaskStatus status) {
        static TaskLinkView of(Task task) {
            return new TaskLinkView(task.id(), task.number(), task.title(), task.status());
        }
    }

    /**
     * @param dueOn the day that counts for this unit
     * @param percent as last reported
     * @param items its checklist with its sub-tasks
     * @param submittedOn day of the last submission
     * @param workingDaysLate of the last submission
     * @param allowedActions what the state allows, whoever asks; no work while the task is blocked
     */
    @Schema(name = "Assignment")
    record AssignmentView(
            UUID taskId,
            UUID unitId,
            AssignmentState state,
            LocalDate dueOn,
            int percent,
            ItemCount items,
            BatchCount batches,
            LocalDate submittedOn,
            Integer workingDaysLate,
            Set<AssignmentAction> allowedActions) {
        static AssignmentView of(Assignment share) {
            return new AssignmentView(
                    share.task().id(),
                    share.unitId(),
                    share.state(),
                    share.dueOn(),
                    share.percent(),
                    share.items(),
                    share.batches(),
                    share.submittedOn(),
                    share.workingDaysLate(),
                    share.task().allowedActions(share));
        }

        /** The same while its task has to wait. */
        AssignmentView waiting(boolean ended) {
            return new AssignmentView(
                    taskId,
                    unitId,
                    state,
                    dueOn,
                    percent,
                    items,
                    batches,
                    submittedOn,
                    workingDaysLate,
                    Lifecycle.actionsAllowed(state, ended, true));
        }
    }

    /**
     * @param deliverables the documents that it must produce
     * @param missingDeliverables those of which nothing has been handed in; no share can be submitted while there are any
     * @param source what ordered it beside the plan, null for a task that the plan had from the beginning
     * @param units the responsible units in the order of the plan
     * @param assignments their shares, none before publication
     * @param blockedBy the tasks that have to be done before this one can be worked on
     * @param unmetPreconditions what else has to be the case before, as it was stated
     * @param backfilled the deadline lay before publication
     * @param assumedYears years of its due dates whose holidays aren't known yet: Monday to Friday is assumed
     */
    @Schema(name = "Task")
    record TaskView(
            UUID id,
            int number,
            String title,
            String body,
            List<String> deliverables,
            List<String> missingDeliverables,
            PlanRef plan,
            PhaseRef phase,
            DeadlineView deadline,
            boolean continuing,
            JointRule jointRule,
            UUID leadUnitId,
            TaskSource source,
            TaskStatus status,
            List<TaskLinkView> blockedBy,
            List<String> unmetPreconditions,
            boolean backfilled,
            List<UnitView> units,
            List<AssignmentView> assignments,
            List<Integer> assumedYears) {
        /** The same with names for its units, and with what keeps them from working. */
        TaskView completed(Map<UUID, String> unitNames, TaskReads.Obstacles obstacles, boolean ended) {
            return new TaskView(
                    id,
                    number,
                    title,
                    body,
                    deliverables,
                    missingDeliverables,
                    plan,
                    phase,
                    deadline,
                    continuing,
                    jointRule,
                    leadUnitId,
                    source,
                    status,
                    obstacles.tasks(),
                    obstacles.conditions(),
                    backfilled,
                    units.stream()
                            .map(unit -> new UnitView(unit.id(), unitNames.get(unit.id())))
                            .toList(),
                    obstacles.isNone()
                            ? assignments
                            : assignments.stream()
                                    .map(share -> share.waiting(ended))
                                    .toList(),
                    assumedYears);
        }
    }

    /**
     * @param action the path of the action, or what else was done: issuance, deadline-change, report-rhythm, attachment,
     *     attachment-removal, prerequisites, preconditions
     *     or item- and batch- with added, changed, done, reopened, removed
     * @param from null for the issuance
     * @param why the reason or report given
     * @param dueOn of the share, after the change
     */
    @Schema(name = "HistoryEntry")
    record HistoryView(
            UUID id,
            UUID unitId,
            OffsetDateTime at,
            Actor actor,
            String action,
            AssignmentState from,
            AssignmentState to,
            String why,
            LocalDate dueOn) {}
}
