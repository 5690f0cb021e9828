package cn.taxrollout.task.tasks;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.PhaseRepository;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanAction;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.plan.PlanRights;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Writes tasks into a plan, changes what it says of them and takes them out. */
@ApplicationScoped
class PlannedTasks {
    private final TaskRepository tasks;
    private final PhaseRepository phases;
    private final PlanRepository plans;
    private final ResponsibleUnits units;
    private final BusinessClock clock;
    private final Caller caller;

    PlannedTasks(
            TaskRepository tasks,
            PhaseRepository phases,
            PlanRepository plans,
            ResponsibleUnits units,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.phases = phases;
        this.plans = plans;
        this.units = units;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Adds a task to a draft.
     *
     * @throws Refusal 422 if there is no such phase that the caller can see or if the terms aren't sound, 403 if the caller may not do
     *     this, 409 if the plan isn't a draft
     */
    @Transactional
    Task add(TaskTerms terms) {
        UUID planId = phases.planOf(terms.phaseId()).orElseThrow(() -> unknownPhase(terms.phaseId()));
        Plan plan = plans.lock(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw unknownPhase(terms.phaseId());
        }
        PlanRights.demand(caller, PlanAction.DRAFTING, plan.bureauId());
        plan.mustBeDraft("plan-fixed");
        UUID id = TimeOrderedId.next();
        Phase phase = phases.get(terms.phaseId());
        Task task = new Task(id, phase, sound(terms, id, plan, Set.of()), terms.jointRule(), terms.leadUnitId());
        tasks.persist(task);
        phases.changeOpenTasks(phase.id(), 1);
        return task;
    }

    /**
     * Changes what a draft says of a task.
     *
     * @throws Refusal 404 if there is no such task that the caller can see, 403 if the caller may not do this, 412 if it has changed since
     *     the caller read it, 409 if the plan isn't a draft, 422 if the terms aren't sound
     */
    @Transactional
    Task change(UUID taskId, IfMatch ifMatch, UnaryOperator<TaskTerms> change) {
        Task task = locked(taskId, ifMatch);
        Phase from = task.phase();
        TaskTerms terms = change.apply(TaskTerms.of(task));
        Phase to = terms.phaseId().equals(from.id()) ? from : phaseOf(task.plan(), terms);
        task.redraft(
                to,
                sound(terms, taskId, task.plan(), Set.copyOf(task.unitIds())),
                terms.jointRule(),
                terms.leadUnitId());
        if (to != from) {
            phases.changeOpenTasks(from.id(), -1);
            phases.changeOpenTasks(to.id(), 1);
        }
        return task;
    }

    /**
     * Takes a task out of a draft.
     *
     * @throws Refusal as {@link #change}
     */
    @Transactional
    void remove(UUID taskId, IfMatch ifMatch) {
        Task task = locked(taskId, ifMatch);
        tasks.delete(task);
        phases.changeOpenTasks(task.phase().id(), -1);
    }

    private Task locked(UUID taskId, IfMatch ifMatch) {
        Plan plan = plans.lock(tasks.planOf(taskId));
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        PlanRights.demandChange(caller, plan.state(), plan.bureauId());
        plan.mustBeDraft("plan-fixed");
        Task task = tasks.get(taskId);
        ifMatch.demand(task.version());
        return task;
    }

    private Phase phaseOf(Plan plan, TaskTerms terms) {
        return phases.findByIdOptional(terms.phaseId())
                .filter(phase -> phase.plan().id().equals(plan.id()))
                .orElseThrow(() -> new Clause(plan.number(), terms.number(), terms.title())
                        .refusal("task-unsound", "phaseId", "task-phase-foreign"));
    }

    private static Refusal unknownPhase(UUID phaseId) {
        return Refusal.unprocessable("phase-unsound", List.of(new Violation("phaseId", "phase-unknown", phaseId)));
    }

    /** @param standing units that answer for it already */
    private Task.Content sound(TaskTerms terms, UUID taskId, Plan plan, Set<UUID> standing) {
        int number = terms.number() == null ? tasks.nextNumber(plan.id()) : terms.number();
        var clause = new Clause(plan.number(), number, terms.title());
        List<Violation> faults = new ArrayList<>();
        if (tasks.isTaken(number, terms.phaseId(), taskId)) {
            faults.add(new Violation("number", "task-number-taken", number));
        }
        faults.addAll(units.faults(plan.bureauId(), terms.unitIds(), terms.jointRule(), terms.leadUnitId(), standing));
        if (!faults.isEmpty()) {
            throw clause.refusal("task-unsound", faults);
        }
        return new Task.Content(
                number,
                terms.title(),
                terms.body(),
                terms.deliverables(),
                terms.deadline().soundFor(clause, clock.today()),
                terms.unitIds());
    }
}
