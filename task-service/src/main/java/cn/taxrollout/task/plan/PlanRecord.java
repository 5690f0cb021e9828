package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.Refusal;
import java.time.Instant;

/** The record of what a plan said, version by version from its publication on. */
public interface PlanRecord {

    /** Begins it with what is published; the caller holds the lock on the plan. */
    void begin(Plan plan, Actor actor, Instant at);

    /**
     * Adds what the plan says after the changes of the running transaction as its next version, and publishes what is different. Without
     * a difference there is no version. To be called last in a transaction: it locks the plan, and plans are locked after tasks
     * and phases.
     *
     * @param reason why it was changed
     * @throws Refusal 409 if the plan is closed
     */
    void revise(Plan plan, String reason, Actor actor, Instant at);

    /** Ends it with what the plan, which is closed now, says for good; the caller holds the lock on the plan. */
    void end(Plan plan, String summary, Actor actor, Instant at);
}
