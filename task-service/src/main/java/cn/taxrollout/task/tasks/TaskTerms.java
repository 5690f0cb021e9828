package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a plan says of a task, as somebody states it.
 *
 * @param number null for the one after the highest of the plan
 * @param body null if there is none
 * @param deadline with dates that may not go together
 * @param leadUnitId one of the units for the rule LEAD, else null
 */
record TaskTerms(
        UUID phaseId,
        Integer number,
        String title,
        String body,
        List<String> deliverables,
        StatedDeadline deadline,
        List<UUID> unitIds,
        JointRule jointRule,
        UUID leadUnitId) {

    static TaskTerms of(Task task) {
        boolean opens = task.deadline().kind() != Deadline.Kind.ON;
        LocalDate opensOn = opens ? task.deadline().opensOn() : null;
        return new TaskTerms(
                task.phase().id(),
                task.number(),
                task.title(),
                task.body(),
                task.deliverables(),
                new StatedDeadline(task.deadline().kind(), opensOn, task.writtenDueOn()),
                task.unitIds(),
                task.jointRule(),
                task.leadUnitId());
    }

    /** Whether the other terms give it to the same units by the same rule. */
    boolean assigns(TaskTerms other) {
        return unitIds.equals(other.unitIds)
                && jointRule == other.jointRule
                && Objects.equals(leadUnitId, other.leadUnitId);
    }
}
