package cn.taxrollout.task.deadline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/**
 * What is owed for tasks, a row per reminder. The row's key is the date it is reckoned from: shares with the same due date
 * have one row in common, and a due date that moves makes rows of its own while those of the old one find nobody any more.
 */
@ApplicationScoped
public class Obligations {
    private final Session session;

    Obligations(Session session) {
        this.session = session;
    }

    /** A reminder that has fallen due and is ours to settle in the running transaction. */
    public record Due(long id, UUID taskId, Reminder reminder) {}

    /** Writes what is owed for a task; what is owed already stays as it is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void owe(UUID taskId, List<Reminder> reminders) {
        owe(Map.of(taskId, reminders));
    }

    /** Writes what is owed for several tasks, in one statement. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void owe(Map<UUID, List<Reminder>> remindersByTask) {
        List<UUID> tasks = new ArrayList<>();
        List<Reminder> reminders = new ArrayList<>();
        remindersByTask.forEach((task, owed) -> owed.forEach(reminder -> {
            tasks.add(task);
            reminders.add(reminder);
        }));
        if (reminders.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                        select task_id, kind, reckoned_from, step, fire_at, 'PENDING'
                        from unnest(:tasks, :kinds, :dates, :steps, :times)
                             as owed (task_id, kind, reckoned_from, step, fire_at)
                        on conflict (task_id, reckoned_from, kind, step) do nothing
                        """)
                .setParameter("tasks", tasks.toArray(UUID[]::new), UUID[].class)
                .setParameter(
                        "kinds", reminders.stream().map(r -> r.kind().name()).toArray(String[]::new), String[].class)
                .setParameter(
                        "dates",
                        reminders.stream().map(Reminder::reckonedFrom).toArray(LocalDate[]::new),
                        LocalDate[].class)
                .setParameter("steps", reminders.stream().map(Reminder::step).toArray(Integer[]::new), Integer[].class)
                .setParameter(
                        "times", reminders.stream().map(Reminder::fireAt).toArray(Instant[]::new), Instant[].class)
                .executeUpdate();
    }

    /**
     * Takes reminders that are due by the business time of the database, the oldest first and of a task only its oldest, so
     * that a task's reminders keep their order however many sweep. What another sweep has taken is passed over.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Due> take(int limit) {
        return due("o.held_until is null or o.held_until <= clock_timestamp()", limit, "skip locked");
    }

    /** Takes this one reminder if it is still due; waits for another sweep that has taken it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Due> take(Due reminder) {
        return due("o.id = " + reminder.id(), 1, "");
    }

    private List<Due> due(String condition, int limit, String whenLocked) {
        return session
                .createNativeQuery("""
                        select o.id, o.task_id, o.kind, o.reckoned_from, o.step, o.fire_at
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
                        for update of o %s
                        """.formatted(condition, limit, whenLocked), Object[].class)
                .addScalar("id", Long.class)
                .addScalar("task_id", UUID.class)
                .addScalar("kind", String.class)
                .addScalar("reckoned_from", LocalDate.class)
                .addScalar("step", Integer.class)
                .addScalar("fire_at", Instant.class)
                .list()
                .stream()
                .map(row -> new Due(
                        (Long) row[0],
                        (UUID) row[1],
                        new Reminder(
                                Reminder.Kind.valueOf((String) row[2]), (LocalDate) row[3], (Integer) row[4], (Instant)
                                        row[5])))
                .toList();
    }

    /** Whether anything that is due is still unsettled, except what is held; waits for sweeps that are at it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean areDue() {
        return !due("o.held_until is null or o.held_until <= clock_timestamp()", 1, "")
                .isEmpty();
    }

    /** Marks reminders as settled: said, or lapsed because nobody was concerned any more. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settle(Collection<Due> reminders, boolean said) {
        if (reminders.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery(
                        "update obligation set state = :state, settled_at = clock_timestamp() where id = any(:ids)")
                .setParameter("state", said ? "FIRED" : "LAPSED")
                .setParameter("ids", reminders.stream().map(Due::id).toArray(Long[]::new))
                .executeUpdate();
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
