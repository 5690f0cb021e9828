package cn.taxrollout.task.plan;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that a version of a plan has otherwise than the one before.
 *
 * @param id of the plan, the phase or the task
 * @param number ordinal of the phase or number of the task, null for the plan itself
 * @param title as it is by now
 * @param fields the names of what is different, with dots for what lies within; all that it has if it is new or gone
 */
public record PlanChange(Subject subject, Kind change, UUID id, Integer number, String title, List<String> fields) {
    /** What is different. */
    @Schema(name = "PlanChangeSubject")
    public enum Subject {
        PLAN,
        PHASE,
        TASK
    }

    /** In what way. */
    @Schema(name = "PlanChangeKind")
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }
}
