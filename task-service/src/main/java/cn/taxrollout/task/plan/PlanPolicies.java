package cn.taxrollout.task.plan;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Changes how a plan reads its deadlines and reminds of its tasks. */
@ApplicationScoped
class PlanPolicies {
    private final PlanRepository plans;
    private final Obligations obligations;
    private final PlanRecord record;
    private final EntityManager entities;
    private final BusinessClock clock;
    private final Caller caller;

    PlanPolicies(
            PlanRepository plans,
            Obligations obligations,
            PlanRecord record,
            EntityManager entities,
            BusinessClock clock,
            Caller caller) {
        this.plans = plans;
        this.obligations = obligations;
        this.record = record;
        this.entities = entities;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Gives the plan another policy and demands that its open tasks are reckoned by it.
     *
     * @param reason may be left out for a draft
     * @throws Refusal 404 if there is no such plan that the caller can see, 403 if the caller may not do this, 412 if the policy has
     *     changed since the caller read it, 409 if the plan is closed, 422 if the policy isn't sound
     */
    @Transactional
    Plan change(UUID planId, IfMatch ifMatch, PlanPolicy policy, String reason) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        PlanRights.demandChange(caller, plan.state(), plan.bureauId());
        policy.mustBeSound();
        PlanState seen = plan.state();
        // tasks are locked before plans, everywhere
        obligations.demandReckoning(planId);
        plans.lock(plan);
        if (plan.state() != seen) {
            throw Refusal.preconditionFailed("changed-meanwhile");
        }
        ifMatch.demand(plan.policyVersion());
        if (reason == null && plan.state() != PlanState.DRAFT) {
            throw Refusal.unprocessable("policy-unsound", List.of(new Violation("reason", "policy-reason-missing")));
        }
        plan.follow(policy.deadlines(), policy.ladder());
        Actor actor = caller.actor();
        Instant at = clock.now();
        entities.persist(new PlanPolicyVersion(plan, at, actor, reason));
        if (plan.state() != PlanState.DRAFT) {
            record.revise(plan, reason, actor, at);
        }
        return plan;
    }

    /** Versions of a plan's policy below one, the last first. */
    List<PlanPolicyVersion> versions(UUID planId, int below, int limit) {
        return entities.createQuery(
                        "from PlanPolicyVersion where planId = :plan and version < :below order by version desc",
                        PlanPolicyVersion.class)
                .setParameter("plan", planId)
                .setParameter("below", below)
                .setMaxResults(limit)
                .getResultList();
    }
}
