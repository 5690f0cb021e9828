package cn.taxrollout.task.reminder;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.Outstanding;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.DeadlineMoves;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Texts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Reckons anew what is owed for open tasks whose plan's policy or calendar has changed. Every replica takes part; a task is
 * done by one of them. A change counts from the next day: what this day brings stays as it stood in the morning, except that a
 * deadline that moves takes its reminders with it.
 */
@ApplicationScoped
class Reckoning {
    private static final Logger LOG = Logger.getLogger(Reckoning.class);
    private static final Actor RULE = Actor.rule("reckoning");
    private static final int BATCH = 100;

    private final Obligations obligations;
    private final TaskRepository tasks;
    private final DeadlineMoves moves;
    private final WorkingCalendar calendar;
    private final BusinessClock clock;
    private final MeterRegistry metrics;

    Reckoning(
            Obligations obligations,
            TaskRepository tasks,
            DeadlineMoves moves,
            WorkingCalendar calendar,
            BusinessClock clock,
            MeterRegistry metrics) {
        this.obligations = obligations;
        this.tasks = tasks;
        this.moves = moves;
        this.calendar = calendar;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @return whether there may be more; what has failed is tried again the next time */
    boolean batch() {
        WorkingDays days = calendar.current();
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                // locked first and read afterwards, so plan and task are as they are by now
                List<UUID> ids = obligations.toReckon(days, BATCH);
                reckon(ids, days);
                return ids.size() == BATCH;
            });
        } catch (RuntimeException failure) {
            LOG.warnf("Tasks not reckoned together, now one by one: %s", failure.getMessage());
            QuarkusTransaction.requiringNew()
                    .call(() -> obligations.toReckon(days, BATCH))
                    .forEach(id -> alone(id, days));
            return false;
        }
    }

    private void alone(UUID id, WorkingDays days) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                obligations.lockToReckon(id);
                reckon(List.of(id), days);
            });
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "What is owed for task %s could not be reckoned anew", id);
            metrics.counter("task.reckonings", "outcome", "failed").increment();
        }
    }

    private void reckon(Collection<UUID> ids, WorkingDays days) {
        if (ids.isEmpty()) {
            return;
        }
        Instant at = clock.now();
        LocalDate today = BusinessDay.of(at);
        List<Outstanding> moved = new ArrayList<>();
        List<Outstanding> unmoved = new ArrayList<>();
        for (Task task : tasks.lock(ids).values()) {
            String reason = Texts.chinese().text("deadline-reckoned-anew", List.of());
            Task.DeadlineMove move = task.reckonDeadline(reason, RULE, today, days);
            moves.record(task, move, RULE, at);
            (move.isMove() ? moved : unmoved).add(task.outstanding(today));
        }
        obligations.reckon(moved, at, days);
        obligations.reckon(unmoved, BusinessDay.at(today.plusDays(1), LocalTime.MIDNIGHT), days);
        metrics.counter("task.reckonings", "outcome", "done").increment(ids.size());
    }
}
