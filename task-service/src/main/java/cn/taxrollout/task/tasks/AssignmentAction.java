package cn.taxrollout.task.tasks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Set;

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

    /** With these a unit does its work; signing for it isn't one of them. */
    static final Set<AssignmentAction> WORKING = EnumSet.of(PROGRESS_REPORT, SUBMISSION);

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
