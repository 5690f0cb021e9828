package cn.taxrollout.task.plan;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Begins plans without a document, changes what plans say of themselves and discards drafts. */
@ApplicationScoped
class PlanDrafts {
    /** No document is so old, nor dated so far ahead; a date beyond is a slip of the keyboard. */
    private static final int PLAUSIBLE_YEARS = 10;

    private final PlanRepository plans;
    private final PlanRecord record;
    private final PlanBureaus bureaus;
    private final BusinessClock clock;
    private final Caller caller;

    PlanDrafts(PlanRepository plans, PlanRecord record, PlanBureaus bureaus, BusinessClock clock, Caller caller) {
        this.plans = plans;
        this.record = record;
        this.bureaus = bureaus;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Begins a draft.
     *
     * @param bureauId whose plan it is; null for the caller's own bureau, or for the only one there is
     * @throws Refusal 422 without such a bureau or with a date that can't be meant, 403 if the caller may not bring plans into it, 409 if
     *     it has a plan of this number
     */
    @Transactional
    Plan begin(UUID bureauId, Plan.Heading heading) {
        UUID bureau = bureaus.meant(bureauId);
        PlanRights.demand(caller, PlanAction.DRAFTING, bureau);
        mustBePlausible(heading);
        Plan plan = new Plan(TimeOrderedId.next(), bureau, heading);
        plans.persist(plan);
        plans.keepNumber(plan);
        return plan;
    }

    /**
     * Lets a plan say something else of itself; a published one so gets its next version.
     *
     * @param reason may be left out for a draft
     * @throws Refusal 404 if there is no such plan that the caller can see, 403 if the caller may not do this, 412 if it has changed since
     *     the caller read it, 409 if it is closed or if the bureau has another plan of this number, 422 without a reason or with a date that can't be meant
     */
    @Transactional
    Plan change(UUID planId, IfMatch ifMatch, UnaryOperator<Plan.Heading> change, String reason) {
        Plan plan = plans.lock(planId);
        demand(plan, ifMatch);
        plan.mustNotBeClosed();
        plan.demandReason(reason);
        Plan.Heading heading = change.apply(plan.heading());
        mustBePlausible(heading);
        plan.describe(heading);
        plans.keepNumber(plan);
        if (plan.state() == PlanState.PUBLISHED) {
            record.revise(plan, reason, caller.actor(), clock.now());
            plans.flush();
        }
        return plan;
    }

    /**
     * Discards a draft with everything in it. An import that it came from can be confirmed again.
     *
     * @throws Refusal as {@link #change}
     */
    @Transactional
    void discard(UUID planId, IfMatch ifMatch) {
        Plan plan = plans.lock(planId);
        demand(plan, ifMatch);
        plan.mustBeDraft("plan-not-discarded");
        plans.discard(plan);
    }

    private void demand(Plan plan, IfMatch ifMatch) {
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", plan.id());
        }
        PlanRights.demandChange(caller, plan.state(), plan.bureauId());
        ifMatch.demand(plan.version());
    }

    private void mustBePlausible(Plan.Heading heading) {
        LocalDate today = clock.today();
        if (heading.issuedOn().isBefore(today.minusYears(PLAUSIBLE_YEARS))
                || heading.issuedOn().isAfter(today.plusYears(PLAUSIBLE_YEARS))) {
            throw Refusal.unprocessable(
                    "heading-unsound",
                    List.of(new Violation("issuedOn", "deadline-implausible", heading.issuedOn(), PLAUSIBLE_YEARS)));
        }
    }
}
