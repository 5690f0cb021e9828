package cn.taxrollout.task.tasks;

/** The state of a task as a whole, which follows from its assignments. */
public enum TaskStatus {
    DRAFT,
    OPEN,
    COMPLETED,
    ESTABLISHED,
    CANCELLED;

    /** The phase doesn't wait for it any more. */
    public boolean isClosed() {
        return this == COMPLETED || this == ESTABLISHED || this == CANCELLED;
    }
}
