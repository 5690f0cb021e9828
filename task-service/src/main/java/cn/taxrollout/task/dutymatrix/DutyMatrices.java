package cn.taxrollout.task.dutymatrix;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Directory.Member;
import cn.taxrollout.task.directory.Directory.Unit;
import cn.taxrollout.task.dutymatrix.DutyMatrix.Duty;
import cn.taxrollout.task.dutymatrix.DutyMatrix.Gap;
import cn.taxrollout.task.dutymatrix.DutyMatrix.GapKind;
import cn.taxrollout.task.dutymatrix.DutyMatrix.Overlap;
import cn.taxrollout.task.dutymatrix.DutyMatrix.OverlapKind;
import cn.taxrollout.task.dutymatrix.DutyMatrix.Role;
import cn.taxrollout.task.dutymatrix.DutyMatrix.TaskDuties;
import cn.taxrollout.task.dutymatrix.DutyMatrix.UnitDuties;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.Assignment;
import cn.taxrollout.task.tasks.AssignmentState;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.tasks.TaskStatus;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Sets the tasks of a plan against the units as they are today. */
@ApplicationScoped
class DutyMatrices {
    private final PlanRepository plans;
    private final TaskRepository tasks;
    private final Directory directory;
    private final BusinessClock clock;
    private final Caller caller;

    DutyMatrices(PlanRepository plans, TaskRepository tasks, Directory directory, BusinessClock clock, Caller caller) {
        this.plans = plans;
        this.tasks = tasks;
        this.directory = directory;
        this.clock = clock;
        this.caller = caller;
    }

    /** A matrix with the version of the plan it is of. */
    record Drawn(DutyMatrix matrix, long planVersion) {}

