package cn.taxrollout.task.plan;

/** Where a plan stands: drafted, published to its units, closed. */
public enum PlanState {
    DRAFT,
    PUBLISHED,
    CLOSED
}
