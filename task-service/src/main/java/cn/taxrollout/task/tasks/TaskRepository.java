package cn.taxrollout.task.tasks;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

@ApplicationScoped
public class TaskRepository implements PanacheRepositoryBase<Task, UUID> {
    private static final String WHOLE =
            "select t from Task t join fetch t.plan join fetch t.phase left join fetch t.assignments ";

    /** PostgreSQL keeps a plan of it, whereas it plans one with a list of ids anew at each call. */
    private static final String LOCK = "select id from task where id = ? and status <> 'DRAFT' for no key update";

    private static final String LOCK_ALL =
            "select id from task where id = any(?) and status <> 'DRAFT' order by id for no key update";

    private final Session session;

    TaskRepository(Session session) {
        this.session = session;
    }

    /**
     * The task with all that belongs to it, without a lock.
     *
     * @throws Refusal 404 if there is no such task
     */
    public Task get(UUID id) {
        return session.createSelectionQuery(WHOLE + "where t.id = :id", Task.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .orElseThrow(() -> Refusal.notFound("task-unknown", id));
    }

    /** These tasks with all that belongs to them, by id. */
    List<Task> get(Collection<UUID> ids) {
        // one array: a query with a list of parameters is translated anew at each call
        return session.createSelectionQuery(
                        WHOLE + "where cast(sql('? = any(?)', t.id, :ids) as boolean) order by t.id", Task.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .list();
    }

    /**
     * The plan of a task, without reading the task itself.
     *
     * @throws Refusal 404 if there is no such task
     */
    public UUID planOf(UUID id) {
        return session.createSelectionQuery("select t.plan.id from Task t where t.id = :id", UUID.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .orElseThrow(() -> Refusal.notFound("task-unknown", id));
    }

    /**
     * Whether a task isn't issued yet, without reading it.
     *
     * @throws Refusal 404 if there is no such task
     */
    public boolean isDraft(UUID id) {
        return session.createSelectionQuery("select t.status from Task t where t.id = :id", TaskStatus.class)
                        .setParameter("id", id)
                        .uniqueResultOptional()
                        .orElseThrow(() -> Refusal.notFound("task-unknown", id))
                == TaskStatus.DRAFT;
    }

    /** Ends all tasks of a plan, locking them in the order of their ids. */
    public void end(UUID planId) {
        session.createNativeMutationQuery("""
                        with concerned as (
                            select id from task where plan_id = :plan order by id for no key update
                        )
                        update task set ended = true, version = version + 1 from concerned where task.id = concerned.id
                        """).setParameter("plan", planId).executeUpdate();
    }

    /** How many tasks of a plan there are in each state. */
    public Map<TaskStatus, Long> countByStatus(UUID planId) {
        Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
        session.createSelectionQuery(
                        "select t.status, count(*) from Task t where t.plan.id = :plan group by t.status",
                        Object[].class)
                .setParameter("plan", planId)
                .list()
                .forEach(row -> counts.put((TaskStatus) row[0], (Long) row[1]));
        return counts;
    }

    /** A task as a refusal names it. */
    public record Listed(UUID id, int number, String title) {
        public String name() {
            return number + "“" + title + "”";
        }
    }

    /** The first open tasks of a plan in its order. */
    public List<Listed> open(UUID planId, int limit) {
        return session
                .createSelectionQuery(
                        "select t.id, t.number, t.title from Task t where t.plan.id = :plan and t.status = :open"
                                + " order by t.phase.ordinal, t.number, t.id",
                        Object[].class)
                .setParameter("plan", planId)
                .setParameter("open", TaskStatus.OPEN)
                .setMaxResults(limit)
                .list()
                .stream()
                .map(row -> new Listed((UUID) row[0], (Integer) row[1], (String) row[2]))
                .toList();
    }

    /** Which units have shares in the plan. */
    public List<UUID> unitsOfPlan(UUID planId) {
        return session.createSelectionQuery(
                        "select distinct a.unitId from Assignment a where a.task.plan.id = :plan order by a.unitId",
                        UUID.class)
                .setParameter("plan", planId)
                .list();
    }

    /** The number after the highest in a plan. */
    int nextNumber(UUID planId) {
        return session.createSelectionQuery(
                        "select coalesce(max(t.number), 0) + 1 from Task t where t.plan.id = :plan", Integer.class)
                .setParameter("plan", planId)
                .getSingleResult();
    }

    /** Whether another task of the phase bears this number. */
    boolean isTaken(int number, UUID phaseId, UUID exceptId) {
        return session.createSelectionQuery(
                                "select count(*) from Task t where t.phase.id = :phase and t.number = :number and t.id <> :except",
                                Long.class)
                        .setParameter("phase", phaseId)
                        .setParameter("number", number)
                        .setParameter("except", exceptId)
                        .getSingleResult()
                > 0;
    }

    /** The tasks of a plan in its order, without assignments where they have none yet. */
    public List<Task> of(UUID planId) {
        return session.createSelectionQuery(
                        WHOLE + "where t.plan.id = :plan order by t.phase.ordinal, t.number, t.id", Task.class)
                .setParameter("plan", planId)
                .list();
    }

    /**
     * The issued task with the lock on its row.
     *
     * @throws Refusal 404 if there is no such task, or if it isn't issued yet and so nobody can do anything with it
     */
    public Task lock(UUID id) {
        if (lockRows(List.of(id)).isEmpty()) {
            throw Refusal.notFound("task-not-issued", id);
        }
        return get(id);
    }

    /** These tasks, as far as they are issued, with the locks on their rows. */
    public Map<UUID, Task> lock(Collection<UUID> ids) {
        List<UUID> locked = lockRows(ids);
        return locked.isEmpty() ? Map.of() : get(locked).stream().collect(Collectors.toMap(Task::id, task -> task));
    }

    /**
     * Locks those of these tasks that are issued, to be read afterwards: one statement for both would show what belongs to a task as
     * it was before waiting for the lock, unless it locks that too, and Hibernate would plan such a statement anew at each call.
     */
    private List<UUID> lockRows(Collection<UUID> ids) {
        boolean one = ids.size() == 1;
        return session.doReturningWork(connection -> {
            try (var lock = connection.prepareStatement(one ? LOCK : LOCK_ALL)) {
                lock.setObject(1, one ? ids.iterator().next() : connection.createArrayOf("uuid", ids.toArray()));
                ResultSet rows = lock.executeQuery();
                List<UUID> locked = new ArrayList<>();
                while (rows.next()) {
                    locked.add(rows.getObject(1, UUID.class));
                }
                return locked;
            }
        });
    }

    /** These tasks with the locks on their rows, drafts as well, without anything that belongs to them. */
    public Map<UUID, Task> lockAnyway(Collection<UUID> ids) {
        return session.createSelectionQuery("from Task where id in :ids order by id", Task.class)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .collect(Collectors.toMap(Task::id, task -> task));
    }

    /** The tasks of its plan that wait for this one, in the plan's order. */
    public List<Task> waitingFor(UUID taskId) {
        return session.createSelectionQuery(
                        "from Task t where exists (from t.prerequisites p where p.id = :id) order by t.number, t.id",
                        Task.class)
                .setParameter("id", taskId)
                .list();
    }

    /** For which tasks each task of a plan waits, if it waits for any. */
    public Map<UUID, Set<UUID>> prerequisitesIn(UUID planId) {
        return session.createSelectionQuery(
                        "select t.id, p.id from Task t join t.prerequisites p where t.plan.id = :plan", Object[].class)
                .setParameter("plan", planId)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        row -> (UUID) row[0], Collectors.mapping(row -> (UUID) row[1], Collectors.toSet())));
    }

    /** Which units have shares in the phase. */
    List<UUID> unitsIn(UUID phaseId) {
        return session.createSelectionQuery(
                        "select distinct a.unitId from Assignment a where a.task.phase.id = :phase order by a.unitId",
                        UUID.class)
                .setParameter("phase", phaseId)
                .list();
    }
}
