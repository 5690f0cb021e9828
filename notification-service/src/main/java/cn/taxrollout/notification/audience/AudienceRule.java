package cn.taxrollout.notification.audience;

import static cn.taxrollout.notification.audience.AudienceGroup.COORDINATING_GROUP;
import static cn.taxrollout.notification.audience.AudienceGroup.LEADING_GROUP;
import static cn.taxrollout.notification.audience.AudienceGroup.OFFICE;
import static cn.taxrollout.notification.audience.AudienceGroup.SUPERVISING_GROUP;
import static cn.taxrollout.notification.audience.AudienceGroup.UNIT_HEADS;
import static cn.taxrollout.notification.audience.AudienceGroup.UNIT_MEMBERS;
import static cn.taxrollout.notification.audience.MessageKind.INFORMATION;
import static cn.taxrollout.notification.audience.MessageKind.MANDATORY;
import static cn.taxrollout.notification.audience.MessageKind.REMINDER;
import static cn.taxrollout.notification.audience.MessageKind.URGENT;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEvent.ExtensionDecided.Decision;
import cn.taxrollout.notification.event.TaskEventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The table that says who is told of an event, in what kind of message, and whether they must acknowledge it. The rungs of
 * TaskOverdue follow the escalation of the plan: the unit, then office and supervising group, then the leading group.
 */
public enum AudienceRule {
    PLAN_PUBLISHED(TaskEventType.PLAN_PUBLISHED, INFORMATION, false, UNIT_MEMBERS, OFFICE),
    /** Nobody: the events of the tasks tell of new and cancelled tasks and of moved deadlines. */
    PLAN_REVISED_BY_TASKS(
            TaskEventType.PLAN_REVISED, event -> ((TaskEvent.PlanRevised) event).isToldByTasks(), INFORMATION, false),
    PLAN_REVISED(TaskEventType.PLAN_REVISED, INFORMATION, false, UNIT_MEMBERS, OFFICE),
    PLAN_CLOSED(TaskEventType.PLAN_CLOSED, INFORMATION, false, UNIT_MEMBERS, OFFICE, LEADING_GROUP),
    PHASE_STARTED(TaskEventType.PHASE_STARTED, INFORMATION, false, UNIT_MEMBERS),
    PHASE_COMPLETED(TaskEventType.PHASE_COMPLETED, INFORMATION, false, UNIT_MEMBERS, OFFICE, LEADING_GROUP),
    PHASE_REOPENED(TaskEventType.PHASE_REOPENED, INFORMATION, false, UNIT_MEMBERS, OFFICE, LEADING_GROUP),
    /** Nobody: these tasks stand in the one message of PlanPublished. */
    TASK_ISSUED_BACKFILLED(
            TaskEventType.TASK_ISSUED, event -> ((TaskEvent.TaskIssued) event).backfilled(), INFORMATION, false),
    TASK_ISSUED(TaskEventType.TASK_ISSUED, MANDATORY, false, UNIT_MEMBERS),
    TASK_OPENED(TaskEventType.TASK_OPENED, REMINDER, false, UNIT_MEMBERS),
    TASK_DUE_SOON(TaskEventType.TASK_DUE_SOON, REMINDER, false, UNIT_MEMBERS),
    TASK_NOT_RECEIVED(TaskEventType.TASK_NOT_RECEIVED, REMINDER, false, UNIT_HEADS),
    TASK_STALE(TaskEventType.TASK_STALE, REMINDER, false, UNIT_MEMBERS),
    PERIODIC_REPORT_DUE(TaskEventType.PERIODIC_REPORT_DUE, REMINDER, false, UNIT_MEMBERS),
    TASK_OVERDUE_1(TaskEventType.TASK_OVERDUE, level(1), URGENT, true, UNIT_MEMBERS, UNIT_HEADS),
    TASK_OVERDUE_2(
            TaskEventType.TASK_OVERDUE, level(2), URGENT, true, UNIT_MEMBERS, UNIT_HEADS, OFFICE, SUPERVISING_GROUP),
    TASK_OVERDUE_3(
            TaskEventType.TASK_OVERDUE,
            level(3),
            URGENT,
            true,
            UNIT_MEMBERS,
            UNIT_HEADS,
            OFFICE,
            SUPERVISING_GROUP,
            LEADING_GROUP),
    TASK_SUBMITTED(TaskEventType.TASK_SUBMITTED, INFORMATION, false, OFFICE, COORDINATING_GROUP),
    TASK_RETURNED(TaskEventType.TASK_RETURNED, MANDATORY, true, UNIT_MEMBERS),
    TASK_ACCEPTED(TaskEventType.TASK_ACCEPTED, INFORMATION, false, UNIT_MEMBERS),
    TASK_COMPLETED(TaskEventType.TASK_COMPLETED, INFORMATION, false, UNIT_MEMBERS),
    TASK_ESTABLISHED(TaskEventType.TASK_ESTABLISHED, INFORMATION, false, UNIT_MEMBERS),
    TASK_SUSPENDED(TaskEventType.TASK_SUSPENDED, INFORMATION, false, UNIT_MEMBERS, OFFICE),
    TASK_RESUMED(TaskEventType.TASK_RESUMED, INFORMATION, false, UNIT_MEMBERS),
    TASK_CANCELLED(TaskEventType.TASK_CANCELLED, INFORMATION, false, UNIT_MEMBERS),
    TASK_REOPENED(TaskEventType.TASK_REOPENED, INFORMATION, false, UNIT_MEMBERS),
    DEADLINE_CHANGED(TaskEventType.DEADLINE_CHANGED, INFORMATION, false, UNIT_MEMBERS),
    TASK_BLOCKED(TaskEventType.TASK_BLOCKED, INFORMATION, false, UNIT_MEMBERS),
    TASK_UNBLOCKED(TaskEventType.TASK_UNBLOCKED, REMINDER, false, UNIT_MEMBERS),
    HELP_REQUESTED(TaskEventType.HELP_REQUESTED, MANDATORY, false, UNIT_MEMBERS),
    HELP_ANSWERED(TaskEventType.HELP_ANSWERED, INFORMATION, false, UNIT_MEMBERS),
    HELP_ANSWER_OVERDUE(TaskEventType.HELP_ANSWER_OVERDUE, REMINDER, false, UNIT_MEMBERS, OFFICE),
    EXTENSION_REQUESTED(TaskEventType.EXTENSION_REQUESTED, MANDATORY, false, OFFICE),
    /** Nobody: DeadlineChanged tells all who have more time by it. */
    EXTENSION_APPROVED(TaskEventType.EXTENSION_DECIDED, decision(Decision.APPROVED), INFORMATION, false),
    EXTENSION_REFUSED(TaskEventType.EXTENSION_DECIDED, decision(Decision.REFUSED), MANDATORY, false, UNIT_MEMBERS),
    /** Nobody: the unit did it itself, and the wall map shows it. */
    TASK_RECEIVED(TaskEventType.TASK_RECEIVED, INFORMATION, false),
    /** Nobody, as above. */
    TASK_PROGRESSED(TaskEventType.TASK_PROGRESSED, INFORMATION, false);

