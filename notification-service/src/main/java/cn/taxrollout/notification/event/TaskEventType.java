package cn.taxrollout.notification.event;

import java.util.Arrays;
import java.util.Optional;

/** The types of task-service's events that this service knows, by their wire names. */
public enum TaskEventType {
    PLAN_PUBLISHED("PlanPublished", TaskEvent.PlanPublished.class),
    PLAN_REVISED("PlanRevised", TaskEvent.PlanRevised.class),
    PLAN_CLOSED("PlanClosed", TaskEvent.PlanClosed.class),
    PHASE_STARTED("PhaseStarted", TaskEvent.PhaseStarted.class),
    PHASE_COMPLETED("PhaseCompleted", TaskEvent.PhaseCompleted.class),
    PHASE_REOPENED("PhaseReopened", TaskEvent.PhaseReopened.class),
    TASK_ISSUED("TaskIssued", TaskEvent.TaskIssued.class),
    TASK_RECEIVED("TaskReceived", TaskEvent.TaskReceived.class),
    TASK_PROGRESSED("TaskProgressed", TaskEvent.TaskProgressed.class),
    TASK_SUBMITTED("TaskSubmitted", TaskEvent.TaskSubmitted.class),
    TASK_RETURNED("TaskReturned", TaskEvent.TaskReturned.class),
    TASK_SUSPENDED("TaskSuspended", TaskEvent.TaskSuspended.class),
    TASK_RESUMED("TaskResumed", TaskEvent.TaskResumed.class),
    TASK_ACCEPTED("TaskAccepted", TaskEvent.TaskAccepted.class),
    TASK_COMPLETED("TaskCompleted", TaskEvent.TaskCompleted.class),
    TASK_ESTABLISHED("TaskEstablished", TaskEvent.TaskEstablished.class),
    TASK_REOPENED("TaskReopened", TaskEvent.TaskReopened.class),
    TASK_CANCELLED("TaskCancelled", TaskEvent.TaskCancelled.class),
    TASK_OPENED("TaskOpened", TaskEvent.TaskOpened.class),
    TASK_DUE_SOON("TaskDueSoon", TaskEvent.TaskDueSoon.class),
    TASK_OVERDUE("TaskOverdue", TaskEvent.TaskOverdue.class),
    TASK_NOT_RECEIVED("TaskNotReceived", TaskEvent.TaskNotReceived.class),
    TASK_STALE("TaskStale", TaskEvent.TaskStale.class),
    PERIODIC_REPORT_DUE("PeriodicReportDue", TaskEvent.PeriodicReportDue.class),
    TASK_BLOCKED("TaskBlocked", TaskEvent.TaskBlocked.class),
    TASK_UNBLOCKED("TaskUnblocked", TaskEvent.TaskUnblocked.class),
    HELP_REQUESTED("HelpRequested", TaskEvent.HelpRequested.class),
    HELP_ANSWERED("HelpAnswered", TaskEvent.HelpAnswered.class),
    HELP_ANSWER_OVERDUE("HelpAnswerOverdue", TaskEvent.HelpAnswerOverdue.class),
    DEADLINE_CHANGED("DeadlineChanged", TaskEvent.DeadlineChanged.class),
    EXTENSION_REQUESTED("ExtensionRequested", TaskEvent.ExtensionRequested.class),
    EXTENSION_DECIDED("ExtensionDecided", TaskEvent.ExtensionDecided.class);

    private static final String PREFIX = "cn.taxrollout.task.";
    private static final String VERSION = ".v1";

    private final String label;
    private final Class<? extends TaskEvent> shape;

    TaskEventType(String label, Class<? extends TaskEvent> shape) {
        this.label = label;
        this.shape = shape;
    }

    /** The name without prefix and version, as people and templates use it. */
    public String label() {
        return label;
    }

    /** The name in {@code ce_type}, of the one version that is known. */
    public String wireName() {
        return PREFIX + label + VERSION;
    }

    /** The record that such an event is read as. */
    public Class<? extends TaskEvent> shape() {
        return shape;
    }

    /** The type of that wire name in whatever version; empty if this service knows nothing of it. */
    public static Optional<TaskEventType> ofAnyVersion(String wireName) {
        return Arrays.stream(values())
                .filter(type -> wireName.startsWith(PREFIX + type.label + ".v"))
                .findFirst();
    }

    /** The type of an event. */
    public static TaskEventType of(TaskEvent event) {
        return Arrays.stream(values())
                .filter(type -> type.shape.isInstance(event))
                .findFirst()
                .orElseThrow();
    }
}
