package cn.taxrollout.task.deadline;

import cn.taxrollout.task.clock.BusinessDay;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.Session;

/**
 * What is owed for tasks, a row per reminder. The row's key is the date it is reckoned from: shares with the same due date
 * have one row in common, and a due date that moves makes rows of its own while those of the old one find nobody any more.
 */
@ApplicationScoped
public class Obligations {
    private static final String NOT_HELD = "o.held_until is null or o.held_until <= clock_timestamp()";

    /** Each of the two is the first entry of its index, however many there are. */
    private static final String ANYTHING = """
            select coalesce((select min(fire_at) from obligation where state = 'PENDING')
                                <= (select clock_timestamp() + ahead_seconds * interval '1 second' from business_clock), false)
                or coalesce((select min(reckoned_by) from task where status in ('OPEN', 'ESTABLISHED')) < ?, false)
            """;

    private final Session session;
    private final AgroalDataSource database;

    Obligations(Session session, AgroalDataSource database) {
        this.session = session;
        this.database = database;
    }

    /**
     * A reminder that has fallen due and is ours to settle in the running transaction.
     *
     * @param now the business time of the database by which it is due
     */
    public record Due(long id, UUID taskId, Reminder reminder, Instant now) {}

    /**
     * Makes what is owed for these tasks what their present state asks for: what is pending from a moment on and isn't owed any
     * more lapses, what is owed and isn't pending is written. What has been said already isn't owed again.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void replace(Collection<Outstanding> work, Instant from, WorkingDays calendar) {
        write(owed(work, from, calendar), from, Mode.REPLACE, calendar);
    }

    /**
     * The same by a plan and a calendar that are known to be those in force, because they were read under the locks. It settles
     * a demand to reckon anew.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void reckon(Collection<Outstanding> work, Instant from, WorkingDays calendar) {
        write(owed(work, from, calendar), from, Mode.RECKON, calendar);
    }

    /** Adds to what is owed for tasks; what is pending stays as it is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void owe(Map<Outstanding, List<Reminder>> reminders, WorkingDays calendar) {
        write(reminders, Instant.EPOCH, Mode.ADD, calendar);
    }

    private static Map<Outstanding, List<Reminder>> owed(
            Collection<Outstanding> work, Instant from, WorkingDays calendar) {
        Map<Outstanding, List<Reminder>> owed = new HashMap<>();
        work.forEach(of -> owed.put(of, of.ladder().owed(of, from, calendar)));
        return owed;
    }

    /**
     * Lets the sweep see to the tasks that wait for one that was closed or opened again. It doesn't lock them: whoever closes a task
     * has its lock, and takes no second one.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tellThoseWaitingFor(UUID taskId, Instant at) {
        session.createNativeMutationQuery("""
                        insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                        select d.task_id, 'PREREQUISITE', :day, nextval('obligation_step'), :at, 'PENDING'
                        from task_prerequisite d join task t on t.id = d.task_id
                        where d.prerequisite_id = :task and t.status <> 'DRAFT'
                        """)
                .setParameter("day", BusinessDay.of(at))
                .setParameter("at", at)
                .setParameter("task", taskId)
                .executeUpdate();
    }

    /** Lets everything lapse that is owed for the tasks of a plan. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lapse(UUID planId) {
        session.createNativeMutationQuery("""
                        update obligation set state = 'LAPSED', settled_at = clock_timestamp()
                        where state = 'PENDING' and task_id in (select id from task where plan_id = :plan)
                        """).setParameter("plan", planId).executeUpdate();
    }

    /**
     * Owes the announcement that an answer wasn't there on its last day.
     *
     * @return the step by which it is known
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int oweAnswer(UUID taskId, LocalDate lastDay, Instant fireAt) {
        return session.createNativeQuery("""
                        insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                        values (:task, 'HELP_DUE', :day, nextval('obligation_step'), :at, 'PENDING') returning step
                        """, Integer.class)
                .setParameter("task", taskId)
                .setParameter("day", lastDay)
                .setParameter("at", fireAt)
                .getSingleResult();
    }

    /** Demands that what is owed for the open tasks of a plan is reckoned anew; it locks them. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void demandReckoning(UUID planId) {
        session.createNativeMutationQuery("""
                        with concerned as (
                            select id from task where plan_id = :plan and status in ('OPEN', 'ESTABLISHED')
                            order by id for no key update
                        )
                        update task set reckoned_by = 0 from concerned where task.id = concerned.id
                        """).setParameter("plan", planId).executeUpdate();
    }

    /** Open tasks whose reminders were reckoned by another calendar or are to be reckoned anew, locked; those in other hands aside. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> toReckon(WorkingDays calendar, int limit) {
        return session.createNativeQuery(
                        "select id from task where reckoned_by < :revision and status in ('OPEN', 'ESTABLISHED')"
                                + " order by reckoned_by limit :limit for no key update skip locked",
                        UUID.class)
                .setParameter("revision", calendar.revision())
                .setParameter("limit", limit)
                .list();
    }

    /** Locks one such task; waits for who has it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lockToReckon(UUID taskId) {
        session.createNativeQuery("select id from task where id = :id for no key update", UUID.class)
                .setParameter("id", taskId)
                .getSingleResult();
    }

    private enum Mode {
        ADD,
        REPLACE,
        RECKON
    }

    /** A chain of repeated reminders goes on behind those of its links that have been said. */
    private void write(Map<Outstanding, List<Reminder>> owed, Instant from, Mode mode, WorkingDays calendar) {
        if (owed.isEmpty()) {
            return;
        }
        Map<UUID, Outstanding> work = new HashMap<>();
        owed.keySet().forEach(of -> work.put(of.taskId(), of));
        List<Owed> open = owed.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(reminder -> new Owed(entry.getKey().taskId(), reminder)))
                .toList();
        UUID[] tasks = work.keySet().toArray(UUID[]::new);
        Mode now = mode;
        while (!open.isEmpty() || now != Mode.ADD) {
            List<Owed> said = write(open, tasks, from, now, calendar.revision());
            open = said.stream()
                    .filter(link -> link.reminder().kind().isRepeated())
                    .map(link -> new Owed(link.taskId(), next(work.get(link.taskId()), link.reminder(), calendar)))
                    .toList();
            now = Mode.ADD;
        }
    }

    private static Reminder next(Outstanding work, Reminder link, WorkingDays calendar) {
        return work.ladder().next(link, work, calendar);
    }

    private record Owed(UUID taskId, Reminder reminder) {}

    /**
     * The revision that a task keeps is the lowest by which it was reckoned since it was reckoned whole, so whatever was
     * reckoned by a calendar that was out of date is found.
     *
     * @return those that have been said
     */
    private List<Owed> write(List<Owed> owed, UUID[] tasks, Instant from, Mode mode, long revision) {
        return session
                .createNativeQuery("""
                        with owed as (
                            select * from unnest(:tasks, :kinds, :dates, :steps, :times)
                                          as owed (task_id, kind, reckoned_from, step, fire_at)
                        ), lapsed as (
                            update obligation o set state = 'LAPSED', settled_at = clock_timestamp()
                            where :replacing and o.task_id = any(:of) and o.state = 'PENDING' and o.fire_at >= :from
                              and o.kind not in ('PREREQUISITE', 'HELP_DUE') and not exists (
                                  select 1 from owed
                                  where (owed.task_id, owed.reckoned_from, owed.kind, owed.step)
                                      = (o.task_id, o.reckoned_from, o.kind, o.step))
                        ), written as (
                            insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                            select task_id, kind, reckoned_from, step, fire_at, 'PENDING' from owed
                            on conflict (task_id, reckoned_from, kind, step) do update
                            set state = 'PENDING', fire_at = excluded.fire_at, settled_at = null, held_until = null
                            where obligation.state = 'LAPSED'
                               or :replacing and obligation.state = 'PENDING' and obligation.fire_at >= :from
                        ), reckoned as (
                            update task set reckoned_by = :revision
                            where id = any(:of) and (reckoned_by > :revision or :anew and reckoned_by < :revision)
                        )
                        select task_id, kind, reckoned_from, step, owed.fire_at
                        from owed join obligation said using (task_id, kind, reckoned_from, step)
                        where said.state = 'FIRED'
                        """, Object[].class)
                .addScalar("task_id", UUID.class)
                .addScalar("kind", String.class)
                .addScalar("reckoned_from", LocalDate.class)
                .addScalar("step", Integer.class)
                .addScalar("fire_at", Instant.class)
                .setParameter("tasks", each(owed, Owed::taskId, UUID[]::new), UUID[].class)
                .setParameter("kinds", each(owed, of -> of.reminder().kind().name(), String[]::new), String[].class)
                .setParameter(
                        "dates", each(owed, of -> of.reminder().reckonedFrom(), LocalDate[]::new), LocalDate[].class)
                .setParameter("steps", each(owed, of -> of.reminder().step(), Integer[]::new), Integer[].class)
                .setParameter("times", each(owed, of -> of.reminder().fireAt(), Instant[]::new), Instant[].class)
                .setParameter("of", tasks, UUID[].class)
                .setParameter("replacing", mode != Mode.ADD)
                .setParameter("anew", mode == Mode.RECKON)
                .setParameter("revision", revision)
                .setParameter("from", from)
                .list()
                .stream()
                .map(row -> new Owed((UUID) row[0], reminder(row, 1)))
                .toList();
    }

    private static <T> T[] each(List<Owed> owed, Function<Owed, T> part, IntFunction<T[]> array) {
        return owed.stream().map(part).toArray(array);
    }

    /** From the columns kind, reckoned_from, step and fire_at. */
    private static Reminder reminder(Object[] row, int at) {
        return new Reminder(
                Reminder.Kind.valueOf((String) row[at]), (LocalDate) row[at + 1], (Integer) row[at + 2], (Instant)
                        row[at + 3]);
    }

    /**
     * Takes reminders that are due by the business time of the database, the oldest first and of a task only its oldest, so
     * that a task's reminders keep their order however many sweep. What another sweep has taken is passed over.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Due> take(int limit) {
        return due(NOT_HELD, limit, "for update of o skip locked");
    }

    /** Takes this one reminder if it is still due; waits for another sweep that has taken it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Due> take(Due reminder) {
        return due("o.id = " + reminder.id(), 1, "for update of o");
    }

    /** Without Hibernate, which would plan it anew each time. */
    private List<Due> due(String condition, int limit, String locking) {
        return session.doReturningWork(connection -> {
            try (var statement = connection.prepareStatement("""
                            select o.id, o.task_id, o.kind, o.reckoned_from, o.step, o.fire_at,
                                   (select clock_timestamp() + ahead_seconds * interval '1 second' from business_clock) as now
                            from obligation o
                            where o.state = 'PENDING'
                              and o.fire_at <= (select clock_timestamp() + ahead_seconds * interval '1 second' from business_clock)
                              and (%s)
                              and not exists (
                                  select 1 from obligation earlier
                                  where earlier.state = 'PENDING' and earlier.task_id = o.task_id
                                    and (earlier.fire_at, earlier.id) < (o.fire_at, o.id))
                            order by o.fire_at, o.id
                            limit %d
                            %s
                            """.formatted(condition, limit, locking));
                    var rows = statement.executeQuery()) {
                List<Due> due = new ArrayList<>();
                while (rows.next()) {
                    due.add(new Due(
                            rows.getLong("id"),
                            rows.getObject("task_id", UUID.class),
                            new Reminder(
                                    Reminder.Kind.valueOf(rows.getString("kind")),
                                    rows.getObject("reckoned_from", LocalDate.class),
                                    rows.getInt("step"),
                                    rows.getObject("fire_at", OffsetDateTime.class)
                                            .toInstant()),
                            rows.getObject("now", OffsetDateTime.class).toInstant()));
                }
                return due;
            }
        });
    }

    /** The next moment after one, up to another, at which something falls due. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Instant> nextDue(Instant after, Instant until) {
        return session.createNativeQuery(
                        "select fire_at from obligation where state = 'PENDING' and fire_at > :after and fire_at <= :until"
                                + " order by fire_at limit 1",
                        Instant.class)
                .setParameter("after", after)
                .setParameter("until", until)
                .uniqueResultOptional();
    }

    /** Whether anything that is due is still unsettled, except what is held; waits for sweeps that are at it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean areDue() {
        due(NOT_HELD, 1, "for update of o");
        // what that waited for may have left more than a statement sees that began before
        return !due(NOT_HELD, 1, "").isEmpty();
    }

    /** Whether anything may be due or to be reckoned; asked every second, so without detour. */
    public boolean isAnythingToDo(WorkingDays calendar) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(ANYTHING)) {
            statement.setLong(1, calendar.revision());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("not read whether anything is due", e);
        }
    }

    /** Marks reminders as settled: said, or lapsed because nobody was concerned any more. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settle(Collection<Due> reminders, boolean said) {
        if (reminders.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (var statement = connection.prepareStatement(
                    "update obligation set state = ?, settled_at = clock_timestamp() where id = any(?)")) {
                statement.setString(1, said ? "FIRED" : "LAPSED");
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "bigint", reminders.stream().map(Due::id).toArray()));
                statement.executeUpdate();
            }
        });
    }

    /** Leaves a reminder alone for a minute because it failed; the later ones of its task wait with it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void hold(Due reminder) {
        session.createNativeMutationQuery(
                        "update obligation set held_until = clock_timestamp() + interval '1 minute' where id = :id")
                .setParameter("id", reminder.id())
                .executeUpdate();
    }
}