    private static final Set<TaskEventType> FALLING_DUE = EnumSet.of(
            TaskEventType.TASK_OPENED,
            TaskEventType.TASK_DUE_SOON,
            TaskEventType.TASK_OVERDUE,
            TaskEventType.TASK_NOT_RECEIVED,
            TaskEventType.TASK_STALE,
            TaskEventType.PERIODIC_REPORT_DUE,
            TaskEventType.HELP_ANSWER_OVERDUE);

    private final TaskEventType type;
    private final Predicate<TaskEvent> condition;
    private final MessageKind kind;
    private final boolean acknowledgementAsked;
    private final Set<AudienceGroup> groups;

    AudienceRule(TaskEventType type, MessageKind kind, boolean acknowledgementAsked, AudienceGroup... groups) {
        this(type, event -> true, kind, acknowledgementAsked, groups);
    }

    AudienceRule(
            TaskEventType type,
            Predicate<TaskEvent> condition,
            MessageKind kind,
            boolean acknowledgementAsked,
            AudienceGroup... groups) {
        this.type = type;
        this.condition = condition;
        this.kind = kind;
        this.acknowledgementAsked = acknowledgementAsked;
        this.groups = EnumSet.noneOf(AudienceGroup.class);
        this.groups.addAll(Arrays.asList(groups));
    }

    private static Predicate<TaskEvent> level(int level) {
        return event -> ((TaskEvent.TaskOverdue) event).level() == level;
    }

    private static Predicate<TaskEvent> decision(Decision decision) {
        return event -> ((TaskEvent.ExtensionDecided) event).decision() == decision;
    }

    /**
     * The first rule that fits the event.
     *
     * @throws IllegalArgumentException if none does, as for a level that doesn't exist
     */
    public static AudienceRule of(TaskEvent event) {
        TaskEventType type = TaskEventType.of(event);
        return Arrays.stream(values())
                .filter(rule -> rule.type == type && rule.condition.test(event))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no audience rule for this " + type.label()));
    }

    public TaskEventType type() {
        return type;
    }

    public MessageKind kind() {
        return kind;
    }

    public boolean acknowledgementAsked() {
        return acknowledgementAsked;
    }

    /** Whether it tells what a date of the task brings, at the time of day for reminders: all that one day brings is one message. */
    public boolean fallsDue() {
        return FALLING_DUE.contains(type);
    }

    /** Nobody if empty, on purpose. */
    public Set<AudienceGroup> groups() {
        return groups;
    }
}
