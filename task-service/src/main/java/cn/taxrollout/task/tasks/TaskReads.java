package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.directory.UnitNames;
import cn.taxrollout.task.plan.PhaseRef;
import cn.taxrollout.task.plan.PlanRef;
import cn.taxrollout.task.tasks.TaskViews.AssignmentView;
import cn.taxrollout.task.tasks.TaskViews.DeadlineView;
import cn.taxrollout.task.tasks.TaskViews.TaskLinkView;
import cn.taxrollout.task.tasks.TaskViews.TaskView;
import cn.taxrollout.task.tasks.TaskViews.UnitView;
import cn.taxrollout.task.web.Refusal;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tasks as callers see them, straight from the rows: one statement for all that belongs to them, and no aggregate, of which nobody would
 * use the rest (ADR 19).
 */
@ApplicationScoped
class TaskReads {
    private static final String FACTS = """
            select t.id, t.plan_id, t.phase_id, t.number, t.title, t.body, t.deliverables, t.handed_in,
                   t.deadline_kind, t.opens_on, t.due_on, t.written_due_on, t.joint_rule, t.lead_unit_id,
                   t.source_kind, t.source_reference, t.status, t.backfilled, t.ended, t.has_waited, t.unit_ids, t.version,
                   t.bureau_id, t.plan_number, t.plan_title, t.confidential, s.ordinal, s.title as phase_title,
                   a.unit_id, a.state, a.due_on as share_due_on, a.percent,
                   a.items_total, a.items_done, a.items_required_open, a.items_percent,
                   a.batches_total, a.batches_done, a.batches_planned, a.batches_achieved,
                   a.submitted_on, a.working_days_late
            from (select t.*, p.bureau_id, p.number as plan_number, p.title as plan_title, p.confidential
                  from {tasks}) t
            join phase s on s.id = t.phase_id
            left join assignment a on a.task_id = t.id
            order by t.id, a.position
            """;

    private static final String ONE = "task t join plan p on p.id = t.plan_id where t.id = ?";
    private static final String FACTS_OF_ONE = facts(ONE);

    private static final String OBSTACLES = """
            select d.task_id, b.number, b.id, b.title, b.status, null as statement
            from task_prerequisite d join task b on b.id = d.prerequisite_id
            where d.task_id = any(?) and b.status in ('DRAFT', 'OPEN')
            union all
            select task_id, null, id, null, null, statement from precondition where task_id = any(?) and not met
            order by number, id
            """;

    private final AgroalDataSource database;
    private final UnitNames names;
    private final WorkingCalendar calendar;

    TaskReads(AgroalDataSource database, UnitNames names, WorkingCalendar calendar) {
        this.database = database;
        this.names = names;
        this.calendar = calendar;
    }

    /**
     * A task with what decides whether somebody gets it, and how.
     *
     * @param bureauId of its plan
     * @param ended it has ended with its plan
     * @param hasWaited there may be obstacles, or have been
     */
    record Found(TaskView view, UUID bureauId, long version, boolean ended, boolean hasWaited) {
        private Found completed(Map<UUID, String> unitNames, Obstacles obstacles) {
            return new Found(view.completed(unitNames, obstacles, ended), bureauId, version, ended, hasWaited);
        }
    }

    /**
     * What keeps the units from working on a task.
     *
     * @param tasks those that have to be done before, in the order of the plan
     * @param conditions what else has to be the case, in the order in which it was stated
     */
    record Obstacles(List<TaskLinkView> tasks, List<String> conditions) {
        private static final Obstacles NONE = new Obstacles(List.of(), List.of());

        boolean isNone() {
            return tasks.isEmpty() && conditions.isEmpty();
        }
    }

