package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.plan.PhaseRef;
import cn.taxrollout.task.plan.PlanRef;
import cn.taxrollout.task.security.Actor;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What happened to a task. Each says enough for a consumer to act on without asking back. */
public sealed interface TaskEvent {
    /** The wire name. */
    String type();

    About about();

    /**
     * What every event of a task tells.
     *
     * @param sequence rises by one per task
     * @param unitIds the units whom it concerns
     * @param deadline as it counts for these units
     */
    record About(
            long sequence,
            PlanRef plan,
            PhaseRef phase,
            TaskRef task,
            List<UUID> unitIds,
            DeadlineRef deadline,
            Actor actor) {}

    /** @param link path of the task at this service */
    record TaskRef(UUID id, int number, String title, boolean continuing, String link) {}

    record DeadlineRef(Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn) {}

    /** @param backfilled the deadline lay before publication: nobody is reminded of it */
    record TaskIssued(@JsonUnwrapped About about, boolean backfilled) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskIssued.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record TaskReceived(@JsonUnwrapped About about) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskReceived.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param percent of the unit's share, 0 to 100 */
    record TaskProgressed(@JsonUnwrapped About about, int percent, String text) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskProgressed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param late submitted after the due date of the share */
    record TaskSubmitted(@JsonUnwrapped About about, boolean late) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskSubmitted.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** One unit's share is accepted and others are still open. */
    record TaskAccepted(@JsonUnwrapped About about) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskAccepted.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The task is complete by its joint rule; concerns all its units. */
    record TaskCompleted(@JsonUnwrapped About about) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskCompleted.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A continuing task is accepted as running; concerns all its units. */
    record TaskEstablished(@JsonUnwrapped About about) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskEstablished.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record TaskReturned(@JsonUnwrapped About about, String reason) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskReturned.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record TaskSuspended(@JsonUnwrapped About about, String reason) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskSuspended.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param workingDaysWaited by which the due date of the share has moved */
    record TaskResumed(@JsonUnwrapped About about, int workingDaysWaited) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskResumed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record TaskCancelled(@JsonUnwrapped About about, String reason) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskCancelled.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record TaskReopened(@JsonUnwrapped About about, String reason) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskReopened.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The first day on which the work can be done has come. */
    record TaskOpened(@JsonUnwrapped About about) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskOpened.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param workingDaysLeft 0 on the due date itself */
    record TaskDueSoon(@JsonUnwrapped About about, int workingDaysLeft) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskDueSoon.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param level who is to know: 1 unit leaders, 2 office and supervising group, 3 leading group */
    record TaskOverdue(@JsonUnwrapped About about, int workingDaysOverdue, int level) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskOverdue.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The units have not signed for their shares. */
    record TaskNotReceived(@JsonUnwrapped About about, int workingDaysWaited) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskNotReceived.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The deadline was moved.
     *
     * @param previous as it counted for these units
     */
    record DeadlineChanged(@JsonUnwrapped About about, DeadlineRef previous, String reason) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.DeadlineChanged.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param silentSince the day on which the units took the work on, got it back or last reported */
    record TaskStale(@JsonUnwrapped About about, LocalDate silentSince, int workingDaysSilent) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskStale.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A report on continuing work is due and these units have not reported since the one before was due. */
    record PeriodicReportDue(@JsonUnwrapped About about, ReportRhythm.Interval interval, LocalDate reportDueOn)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.PeriodicReportDue.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record TaskLink(UUID id, int number, String title) {}

    /** The units with work before them can't do it until these tasks are done and these conditions met. */
    record TaskBlocked(@JsonUnwrapped About about, List<TaskLink> blockedBy, List<String> preconditions)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskBlocked.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** What the task waited for is done or met: the units can work. */
    record TaskUnblocked(@JsonUnwrapped About about) implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.TaskUnblocked.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A unit asks another for help, which the event concerns.
     *
     * @param answerDueOn the last day for the answer
     */
    record HelpRequested(
            @JsonUnwrapped About about, UUID requestId, UUID fromUnitId, String text, LocalDate answerDueOn)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.HelpRequested.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    enum HelpOutcome {
        ANSWERED,
        DECLINED
    }

    /** It concerns the unit that asked. */
    record HelpAnswered(@JsonUnwrapped About about, UUID requestId, UUID toUnitId, HelpOutcome outcome, String answer)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.HelpAnswered.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The last day for the answer has passed; said once. It concerns the unit that was asked. */
    record HelpAnswerOverdue(
            @JsonUnwrapped About about,
            UUID requestId,
            UUID fromUnitId,
            String text,
            LocalDate answerDueOn,
            int workingDaysOverdue)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.HelpAnswerOverdue.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    enum ExtensionDecision {
        APPROVED,
        REFUSED
    }

    /** @param wishedDueOn the last day that the unit asks for, before the plan's policy for rest days */
    record ExtensionRequested(
            @JsonUnwrapped About about, UUID requestId, Task.ExtensionScope scope, LocalDate wishedDueOn, String reason)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.ExtensionRequested.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * If it was approved, DeadlineChanged follows for all units that have more time by it.
     *
     * @param grantedDueOn null if it was refused
     */
    record ExtensionDecided(
            @JsonUnwrapped About about,
            UUID requestId,
            Task.ExtensionScope scope,
            ExtensionDecision decision,
            LocalDate wishedDueOn,
            LocalDate grantedDueOn,
            String reason)
            implements TaskEvent {
        public static final String TYPE = "cn.taxrollout.task.ExtensionDecided.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