    /** @throws Refusal 404 if there is no such plan that the caller can see */
    @Transactional
    Drawn draw(UUID planId, Texts texts) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        LocalDate today = clock.today();
        List<TaskDuties> duties = tasks.of(planId).stream()
                .filter(task -> task.status() != TaskStatus.CANCELLED)
                .map(DutyMatrices::duties)
                .toList();
        Set<UUID> responsible = new LinkedHashSet<>();
        duties.forEach(task -> task.duties().forEach(duty -> responsible.add(duty.unitId())));
        Map<UUID, Unit> units = new LinkedHashMap<>();
        directory.withTheirTeams(responsible).forEach(unit -> units.put(unit.id(), unit));
        Map<UUID, Integer> members = directory.members(units.keySet(), today).stream()
                .collect(toMap(Member::unitId, member -> 1, Integer::sum));
        return new Drawn(
                new DutyMatrix(
                        plan.ref(),
                        today,
                        units(responsible, units, members, duties),
                        duties,
                        gaps(duties, responsible, units, members, texts),
                        overlaps(duties, units, texts)),
                plan.version());
    }

    private static TaskDuties duties(Task task) {
        Map<UUID, AssignmentState> states = new LinkedHashMap<>();
        if (task.status() == TaskStatus.DRAFT) {
            task.unitIds().forEach(unitId -> states.put(unitId, null));
        } else {
            task.assignments().stream()
                    .filter(share -> share.state() != AssignmentState.CANCELLED)
                    .forEach((Assignment share) -> states.put(share.unitId(), share.state()));
        }
        List<Duty> duties = states.entrySet().stream()
                .map(share -> new Duty(
                        share.getKey(),
                        states.size() == 1 || share.getKey().equals(task.leadUnitId()) ? Role.LEAD : Role.PEER,
                        share.getValue()))
                .toList();
        return new TaskDuties(
                task.id(), task.number(), task.title(), task.phase().ref(), duties);
    }

    private static List<UnitDuties> units(
            Set<UUID> responsible, Map<UUID, Unit> units, Map<UUID, Integer> members, List<TaskDuties> tasks) {
        Map<UUID, List<Role>> roles = tasks.stream()
                .flatMap(task -> task.duties().stream())
                .collect(groupingBy(Duty::unitId, mapping(Duty::role, toList())));
        Set<UUID> all = new LinkedHashSet<>(responsible);
        all.addAll(units.keySet());
        return all.stream()
                .map(id -> {
                    List<Role> ofUnit = roles.getOrDefault(id, List.of());
                    int leads = (int) ofUnit.stream().filter(Role.LEAD::equals).count();
                    return new UnitDuties(
                            id, name(units, id), leads, ofUnit.size() - leads, members.getOrDefault(id, 0));
                })
                .toList();
    }

    private static List<Gap> gaps(
            List<TaskDuties> tasks,
            Set<UUID> responsible,
            Map<UUID, Unit> units,
            Map<UUID, Integer> members,
            Texts texts) {
        List<Gap> gaps = new ArrayList<>();
        for (TaskDuties task : tasks) {
            for (Duty duty : task.duties()) {
                Unit unit = units.get(duty.unitId());
                GapKind kind = unit == null
                        ? GapKind.UNIT_UNKNOWN
                        : unit.ended()
                                ? GapKind.UNIT_ENDED
                                : members.containsKey(unit.id()) ? null : GapKind.UNIT_EMPTY;
                if (kind != null) {
                    gaps.add(gap(
                            kind,
                            duty.unitId(),
                            task.id(),
                            texts,
                            shown(units, duty.unitId()),
                            task.number(),
                            task.title()));
                }
            }
        }
        units.values().stream()
                .filter(unit -> !responsible.contains(unit.id()))
                .forEach(unit -> gaps.add(gap(GapKind.UNIT_WITHOUT_TASK, unit.id(), null, texts, unit.name())));
        return gaps;
    }

    private static Gap gap(GapKind kind, UUID unitId, UUID taskId, Texts texts, Object... arguments) {
        return new Gap(kind, unitId, taskId, texts.text("duty-matrix." + kind, Arrays.asList(arguments)));
    }

    private static List<Overlap> overlaps(List<TaskDuties> tasks, Map<UUID, Unit> units, Texts texts) {
        List<Overlap> overlaps = new ArrayList<>();
        for (TaskDuties task : tasks) {
            List<UUID> unitIds = task.duties().stream().map(Duty::unitId).toList();
            if (task.duties().size() > 1 && task.duties().stream().noneMatch(duty -> duty.role() == Role.LEAD)) {
                overlaps.add(overlap(
                        OverlapKind.NO_LEAD,
                        List.of(task),
                        unitIds,
                        texts,
                        task.number(),
                        task.title(),
                        unitIds.stream().map(id -> shown(units, id)).toList()));
            }
        }
        tasks.stream()
                .collect(groupingBy(task -> comparable(task.title()), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> overlaps.add(overlap(
                        OverlapKind.SAME_TITLE,
                        same,
                        List.copyOf(same.stream()
                                .flatMap(task -> task.duties().stream())
                                .map(Duty::unitId)
                                .collect(toCollection(LinkedHashSet::new))),
                        texts,
                        same.stream().map(TaskDuties::number).toList(),
                        same.get(0).title())));
        return overlaps;
    }

    private static Overlap overlap(
            OverlapKind kind, List<TaskDuties> tasks, List<UUID> unitIds, Texts texts, Object... arguments) {
        return new Overlap(
                kind,
                tasks.stream().map(TaskDuties::id).toList(),
                unitIds,
                texts.text("duty-matrix." + kind, Arrays.asList(arguments)));
    }

    private static String comparable(String title) {
        return Normalizer.normalize(title, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Punct}\\p{IsPunctuation}]", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String name(Map<UUID, Unit> units, UUID id) {
        Unit unit = units.get(id);
        return unit == null ? null : unit.name();
    }

    private static Object shown(Map<UUID, Unit> units, UUID id) {
        String name = name(units, id);
        return name == null ? id : name;
    }
}
