package cn.taxrollout.task.plan;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Adds phases to a plan, changes their titles and their order, removes them. */
@ApplicationScoped
class Phases {
    /** How many tasks a refusal names. */
    private static final int NAMED = 20;

    private final PlanRepository plans;
    private final PhaseRepository phases;
    private final Caller caller;

    Phases(PlanRepository plans, PhaseRepository phases, Caller caller) {
        this.plans = plans;
        this.phases = phases;
        this.caller = caller;
    }

    /**
     * Adds a phase.
     *
     * @param ordinal its place, from 1; null for the last
     * @throws Refusal 404 if there is no such plan that the caller can see, 403 if the caller may not do this, 409 if it isn't a draft, 422 if
     *     there is no such place
     */
    @Transactional
    Phase add(UUID planId, String title, Integer ordinal) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        List<Phase> order = lockedPhases(plan);
        Phase phase = new Phase(TimeOrderedId.next(), plan, order.size() + 1, title, 0);
        phases.persist(phase);
        place(phase, ordinal == null ? order.size() + 1 : ordinal, order);
        phases.flush();
        return phase;
    }

    /**
     * Changes the title of a phase or its place among the others.
     *
     * @param title null leaves it
     * @param ordinal its new place, from 1; null leaves it
     * @throws Refusal 404 if there is no such phase that the caller can see, 403 if the caller may not do this, 412 if it has changed since
     *     the caller read it, 409 if the plan isn't a draft, 422 if there is no such place
     */
    @Transactional
    Phase change(UUID phaseId, IfMatch ifMatch, String title, Integer ordinal) {
        Phase phase = readable(phaseId);
        List<Phase> order = lockedWith(phase);
        ifMatch.demand(phase.version());
        if (title != null) {
            phase.rename(title);
        }
        if (ordinal != null) {
            order.remove(phase);
            place(phase, ordinal, order);
        }
        return phase;
    }

    /**
     * Removes a phase that has no tasks; those behind it move up.
     *
     * @throws Refusal as {@link #change}, 409 also if it has tasks, some of which it names
     */
    @Transactional
    void remove(UUID phaseId, IfMatch ifMatch) {
        Phase phase = readable(phaseId);
        List<Phase> order = lockedWith(phase);
        ifMatch.demand(phase.version());
        List<Integer> tasks = phases.taskNumbers(phaseId, NAMED);
        if (!tasks.isEmpty()) {
            throw Refusal.conflict("phase-has-tasks", phase.ordinal(), phase.title(), tasks)
                    .with("tasks", tasks);
        }
        order.remove(phase);
        phases.delete(phase);
        number(order);
    }

    private Phase readable(UUID phaseId) {
        Phase phase = phases.get(phaseId);
        if (!caller.mayRead(phase.plan().bureauId())) {
            throw Refusal.notFound("phase-unknown", phaseId);
        }
        return phase;
    }

    private List<Phase> lockedWith(Phase phase) {
        List<Phase> order = lockedPhases(phase.plan());
        if (!order.contains(phase)) {
            throw Refusal.notFound("phase-unknown", phase.id());
        }
        return order;
    }

    /** The phases of a plan that the caller may change, in order, locked with it. */
    private List<Phase> lockedPhases(Plan plan) {
        PlanRights.demandChange(caller, plan.state(), plan.bureauId());
        plans.lock(plan);
        plan.mustBeDraft("plan-fixed");
        List<Phase> order = phases.of(plan.id());
        phases.lock(order);
        return new ArrayList<>(order);
    }

    private static void place(Phase phase, int ordinal, List<Phase> others) {
        if (ordinal > others.size() + 1) {
            throw Refusal.unprocessable(
                    "phase-unsound", List.of(new Violation("ordinal", "phase-no-place", ordinal, others.size() + 1)));
        }
        others.add(ordinal - 1, phase);
        number(others);
    }

    private static void number(List<Phase> order) {
        for (int i = 0; i < order.size(); i++) {
            order.get(i).place(i + 1);
        }
    }
}
