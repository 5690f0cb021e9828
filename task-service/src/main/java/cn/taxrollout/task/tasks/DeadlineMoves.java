package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** Moves deadlines, with everything that follows from it: the record, the events, the reminders, the start of a phase. */
@ApplicationScoped
public class DeadlineMoves {
    private static final Set<Relation> ENTITLED =
            EnumSet.of(Relation.OFFICE, Relation.COORDINATION, Relation.ADMINISTRATOR);

    private final TaskRepository tasks;
    private final PhaseProgress phases;
    private final Obligations obligations;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final PlanRecord plans;
    private final EntityManager entities;
    private final BusinessClock clock;
    private final Caller caller;

    DeadlineMoves(
            TaskRepository tasks,
            PhaseProgress phases,
            Obligations obligations,
            WorkingCalendar calendar,
            Outbox outbox,
            PlanRecord plans,
            EntityManager entities,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.phases = phases;
        this.obligations = obligations;
        this.calendar = calendar;
        this.outbox = outbox;
        this.plans = plans;
        this.entities = entities;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Moves the deadline of a task.
     *
     * @param deadline given the task and today, the deadline as the caller states it
     * @throws Refusal 404 if there is no such issued task that the caller can see, 403 if the caller may not do this, 412 if the
     *     task has changed since the caller read it, 409 if it is closed, 422 if the deadline isn't sound
     */
    @Transactional
    Task move(UUID taskId, IfMatch ifMatch, BiFunction<Task, LocalDate, Deadline> deadline, String reason) {
        Task task = locked(taskId, ifMatch);
        Instant at = clock.now();
        Deadline stated = deadline.apply(task, BusinessDay.of(at));
        Actor actor = caller.actor();
        WorkingDays days = calendar.current();
        complete(task, task.moveDeadline(stated, reason, actor, at, days), actor, at, days);
        return task;
    }

    /**
     * Puts a move on record, also as a version of the plan, publishes it and lets the reminders follow. The caller holds the lock on
     * the task.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void complete(Task task, Task.DeadlineMove move, Actor actor, Instant at, WorkingDays days) {
        follow(task, move, actor, at, days);
        plans.revise(task.plan(), move.reason(), actor, at);
    }

    /** As {@link #complete}, but for the version of the plan. */
    void follow(Task task, Task.DeadlineMove move, Actor actor, Instant at, WorkingDays days) {
        if (!move.isMove()) {
            return;
        }
        record(task, move, actor, at);
        obligations.replace(List.of(task.outstanding(BusinessDay.of(at))), at, days);
        if (task.isOpenAt(at)) {
            phases.start(Map.of(task.phase(), at), actor);
        }
    }

    /** Puts a move on record and publishes it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(Task task, Task.DeadlineMove move, Actor actor, Instant at) {
        if (!move.from().equals(move.to())) {
            entities.persist(new DeadlineChange(task, move, at, actor));
        }
        for (TaskEvent event : move.events()) {
            TaskEvent.About about = event.about();
            outbox.append(task.id(), about.sequence(), event.type(), at, event);
            about.unitIds()
                    .forEach(unitId -> entities.persist(HistoryEntry.noted(
                            task, unitId, HistoryEntry.DEADLINE_CHANGE, move.reason(), about.sequence(), at, actor)));
        }
    }

    /**
     * Sets when reports on a continuing task are due.
     *
     * @param rhythm null as for the plan
     * @throws Refusal as for a deadline, 409 if the task isn't continuing or is cancelled
     */
    @Transactional
    Task report(UUID taskId, IfMatch ifMatch, ReportRhythm rhythm) {
        Task task = locked(taskId, ifMatch);
        task.report(rhythm);
        Instant at = clock.now();
        Actor actor = caller.actor();
        String why = rhythm == null ? null : rhythm.interval() + " " + rhythm.day();
        task.assignments().stream()
                .filter(share -> share.state() != AssignmentState.CANCELLED)
                .forEach(share -> entities.persist(HistoryEntry.noted(
                        task, share.unitId(), HistoryEntry.REPORT_RHYTHM, why, task.sequence(), at, actor)));
        obligations.replace(List.of(task.outstanding(BusinessDay.of(at))), at, calendar.current());
        plans.revise(task.plan(), Texts.chinese().text("rhythm-changed", List.of()), actor, at);
        return task;
    }

    private Task locked(UUID taskId, IfMatch ifMatch) {
        Task task = tasks.lock(taskId);
        if (!caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        caller.mustStandIn(ENTITLED, task.plan().bureauId());
        ifMatch.demand(task.version());
        return task;
    }
}
