package cn.taxrollout.org.unit;

/** What a unit does for all others of its project team. */
public enum UnitFunction {
    /** Hands out tasks, follows their progress and accepts the results. */
    COORDINATING,
    /** Takes matters under supervision and assesses. */
    SUPERVISING
}
