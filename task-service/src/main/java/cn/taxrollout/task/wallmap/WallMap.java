package cn.taxrollout.task.wallmap;

import cn.taxrollout.task.plan.PlanRef;
import cn.taxrollout.task.tasks.AssignmentState;
import cn.taxrollout.task.tasks.Light;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The wall map (作战图) of a plan at the end of a day: every share that was issued by then with its light.
 *
 * @param counts of the shares shown, as those of each phase, unit and person
 * @param units with a share shown, by the order in which the plan names them
 * @param people who held seats in these units on the day; a person answers for all units of theirs
 */
@Schema(name = "WallMap")
public record WallMap(
        PlanRef plan,
        LocalDate asOf,
        LightCounts counts,
        List<PhaseOnMap> phases,
        List<UnitOnMap> units,
        List<PersonOnMap> people) {

    @Schema(name = "WallMapPhase")
    public record PhaseOnMap(UUID id, int ordinal, String title, LightCounts counts, List<TaskOnMap> tasks) {}

    /**
     * @param light the most urgent of its shares' lights, null if all of these are cancelled; a task that is done shows BLUE
     * @param backfilled its deadline lay before publication; that nobody kept it is not counted as overdue
     */
    @Schema(name = "WallMapTask")
    public record TaskOnMap(
            UUID id, int number, String title, boolean backfilled, Light light, List<ShareOnMap> shares) {}

    /**
     * @param light null if cancelled
     * @param opensOn first day on which the work can be done, null where it could be done at once
     * @param dueOn the day that counted for the unit, null for continuing work
     * @param workingDaysLeft before the due date; with YELLOW only
     * @param workingDaysOverdue since the due date, 0 on rest days right after it; with RED only
     */
    @Schema(name = "WallMapShare")
    public record ShareOnMap(
            UUID unitId,
            AssignmentState state,
            Light light,
            LocalDate opensOn,
            LocalDate dueOn,
            Integer workingDaysLeft,
            Integer workingDaysOverdue) {}

    /** @param name as it is today, null if the copy of the organisation doesn't hold the unit */
    @Schema(name = "WallMapUnit")
    public record UnitOnMap(UUID id, String name, LightCounts counts) {}

    @Schema(name = "WallMapPerson")
    public record PersonOnMap(String staffNo, String name, List<UUID> unitIds, LightCounts counts) {}
}
