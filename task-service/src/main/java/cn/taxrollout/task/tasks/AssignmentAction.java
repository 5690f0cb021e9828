package cn.taxrollout.task.tasks;

import com.fasterxml.jackson.annotation.JsonValue;

/** What can be done with a unit's share of a task; {@link Lifecycle} says when. */
public enum AssignmentAction {
    RECEIPT("receipt"),
    PROGRESS_REPORT("progress-reports"),
    SUBMISSION("submission"),
    ACCEPTANCE("acceptance"),
    RETURN("return"),
    SUSPENSION("suspension"),
    RESUMPTION("resumption"),
    CANCELLATION("cancellation"),
    REOPENING("reopening");

    private final String path;

    AssignmentAction(String path) {
        this.path = path;
    }

    /** The last part of its address, and its name in answers. */
    @JsonValue
    public String path() {
        return path;
    }
}
