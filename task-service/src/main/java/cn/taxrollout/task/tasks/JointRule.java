package cn.taxrollout.task.tasks;

/** When a task with several responsible units is complete. */
public enum JointRule {
    /** Once every share that isn't cancelled has been accepted. */
    ALL,
    /** Once the lead unit's share has been accepted; as ALL if that share is cancelled. */
    LEAD,
    /** Once one share has been accepted. */
    ANY
}
