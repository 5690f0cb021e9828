package cn.taxrollout.task.tasks;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.PhaseRepository;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanAction;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.plan.PlanRights;
import cn.taxrollout.task.plan.PlanState;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import cn.taxrollout.task.web.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Writes tasks into a plan, changes what it says of them and takes them out. In a published plan units get and lose their shares
 * by it, and each change makes a version of the plan.
 */
@ApplicationScoped
class PlannedTasks {
    private final TaskRepository tasks;
    private final PhaseRepository phases;
    private final PlanRepository plans;
    private final ResponsibleUnits units;
    private final TaskIssuance issuance;
    private final TaskActions actions;
    private final DeadlineMoves moves;
    private final PhaseProgress progress;
    private final PlanRecord record;
    private final Obligations obligations;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    PlannedTasks(
            TaskRepository tasks,
            PhaseRepository phases,
            PlanRepository plans,
            ResponsibleUnits units,
            TaskIssuance issuance,
            TaskActions actions,
            DeadlineMoves moves,
            PhaseProgress progress,
            PlanRecord record,
            Obligations obligations,
            WorkingCalendar calendar,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.phases = phases;
        this.plans = plans;
        this.units = units;
        this.issuance = issuance;
        this.actions = actions;
        this.moves = moves;
        this.progress = progress;
        this.record = record;
        this.obligations = obligations;
        this.calendar = calendar;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Adds a task. To a published plan it is added ad hoc: its units get their shares at once, and a phase that was complete is open
     * again.
     *
     * @param source what orders it beside the plan, null if nothing does
     * @param reason may be left out for a draft and where there is a source
     * @throws Refusal 422 if there is no such phase that the caller can see, without a reason or if the terms aren't sound, 403 if the
     *     caller may not do this, 409 if the plan is closed
     */
    @Transactional
    Task add(TaskTerms terms, TaskSource source, String reason) {
        UUID planId = phases.planOf(terms.phaseId()).orElseThrow(() -> unknownPhase(terms.phaseId()));
        PlanState seen = plans.stateOf(planId);
        if (seen == PlanState.DRAFT) {
            plans.lock(planId);
        }
        Phase phase = phases.get(terms.phaseId());
        Plan plan = phase.plan();
        if (!caller.mayRead(plan.bureauId())) {
            throw unknownPhase(terms.phaseId());
        }
        PlanRights.demandChange(caller, seen, plan.bureauId());
        phases.lock(Set.of(phase));
        mustBeAsSeen(plan, seen);
        plan.mustNotBeClosed();
        String why = reason == null && source != null
                ? Texts.chinese().text("task-source", List.of(source.kind(), source.reference()))
                : reason;
        plan.demandReason(why);
        UUID id = TimeOrderedId.next();
        Task task = new Task(id, phase, sound(terms, id, plan, null), terms.jointRule(), terms.leadUnitId(), source);
        tasks.persist(task);
        if (plan.state() == PlanState.DRAFT) {
            phases.changeOpenTasks(phase.id(), 1);
        } else {
            issue(task, why);
        }
        return task;
    }

    private void issue(Task task, String why) {
        Actor actor = caller.actor();
        Instant at = clock.now();
        issuance.issue(List.of(task), actor, at);
        progress.taskAdded(task.phase(), actor, at);
        if (task.isOpenAt(at)) {
            progress.start(Map.of(task.phase(), at), actor);
        }
        record.revise(task.plan(), why, actor, at);
        tasks.flush();
    }

    /**
     * Changes what a plan says of a task.
     *
     * @param reason may be left out for a draft
     * @throws Refusal 404 if there is no such task that the caller can see, 403 if the caller may not do this, 412 if it has changed since
     *     the caller read it, 409 if the plan is closed, the task is cancelled, or its deadline is moved or the share of a unit taken
     *     away although the work is done, 422 without a reason or if the terms aren't sound
     */
    @Transactional
    Task change(UUID taskId, IfMatch ifMatch, UnaryOperator<TaskTerms> change, String reason) {
        if (tasks.isDraft(taskId)) {
            return redraft(lockedDraft(taskId, ifMatch), change);
        }
        Task task = lockedIssued(taskId, ifMatch, PlanAction.REVISION, reason);
        task.mustNotBeCancelled();
        TaskTerms old = TaskTerms.of(task);
        TaskTerms terms = change.apply(old);
        if (!terms.unitIds().containsAll(old.unitIds())) {
            PlanRights.demand(caller, PlanAction.WITHDRAWAL, task.plan().bureauId());
        }
        Phase from = task.phase();
        Phase to = phaseOf(task, terms);
        Task.Content content = sound(terms, taskId, task.plan(), old);
        Actor actor = caller.actor();
        Instant at = clock.now();
        WorkingDays days = calendar.current();
        task.revise(to, content);
        if (to != from && !task.status().isClosed()) {
            progress.taskMoved(from, to, actor, at);
        }
        if (!old.assigns(terms)) {
            reassign(task, terms, reason, actor, at, days);
        }
        if (!terms.deadline().equals(old.deadline())) {
            moves.follow(task, task.moveDeadline(content.deadline(), reason, actor, at, days), actor, at, days);
        }
        record.revise(task.plan(), reason, actor, at);
        tasks.flush();
        return task;
    }

    private void reassign(Task task, TaskTerms terms, String reason, Actor actor, Instant at, WorkingDays days) {
        boolean wasClosed = task.status().isClosed();
        Task.Reassignment done =
                task.reassign(terms.unitIds(), terms.jointRule(), terms.leadUnitId(), reason, actor, at, days);
        if (done.issued() != null) {
            issuance.keep(task, done.issued(), actor, at);
        }
        if (done.settled() != null) {
            TaskEvent settled = done.settled();
            outbox.append(task.id(), settled.about().sequence(), settled.type(), at, settled);
        }
        done.changes().forEach(share -> actions.keep(task, share, actor, at));
        tasks.flush();
        obligations.replace(List.of(task.outstanding(BusinessDay.of(at))), at, days);
        actions.followStatus(task, wasClosed, actor, at);
    }

    private Task redraft(Task task, UnaryOperator<TaskTerms> change) {
        TaskTerms old = TaskTerms.of(task);
        TaskTerms terms = change.apply(old);
        Phase from = task.phase();
        Phase to = phaseOf(task, terms);
        task.redraft(to, sound(terms, task.id(), task.plan(), old), terms.jointRule(), terms.leadUnitId());
        if (to != from) {
            phases.changeOpenTasks(from.id(), -1);
            phases.changeOpenTasks(to.id(), 1);
        }
        return task;
    }

    /**
     * Takes a task out of a plan. In a published one it is cancelled and stays on record.
     *
     * @param reason may be left out for a draft
     * @throws Refusal as {@link #change}
     */
    @Transactional
    void remove(UUID taskId, IfMatch ifMatch, String reason) {
        if (tasks.isDraft(taskId)) {
            Task task = lockedDraft(taskId, ifMatch);
            tasks.delete(task);
            phases.changeOpenTasks(task.phase().id(), -1);
            return;
        }
        Task task = lockedIssued(taskId, ifMatch, PlanAction.WITHDRAWAL, reason);
        Actor actor = caller.actor();
        Instant at = clock.now();
        boolean wasClosed = task.status().isClosed();
        task.withdraw(reason, actor).forEach(share -> actions.keep(task, share, actor, at));
        obligations.replace(List.of(task.outstanding(BusinessDay.of(at))), at, calendar.current());
        actions.followStatus(task, wasClosed, actor, at);
        record.revise(task.plan(), reason, actor, at);
    }

    /** Of a draft the plan is the lock, as for its publication. */
    private Task lockedDraft(UUID taskId, IfMatch ifMatch) {
        Plan plan = plans.lock(tasks.planOf(taskId));
        mustBeVisible(plan, taskId);
        PlanRights.demand(caller, PlanAction.DRAFTING, plan.bureauId());
        mustBeAsSeen(plan, PlanState.DRAFT);
        Task task = tasks.get(taskId);
        ifMatch.demand(task.version());
        return task;
    }

    private Task lockedIssued(UUID taskId, IfMatch ifMatch, PlanAction action, String reason) {
        Task task = tasks.lock(taskId);
        mustBeVisible(task.plan(), taskId);
        PlanRights.demand(caller, action, task.plan().bureauId());
        ifMatch.demand(task.version());
        task.mustNotBeEnded();
        task.plan().demandReason(reason);
        return task;
    }

    private static void mustBeAsSeen(Plan plan, PlanState seen) {
        if (plan.state() != seen) {
            throw Refusal.preconditionFailed("changed-meanwhile");
        }
    }

    private void mustBeVisible(Plan plan, UUID taskId) {
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
    }

    private Phase phaseOf(Task task, TaskTerms terms) {
        Plan plan = task.plan();
        if (terms.phaseId().equals(task.phase().id())) {
            return task.phase();
        }
        return phases.findByIdOptional(terms.phaseId())
                .filter(phase -> phase.plan().id().equals(plan.id()))
                .orElseThrow(() -> new Clause(plan.number(), terms.number(), terms.title())
                        .refusal("task-unsound", "phaseId", "task-phase-foreign"));
    }

    private static Refusal unknownPhase(UUID phaseId) {
        return Refusal.unprocessable("phase-unsound", List.of(new Violation("phaseId", "phase-unknown", phaseId)));
    }

    /** @param old what holds so far and isn't judged again, null for a new task */
    private Task.Content sound(TaskTerms terms, UUID taskId, Plan plan, TaskTerms old) {
        int number = terms.number() == null ? tasks.nextNumber(plan.id()) : terms.number();
        var clause = new Clause(plan.number(), number, terms.title());
        List<Violation> faults = new ArrayList<>();
        boolean numbered =
                old == null || number != old.number() || !terms.phaseId().equals(old.phaseId());
        if (numbered && tasks.isTaken(number, terms.phaseId(), taskId)) {
            faults.add(new Violation("number", "task-number-taken", number));
        }
        faults.addAll(units.faults(
                plan.bureauId(),
                terms.unitIds(),
                terms.jointRule(),
                terms.leadUnitId(),
                old == null ? Set.of() : Set.copyOf(old.unitIds())));
        if (!faults.isEmpty()) {
            throw clause.refusal("task-unsound", faults);
        }
        boolean sameDeadline = old != null && terms.deadline().equals(old.deadline());
        return new Task.Content(
                number,
                terms.title(),
                terms.body(),
                terms.deliverables(),
                sameDeadline ? terms.deadline().asStated() : terms.deadline().soundFor(clause, clock.today()),
                terms.unitIds());
    }
}
