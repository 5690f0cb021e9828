package cn.taxrollout.task.plan;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
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
    private final PlanRecord record;
    private final BusinessClock clock;
    private final Caller caller;

    Phases(PlanRepository plans, PhaseRepository phases, PlanRecord record, BusinessClock clock, Caller caller) {
        this.plans = plans;
        this.phases = phases;
        this.record = record;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Adds a phase.
     *
     * @param ordinal its place, from 1; null for the last
     * @param reason may be left out for a draft
     * @throws Refusal 404 if there is no such plan that the caller can see, 403 if the caller may not do this, 409 if it is closed, 422 without a reason for a
     *     published plan or if there is no such place
     */
    @Transactional
    Phase add(UUID planId, String title, Integer ordinal, String reason) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        List<Phase> order = lockedPhases(plan, reason);
        Phase phase = new Phase(TimeOrderedId.next(), plan, order.size() + 1, title, 0);
        phases.persist(phase);
        place(phase, ordinal == null ? order.size() + 1 : ordinal, order);
        keep(plan, reason);
        return phase;
    }

    /**
     * Changes the title of a phase or its place among the others.
     *
     * @param title null leaves it
     * @param ordinal its new place, from 1; null leaves it
     * @throws Refusal 404 if there is no such phase that the caller can see, 403 if the caller may not do this, 412 if it has changed since
     *     the caller read it, 409 if the plan is closed, 422 without a reason for a published one or if there is no such place
     */
    @Transactional
    Phase change(UUID phaseId, IfMatch ifMatch, String title, Integer ordinal, String reason) {
        Phase phase = readable(phaseId);
        List<Phase> order = lockedWith(phase, reason);
        ifMatch.demand(phase.version());
        if (title != null) {
            phase.rename(title);
        }
        if (ordinal != null) {
            order.remove(phase);
            place(phase, ordinal, order);
        }
        keep(phase.plan(), reason);
        return phase;
    }

    /**
     * Removes a phase that has no tasks; those behind it move up.
     *
     * @throws Refusal as {@link #change}, 409 also if it has tasks, some of which it names
     */
    @Transactional
    void remove(UUID phaseId, IfMatch ifMatch, String reason) {
        Phase phase = readable(phaseId);
        List<Phase> order = lockedWith(phase, reason);
        ifMatch.demand(phase.version());
        List<Integer> tasks = phases.taskNumbers(phaseId, NAMED);
        if (!tasks.isEmpty()) {
            throw Refusal.conflict("phase-has-tasks", phase.ordinal(), phase.title(), tasks)
                    .with("tasks", tasks);
        }
        order.remove(phase);
        phases.delete(phase);
        number(order);
        keep(phase.plan(), reason);
    }

    private void keep(Plan plan, String reason) {
        if (plan.state() == PlanState.PUBLISHED) {
            record.revise(plan, reason, caller.actor(), clock.now());
        }
        phases.flush();
    }

    private Phase readable(UUID phaseId) {
        Phase phase = phases.get(phaseId);
        if (!caller.mayRead(phase.plan().bureauId())) {
            throw Refusal.notFound("phase-unknown", phaseId);
        }
        return phase;
    }

    private List<Phase> lockedWith(Phase phase, String reason) {
        List<Phase> order = lockedPhases(phase.plan(), reason);
        if (!order.contains(phase)) {
            throw Refusal.notFound("phase-unknown", phase.id());
        }
        return order;
    }

    /**
     * The phases of a plan that the caller may change, in order, locked with it. A draft is locked before its phases, as by its
     * publication; a published plan after them, as by those who do its tasks.
     */
    private List<Phase> lockedPhases(Plan plan, String reason) {
        PlanState seen = plan.state();
        PlanRights.demandChange(caller, seen, plan.bureauId());
        if (seen == PlanState.DRAFT) {
            plans.lock(plan);
        }
        List<Phase> order = phases.of(plan.id());
        phases.lock(order);
        plans.lock(plan);
        if (plan.state() != seen || phases.count("plan", plan) != order.size()) {
            throw Refusal.preconditionFailed("changed-meanwhile");
        }
        plan.mustNotBeClosed();
        plan.demandReason(reason);
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
