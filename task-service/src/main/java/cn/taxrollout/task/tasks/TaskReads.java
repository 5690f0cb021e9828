package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.directory.UnitNames;
import cn.taxrollout.task.plan.PhaseRef;
import cn.taxrollout.task.plan.PlanRef;
import cn.taxrollout.task.tasks.TaskViews.AssignmentView;
import cn.taxrollout.task.tasks.TaskViews.DeadlineView;
import cn.taxrollout.task.tasks.TaskViews.TaskLinkView;
import cn.taxrollout.task.tasks.TaskViews.TaskView;
import cn.taxrollout.task.tasks.TaskViews.UnitView;
import cn.taxrollout.task.web.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tasks as callers see them, straight from the rows: one statement for all that belongs to them, and no aggregate, of which nobody would
 * use the rest (ADR 19).
 */
@ApplicationScoped
class TaskReads {
    /** One row per share, or one where there is none. What the task itself waits for is rarely anything. */
    private static final String FACTS = """
            select t.*, s.ordinal, s.title as phase_title,
                   a.unit_id, a.state, a.due_on as share_due_on, a.percent,
                   a.items_total, a.items_done, a.items_required_open, a.items_percent,
                   a.batches_total, a.batches_done, a.batches_planned, a.batches_achieved,
                   a.submitted_on, a.working_days_late
            from (select t.id, t.plan_id, t.phase_id, t.number, t.title, t.body, t.deliverables, t.handed_in,
                         t.deadline_kind, t.opens_on, t.due_on, t.written_due_on, t.joint_rule, t.lead_unit_id,
                         t.source_kind, t.source_reference, t.status, t.backfilled, t.ended, t.unit_ids, t.version,
                         p.bureau_id, p.number as plan_number, p.title as plan_title, p.confidential,
                         (select json_agg(json_build_object(
                                     'id', b.id, 'number', b.number, 'title', b.title, 'status', b.status)
                                 order by b.number, b.id)
                          from task_prerequisite d join task b on b.id = d.prerequisite_id
                          where d.task_id = t.id and b.status in ('DRAFT', 'OPEN')) as blocked_by,
                         (select array_agg(c.statement order by c.id)
                          from precondition c where c.task_id = t.id and not c.met) as unmet_preconditions
                  from {tasks}) t
            join phase s on s.id = t.phase_id
            left join assignment a on a.task_id = t.id
            order by t.id, a.position
            """;

    private static final String ONE = "task t join plan p on p.id = t.plan_id where t.id = ?";
    private static final String FACTS_OF_ONE = facts(ONE);

    private final AgroalDataSource database;
    private final UnitNames names;
    private final WorkingCalendar calendar;
    private final ObjectReader links;

    TaskReads(AgroalDataSource database, UnitNames names, WorkingCalendar calendar, ObjectMapper json) {
        this.database = database;
        this.names = names;
        this.calendar = calendar;
        this.links = json.readerForListOf(TaskLinkView.class);
    }

    /**
     * A task with what decides whether somebody gets it, and how.
     *
     * @param bureauId of its plan
     * @param writtenDueOn the last day as it was stated
     */
    record Found(TaskView view, UUID bureauId, long version, LocalDate writtenDueOn) {
        private Stream<LocalDate> days() {
            return Stream.concat(
                    Stream.of(view.deadline().dueOn(), writtenDueOn),
                    view.assignments().stream().map(AssignmentView::dueOn));
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

    /** What isn't in the rows, and is known without them in all but the first cases. */
    private List<Found> completed(List<Found> tasks) {
        Set<UUID> unitIds = tasks.stream()
                .flatMap(task -> task.view().units().stream())
                .map(UnitView::id)
                .collect(Collectors.toSet());
        Map<UUID, String> unitNames = names.of(unitIds);
        WorkingDays days = calendar.current();
        return tasks.stream()
                .map(task -> new Found(
                        task.view().completed(unitNames, days.assumedAmong(task.days())),
                        task.bureauId(),
                        task.version(),
                        task.writtenDueOn()))
                .toList();
    }

    private List<Found> read(String facts, Selection tasks) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = tasks.prepare(connection, facts);
                ResultSet rows = statement.executeQuery()) {
            List<Found> found = new ArrayList<>();
            boolean more = rows.next();
            while (more) {
                List<AssignmentView> shares = new ArrayList<>();
                Found task = task(rows, shares);
                found.add(task);
                do {
                    if (rows.getString("state") != null) {
                        shares.add(share(rows, task.view()));
                    }
                    more = rows.next();
                } while (more && task.view().id().equals(id(rows, "id")));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("tasks not read", e);
        }
    }

    /** @param shares to be filled from the row on that the task is read from */
    private Found task(ResultSet row, List<AssignmentView> shares) throws SQLException {
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
                links(row.getString("blocked_by")),
                texts(row, "unmet_preconditions"),
                row.getBoolean("backfilled"),
                Stream.of((UUID[]) row.getArray("unit_ids").getArray())
                        .map(unitId -> new UnitView(unitId, null))
                        .toList(),
                shares,
                List.of());
        return new Found(view, id(row, "bureau_id"), row.getLong("version"), day(row, "written_due_on"));
    }

    private static AssignmentView share(ResultSet row, TaskView task) throws SQLException {
        AssignmentState state = AssignmentState.valueOf(row.getString("state"));
        return new AssignmentView(
                task.id(),
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
                Lifecycle.actionsAllowed(state, row.getBoolean("ended"), task.waits()));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static LocalDate day(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array texts = row.getArray(column);
        return texts == null ? List.of() : List.of((String[]) texts.getArray());
    }

    private List<TaskLinkView> links(String written) {
        try {
            return written == null ? List.of() : links.readValue(written);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("tasks before another not read", e);
        }
    }
}
