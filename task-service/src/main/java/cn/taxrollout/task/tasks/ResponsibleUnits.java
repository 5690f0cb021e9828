package cn.taxrollout.task.tasks;

import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Directory.UnitOfBureau;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether units can answer for a task: those of the plan's bureau that exist. */
@ApplicationScoped
class ResponsibleUnits {
    private final Directory directory;

    ResponsibleUnits(Directory directory) {
        this.directory = directory;
    }

    /**
     * What is wrong with them as the units of a task, by the fields unitIds and leadUnitId.
     *
     * @param standing units that aren't looked at because they answer for the task already
     */
    List<Violation> faults(UUID bureauId, List<UUID> unitIds, JointRule rule, UUID leadUnitId, Set<UUID> standing) {
        List<Violation> faults = new ArrayList<>();
        Map<UUID, UnitOfBureau> known = directory.unitsOf(bureauId, unitIds);
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < unitIds.size(); i++) {
            UUID id = unitIds.get(i);
            UnitOfBureau unit = known.get(id);
            String field = "unitIds[" + i + "]";
            if (!seen.add(id)) {
                faults.add(new Violation(field, "unit-twice", id));
            } else if (!standing.contains(id) && unit == null) {
                faults.add(new Violation(field, "unit-unknown", id));
            } else if (!standing.contains(id) && unit.ended()) {
                faults.add(new Violation(field, "unit-ended", unit.name()));
            }
        }
        if (rule == JointRule.LEAD && leadUnitId == null) {
            faults.add(new Violation("leadUnitId", "lead-needed"));
        } else if (rule != JointRule.LEAD && leadUnitId != null) {
            faults.add(new Violation("leadUnitId", "lead-superfluous"));
        } else if (leadUnitId != null && !seen.contains(leadUnitId)) {
            faults.add(new Violation("leadUnitId", "lead-not-responsible"));
        }
        return faults;
    }
}
