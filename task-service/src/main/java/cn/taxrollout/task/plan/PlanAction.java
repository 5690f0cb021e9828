package cn.taxrollout.task.plan;

/** What can be done with a plan; {@link PlanRights} says by whom. */
public enum PlanAction {
    /** Bringing a draft into the system, changing and discarding it. */
    DRAFTING,
    PUBLICATION,
    /** Changing a published plan, its phases and what it says of its tasks. */
    REVISION,
    /** Taking a task, or a unit's share of it, out of a published plan. */
    WITHDRAWAL,
    CLOSURE
}