    /** @throws Refusal 404 if there is no such task */
    Found get(UUID id) {
        return completed(read(FACTS_OF_ONE, new Selection(ONE, id))).stream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("task-unknown", id));
    }

    /** In the order of their ids. */
    List<TaskView> list(Selection tasks) {
        return completed(read(facts(tasks.sql()), tasks)).stream()
                .map(Found::view)
                .toList();
    }

    private static String facts(String ofTasks) {
        return FACTS.replace("{tasks}", ofTasks);
    }

    /** With what isn't in the rows: names, which are known in all but the first cases, and obstacles, which few tasks have. */
    private List<Found> completed(List<Found> tasks) {
        Set<UUID> unitIds = new HashSet<>();
        List<UUID> waiting = new ArrayList<>();
        for (Found task : tasks) {
            task.view().units().forEach(unit -> unitIds.add(unit.id()));
            if (task.hasWaited()) {
                waiting.add(task.view().id());
            }
        }
        Map<UUID, String> unitNames = names.of(unitIds);
        Map<UUID, Obstacles> obstacles = waiting.isEmpty() ? Map.of() : obstacles(waiting);
        return tasks.stream()
                .map(task -> task.completed(
                        unitNames, obstacles.getOrDefault(task.view().id(), Obstacles.NONE)))
                .toList();
    }

    private Map<UUID, Obstacles> obstacles(List<UUID> taskIds) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(OBSTACLES)) {
            Array ids = connection.createArrayOf("uuid", taskIds.toArray());
            statement.setArray(1, ids);
            statement.setArray(2, ids);
            Map<UUID, Obstacles> obstacles = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Obstacles found = obstacles.computeIfAbsent(
                            id(rows, "task_id"), task -> new Obstacles(new ArrayList<>(), new ArrayList<>()));
                    String condition = rows.getString("statement");
                    if (condition != null) {
                        found.conditions().add(condition);
                    } else {
                        found.tasks()
                                .add(new TaskLinkView(
                                        id(rows, "id"),
                                        rows.getInt("number"),
                                        rows.getString("title"),
                                        TaskStatus.valueOf(rows.getString("status"))));
                    }
                }
            }
            return obstacles;
        } catch (SQLException e) {
            throw new IllegalStateException("what tasks wait for not read", e);
        }
    }

    private List<Found> read(String facts, Selection tasks) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = tasks.prepare(connection, facts);
                ResultSet rows = statement.executeQuery()) {
            List<Found> found = new ArrayList<>();
            boolean more = rows.next();
            while (more) {
                more = readOne(rows, found);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("tasks not read", e);
        }
    }

    /** Reads a task from its rows, one per share or one where there is none, and goes on to the next; false if there is none. */
    private boolean readOne(ResultSet rows, List<Found> found) throws SQLException {
        List<AssignmentView> shares = new ArrayList<>();
        List<Integer> assumedYears = new ArrayList<>();
        Found task = task(rows, shares, assumedYears);
        found.add(task);
        List<LocalDate> days = new ArrayList<>();
        days.add(day(rows, "due_on"));
        days.add(day(rows, "written_due_on"));
        boolean more = true;
        do {
            if (rows.getString("state") != null) {
                AssignmentView share = share(rows, task.view().id());
                shares.add(share);
                days.add(share.dueOn());
            }
            more = rows.next();
        } while (more && task.view().id().equals(id(rows, "id")));
        assumedYears.addAll(calendar.current().assumedAmong(days.stream()));
        return more;
    }

    /** @param shares and the years are filled from the rows that follow */
    private static Found task(ResultSet row, List<AssignmentView> shares, List<Integer> assumedYears)
            throws SQLException {
        List<String> deliverables = texts(row, "deliverables");
        List<String> handedIn = texts(row, "handed_in");
        var deadline = new DeadlineView(
                Deadline.Kind.valueOf(row.getString("deadline_kind")), day(row, "opens_on"), day(row, "due_on"));
        String sourceKind = row.getString("source_kind");
        var view = new TaskView(
                id(row, "id"),
                row.getInt("number"),
                row.getString("title"),
                row.getString("body"),
                deliverables,
                deliverables.stream().filter(name -> !handedIn.contains(name)).toList(),
                new PlanRef(
                        id(row, "plan_id"),
                        row.getString("plan_number"),
                        row.getString("plan_title"),
                        row.getBoolean("confidential")),
                new PhaseRef(id(row, "phase_id"), row.getInt("ordinal"), row.getString("phase_title")),
                deadline,
                deadline.dueOn() == null,
                JointRule.valueOf(row.getString("joint_rule")),
                id(row, "lead_unit_id"),
                sourceKind == null
                        ? null
                        : new TaskSource(TaskSource.Kind.valueOf(sourceKind), row.getString("source_reference")),
                TaskStatus.valueOf(row.getString("status")),
                List.of(),
                List.of(),
                row.getBoolean("backfilled"),
                Stream.of((UUID[]) row.getArray("unit_ids").getArray())
                        .map(unitId -> new UnitView(unitId, null))
                        .toList(),
                shares,
                assumedYears);
        return new Found(
                view,
                id(row, "bureau_id"),
                row.getLong("version"),
                row.getBoolean("ended"),
                row.getBoolean("has_waited"));
    }

    private static AssignmentView share(ResultSet row, UUID taskId) throws SQLException {
        AssignmentState state = AssignmentState.valueOf(row.getString("state"));
        return new AssignmentView(
                taskId,
                id(row, "unit_id"),
                state,
                day(row, "share_due_on"),
                row.getInt("percent"),
                new ItemCount(
                        row.getInt("items_total"),
                        row.getInt("items_done"),
                        row.getInt("items_required_open"),
                        row.getInt("items_percent")),
                new BatchCount(
                        row.getInt("batches_total"),
                        row.getInt("batches_done"),
                        row.getLong("batches_planned"),
                        row.getLong("batches_achieved")),
                day(row, "submitted_on"),
                row.getObject("working_days_late", Integer.class),
                Lifecycle.actionsAllowed(state, row.getBoolean("ended"), false));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static LocalDate day(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
