package cn.taxrollout.deploy.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What task-service of a province has to do with: bureaus with an office and working groups, each bureau with published plans of
 * 25 tasks in five phases, every share of them signed for, and what is owed for them, none of it due. Made up.
 */
final class Plans {
    private static final int GROUPS = 8;
    private static final int PHASES = 5;
    private static final int TASKS_OF_A_PLAN = 25;
    private static final String SINCE = "2022-12-15";
    private static final String PUBLISHED = "2023-02-23 10:00:00+08";

    /** Higher than any revision of the calendar, so that what is owed stays as it is loaded. */
    private static final long RECKONED = Integer.MAX_VALUE;

    /** @param staffNo of a member of the unit */
    record Share(UUID taskId, UUID unitId, String staffNo) {}

    private record Group(UUID id, String staffNo) {}

    /** The day by which all tasks are due: far enough for nothing to be said of it yet. */
    private final LocalDate dueOn;

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final Copy unitRows = new Copy(
            "directory_unit",
            "id",
            "version",
            "deleted",
            "code",
            "name",
            "kind",
            "parent_id",
            "functions",
            "ancestor_ids",
            "bureau_id");
    private final Copy staffRows = new Copy(
            "directory_staff_member", "id", "version", "deleted", "staff_no", "name", "home_unit_id", "status");
    private final Copy appointmentRows =
            new Copy("directory_appointment", "id", "version", "deleted", "unit_id", "staff_id", "rank", "from_date");
    private final Copy planRows = new Copy(
            "plan",
            "id",
            "bureau_id",
            "number",
            "title",
            "issued_on",
            "confidential",
            "state",
            "rest_day_policy",
            "remind_days_before",
            "remind_at",
            "overdue_every",
            "escalates_from",
            "receipt_within",
            "published_at",
            "sequence",
            "version",
            "revision",
            "deadlines_inclusive",
            "policy_version",
            "receipt_every",
            "stale_after",
            "stale_every",
            "report_interval",
            "report_day");
    private final Copy phaseRows =
            new Copy("phase", "id", "plan_id", "ordinal", "title", "open_tasks", "started_at", "version");
    private final Copy taskRows = new Copy(
            "task",
            "id",
            "plan_id",
            "phase_id",
            "number",
            "title",
            "body",
            "deliverables",
            "deadline_kind",
            "due_on",
            "written_due_on",
            "joint_rule",
            "unit_ids",
            "status",
            "backfilled",
            "sequence",
            "version",
            "deadline_decided",
            "awaited",
            "told_blocked",
            "ended",
            "reckoned_by");
    private final Copy shareRows = new Copy(
            "assignment",
            "id",
            "task_id",
            "unit_id",
            "position",
            "state",
            "due_on",
            "percent",
            "issued_on",
            "silent_since",
            "waited_days");

    private final List<Share> shares = new ArrayList<>();
    private final List<UUID> tasks = new ArrayList<>();
    private final int plansOfEach;
    private int bureaus;

    /**
     * @param bureaus how many there are
     * @param plansOfEach how many each of them has
     */
    Plans(int bureaus, int plansOfEach, LocalDate dueOn) {
        this.plansOfEach = plansOfEach;
        this.dueOn = dueOn;
        while (this.bureaus < bureaus) {
            bureau("B%04d".formatted(++this.bureaus));
        }
    }

    List<Share> shares() {
        return shares;
    }

    List<UUID> tasks() {
        return tasks;
    }

    int plans() {
        return bureaus * plansOfEach;
    }

    LocalDate dueOn() {
        return dueOn;
    }

    /** Writes all of it into the service's schema. */
    void writeTo(Connection connection) throws SQLException, IOException {
        for (Copy rows : List.of(unitRows, staffRows, appointmentRows, planRows, phaseRows, taskRows, shareRows)) {
            rows.writeTo(connection);
        }
    }

    private void bureau(String code) {
        UUID bureau = unit(code, "区税务局", "BUREAU", List.of());
        UUID section = unit(code + "S", "征收管理股", "SECTION", List.of(bureau));
        UUID office = unit(code + "O", "领导小组办公室", "OFFICE", List.of(bureau));
        seated(code + "-O", section, office, "HEAD");
        List<Group> groups = new ArrayList<>();
        for (int i = 1; i <= GROUPS; i++) {
            UUID group = unit(code + "G" + i, "第" + i + "工作组", "WORKING_GROUP", List.of(bureau, office));
            seated(code + "-" + i + "-1", section, group, "HEAD");
            groups.add(new Group(group, seated(code + "-" + i + "-2", section, group, "MEMBER")));
        }
        for (int i = 1; i <= plansOfEach; i++) {
            plan(bureau, "税发〔2023〕" + i + "号", groups, i);
        }
    }

    private UUID unit(String code, String name, String kind, List<UUID> above) {
        UUID id = ids.generate();
        List<UUID> path = new ArrayList<>(above);
        path.add(id);
        UUID parent = above.isEmpty() ? null : above.get(above.size() - 1);
        unitRows.row(id, 1, false, code, name, kind, parent, "{}", array(path), path.get(0));
        return id;
    }

    private String seated(String staffNo, UUID section, UUID unit, String rank) {
        UUID id = ids.generate();
        staffRows.row(id, 1, false, staffNo, "某人", section, "ACTIVE");
        appointmentRows.row(ids.generate(), 1, false, unit, id, rank, SINCE);
        return staffNo;
    }

    private void plan(UUID bureau, String number, List<Group> groups, int seed) {
        UUID plan = ids.generate();
        planRows.row(
                plan,
                bureau,
                number,
                "改革工作方案",
                "2023-02-23",
                false,
                "PUBLISHED",
                "STAYS",
                "{5,3,1,0}",
                "09:00",
                2,
                "{1,3,5}",
                2,
                PUBLISHED,
                1,
                0,
                1,
                true,
                0,
                2,
                10,
                5,
                "MONTHLY",
                31);
        int tasksOfAPhase = TASKS_OF_A_PLAN / PHASES;
        for (int phase = 1; phase <= PHASES; phase++) {
            UUID phaseId = ids.generate();
            phaseRows.row(phaseId, plan, phase, "第" + phase + "阶段", tasksOfAPhase, PUBLISHED, 0);
            for (int i = 1; i <= tasksOfAPhase; i++) {
                int task = (phase - 1) * tasksOfAPhase + i;
                // every other task is shared by two groups
                Group one = groups.get((task + seed) % GROUPS);
                Group other = groups.get((task + seed + 1) % GROUPS);
                task(plan, phaseId, task, task % 2 == 0 ? List.of(one) : List.of(one, other));
            }
        }
    }

    private void task(UUID plan, UUID phase, int number, List<Group> groups) {
        UUID task = ids.generate();
        tasks.add(task);
        taskRows.row(
                task,
                plan,
                phase,
                number,
                "完成第" + number + "项工作并报告结果",
                "按照方案要求逐项落实，形成书面材料，按时报领导小组办公室。",
                "{}",
                "BEFORE",
                dueOn,
                dueOn,
                "ALL",
                array(groups.stream().map(Group::id).toList()),
                "OPEN",
                false,
                1,
                0,
                false,
                false,
                false,
                false,
                RECKONED);
        for (Group group : groups) {
            shares.add(new Share(task, group.id(), group.staffNo()));
            shareRows.row(
                    Pgbench.shareId(shares.size()),
                    task,
                    group.id(),
                    groups.indexOf(group) + 1,
                    "RECEIVED",
                    dueOn,
                    0,
                    "2023-02-23",
                    "2023-02-24",
                    0);
        }
    }

    private static String array(List<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
