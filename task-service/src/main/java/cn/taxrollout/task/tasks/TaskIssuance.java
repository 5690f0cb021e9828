package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.security.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Gives the units their shares, with everything that follows from it. */
@ApplicationScoped
public class TaskIssuance {
    private final Obligations obligations;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final EntityManager entities;

    TaskIssuance(Obligations obligations, WorkingCalendar calendar, Outbox outbox, EntityManager entities) {
        this.obligations = obligations;
        this.calendar = calendar;
        this.outbox = outbox;
        this.entities = entities;
    }

    /** Issues these drafted tasks: on record, published, and with all reminders owed that don't lie in the past. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void issue(List<Task> tasks, Actor actor, Instant at) {
        WorkingDays days = calendar.current();
        for (Task task : tasks) {
            TaskEvent.TaskIssued issued = task.issue(actor, at, days);
            keep(task, issued, actor, at);
        }
        entities.flush();
        LocalDate today = BusinessDay.of(at);
        obligations.reckon(tasks.stream().map(task -> task.outstanding(today)).toList(), at, days);
    }

    /** Puts the shares that an event tells of on record and publishes it. */
    void keep(Task task, TaskEvent.TaskIssued issued, Actor actor, Instant at) {
        long sequence = issued.about().sequence();
        outbox.append(task.id(), sequence, issued.type(), at, issued);
        task.assignments().stream()
                .filter(share -> issued.about().unitIds().contains(share.unitId()))
                .forEach(share -> {
                    entities.persist(share);
                    entities.persist(HistoryEntry.issued(task, share.unitId(), sequence, at, actor));
                });
    }
}
