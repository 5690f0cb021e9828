package cn.taxrollout.task.dutymatrix;

import cn.taxrollout.task.plan.PhaseRef;
import cn.taxrollout.task.plan.PlanRef;
import cn.taxrollout.task.tasks.AssignmentState;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which unit does what in a plan, with what nobody answers for and what several might. Cancelled shares don't count.
 *
 * @param on the day of the seats
 * @param units with a share, by the order in which the plan names them, then those of the project team that have none
 */
@Schema(name = "DutyMatrix")
record DutyMatrix(
        PlanRef plan,
        LocalDate on,
        List<UnitDuties> units,
        List<TaskDuties> tasks,
        List<Gap> gaps,
        List<Overlap> overlaps) {

    /**
     * @param name null if the copy of the organisation doesn't hold the unit
     * @param leads tasks that it does alone or leads
     * @param joins tasks that it does with others without leading them
     * @param members how many people hold seats in it
     */
    @Schema(name = "DutyMatrixUnit")
    record UnitDuties(UUID id, String name, int leads, int joins, int members) {}

    @Schema(name = "DutyMatrixTask")
    record TaskDuties(UUID id, int number, String title, PhaseRef phase, List<Duty> duties) {}

    /** @param state of the share, null in a draft */
    @Schema(name = "DutyMatrixDuty")
    record Duty(
            UUID unitId, Role role, @Schema(nullable = true) AssignmentState state) {}

    @Schema(name = "DutyMatrixRole")
    enum Role {
        /** Leads the task, or does it alone. */
        LEAD,
        PEER
    }

    @Schema(name = "DutyMatrixGapKind")
    enum GapKind {
        /** The task's unit exists no more. */
        UNIT_ENDED,
        /** The copy of the organisation doesn't hold the task's unit. */
        UNIT_UNKNOWN,
        /** Nobody holds a seat in the task's unit. */
        UNIT_EMPTY,
        /** A unit of the project team has no task. */
        UNIT_WITHOUT_TASK
    }

    /**
     * @param message what is missing, in the caller's language
     * @param taskId null for a unit without tasks
     */
    @Schema(name = "DutyMatrixGap")
    record Gap(
            GapKind kind,
            UUID unitId,
            @Schema(nullable = true) UUID taskId,
            String message) {}

    @Schema(name = "DutyMatrixOverlapKind")
    enum OverlapKind {
        /** Several units do one task and none of them leads. */
        NO_LEAD,
        /** Tasks bear the same title, punctuation and spaces aside. */
        SAME_TITLE
    }

    @Schema(name = "DutyMatrixOverlap")
    record Overlap(OverlapKind kind, List<UUID> taskIds, List<UUID> unitIds, String message) {}
}
