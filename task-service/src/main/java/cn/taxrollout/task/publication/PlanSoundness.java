package cn.taxrollout.task.publication;

import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Directory.UnitOfBureau;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.PhaseRepository;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whether a draft can be made binding: it has phases, each has tasks, and the units that answer for them exist. */
@ApplicationScoped
class PlanSoundness {
    private final PhaseRepository phases;
    private final Directory directory;

    PlanSoundness(PhaseRepository phases, Directory directory) {
        this.phases = phases;
        this.directory = directory;
    }

    /**
     * @param tasks all tasks of the plan
     * @throws Refusal 422 with every fault; its fields name phases by their ordinals and tasks by their numbers
     */
    void demand(Plan plan, List<Task> tasks) {
        List<Violation> faults = new ArrayList<>();
        List<Phase> order = phases.of(plan.id());
        if (order.isEmpty()) {
            faults.add(new Violation("phases", "plan-without-phases"));
        }
        Set<UUID> used = tasks.stream().map(task -> task.phase().id()).collect(Collectors.toSet());
        order.stream()
                .filter(phase -> !used.contains(phase.id()))
                .forEach(phase -> faults.add(new Violation(
                        "phases[" + phase.ordinal() + "]", "phase-without-tasks", phase.ordinal(), phase.title())));
        Map<UUID, UnitOfBureau> known = directory.unitsOf(
                plan.bureauId(),
                tasks.stream().flatMap(task -> task.unitIds().stream()).collect(Collectors.toSet()));
        for (Task task : tasks) {
            for (UUID unitId : task.unitIds()) {
                UnitOfBureau unit = known.get(unitId);
                if (unit == null || unit.ended()) {
                    faults.add(fault(task, unit == null ? "unknown" : "ended", unit == null ? unitId : unit.name()));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw Refusal.unprocessable("plan-unsound", faults, plan.number(), faults.size());
        }
    }

    private static Violation fault(Task task, String what, Object unit) {
        Phase phase = task.phase();
        return new Violation(
                "phases[" + phase.ordinal() + "].tasks[" + task.number() + "].unitIds",
                "task-unit-" + what,
                phase.ordinal(),
                task.number(),
                task.title(),
                unit);
    }
}
