package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the units and those above them do with the shares of tasks. */
@ApplicationScoped
public class TaskActions {
    /** They set the clock of the due date going, so its reminders are owed again. */
    private static final Set<AssignmentAction> RESTARTING =
            EnumSet.of(AssignmentAction.RESUMPTION, AssignmentAction.REOPENING);

    private final TaskRepository tasks;
    private final PhaseProgress phases;
    private final Obligations obligations;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final PlanRecord plans;
    private final BusinessClock clock;
    private final Caller caller;

    TaskActions(
            TaskRepository tasks,
            PhaseProgress phases,
            Obligations obligations,
            WorkingCalendar calendar,
            Outbox outbox,
            PlanRecord plans,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.phases = phases;
        this.obligations = obligations;
        this.calendar = calendar;
        this.outbox = outbox;
        this.plans = plans;
        this.clock = clock;
        this.caller = caller;
    }

    /** One step of the lifecycle, to be taken on the locked task. */
    @FunctionalInterface
    interface Step {
        Task.Change take(Task task, Actor actor, Instant at, WorkingDays calendar);
    }

    /**
     * Takes a step with a unit's share: changes it, puts it on record and publishes it, all or nothing.
     *
     * @throws Refusal 404 if there is no such share that the caller can see, 403 if the caller may not do this, 409 if the
     *     share's state doesn't allow it
     */
    @Transactional
    Assignment perform(UUID taskId, UUID unitId, AssignmentAction action, Step step) {
        Task task = tasks.lock(taskId);
        UUID bureauId = task.plan().bureauId();
        if (!caller.mayRead(bureauId)) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        Assignment share = task.assignment(unitId);
        ActionRights.demand(caller, action, bureauId, unitId);

        Actor actor = caller.actor();
        Instant at = clock.now();
        WorkingDays days = calendar.current();
        boolean wasClosed = task.status().isClosed();
        boolean wasCancelled = task.status() == TaskStatus.CANCELLED;
        Task.Change change = step.take(task, actor, at, days);
        keep(task, change, actor, at);
        boolean isOpenAgain = wasClosed && !task.status().isClosed();
        if (RESTARTING.contains(action) || isOpenAgain) {
            obligations.replace(List.of(task.outstanding(BusinessDay.of(at))), at, days);
        }
        followStatus(task, wasClosed, actor, at);
        if (wasCancelled != (task.status() == TaskStatus.CANCELLED)) {
            plans.revise(task.plan(), change.why(), actor, at);
        }
        return share;
    }

    /** Puts a change of a share on record and publishes it. */
    void keep(Task task, Task.Change change, Actor actor, Instant at) {
        task.keepDay(change, BusinessDay.of(at));
        append(
                task,
                change.event(),
                at,
                HistoryEntry.of(task, change, at, actor).companion());
        if (change.alsoCompleted() != null) {
            append(task, change.alsoCompleted(), at, null);
        }
    }

    /** Lets the phase count the task as open or closed and tells who waits for it, if that has changed. */
    void followStatus(Task task, boolean wasClosed, Actor actor, Instant at) {
        if (wasClosed == task.status().isClosed()) {
            return;
        }
        if (task.awaited()) {
            obligations.tellThoseWaitingFor(task.id(), at);
        }
        if (wasClosed) {
            phases.taskReopened(task.phase(), actor, at);
        } else {
            phases.taskClosed(task.phase(), actor, at);
        }
    }

    private void append(Task task, TaskEvent event, Instant at, Outbox.Companion companion) {
        outbox.append(task.id(), event.about().sequence(), event.type(), at, event, companion);
    }
}
