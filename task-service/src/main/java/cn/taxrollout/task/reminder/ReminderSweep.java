package cn.taxrollout.task.reminder;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.Obligations.Due;
import cn.taxrollout.task.deadline.Outstanding;
import cn.taxrollout.task.deadline.Reminder;
import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.help.HelpOverdue;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.PhaseProgress;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskEvent;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.tasks.TaskStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Says what has fallen due. It runs on every replica; each reminder is settled by one of them, in the transaction that says it,
 * so it is said once whatever crashes. What is said is what the task is like at that moment.
 */
@ApplicationScoped
class ReminderSweep {
    private static final Logger LOG = Logger.getLogger(ReminderSweep.class);
    private static final int BATCH = 250;

    private final Obligations obligations;
    private final TaskRepository tasks;
    private final PhaseProgress phases;
    private final HelpOverdue help;
    private final WorkingCalendar calendar;
    private final Reckoning reckoning;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final MeterRegistry metrics;
    private final Lock ticking = new ReentrantLock();

    ReminderSweep(
            Obligations obligations,
            TaskRepository tasks,
            PhaseProgress phases,
            HelpOverdue help,
            WorkingCalendar calendar,
            Reckoning reckoning,
            Outbox outbox,
            BusinessClock clock,
            MeterRegistry metrics) {
        this.obligations = obligations;
        this.tasks = tasks;
        this.phases = phases;
        this.help = help;
        this.calendar = calendar;
        this.reckoning = reckoning;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void tick() {
        if (!ticking.tryLock()) {
            return;
        }
        try {
            metrics.timer("task.sweep").record(this::catchUp);
        } finally {
            ticking.unlock();
        }
    }

    private void catchUp() {
        clock.fetch();
        calendar.refresh();
        if (!obligations.isAnythingToDo(calendar.current())) {
            return;
        }
        sweep();
        while (reckoning.batch()) {
            sweep();
        }
    }

    /** Lets the last tick end before the database is closed, and no other begin. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        ticking.tryLock(10, TimeUnit.SECONDS);
    }

    /** Settles what is due and isn't in the hands of another sweep. */
    private void sweep() {
        while (sweepBatch() > 0) {
            // each batch takes the oldest of a task, so there may be more
        }
    }

    /** Returns once nothing that is to be reckoned or due is left, here or with another sweep. */
    void sweepAll() {
        calendar.refresh();
        do {
            while (reckoning.batch()) {
                // until every task is reckoned
            }
            sweep();
        } while (QuarkusTransaction.requiringNew().call(obligations::areDue));
    }

    private int sweepBatch() {
        try {
            return settle(() -> obligations.take(BATCH));
        } catch (RuntimeException failure) {
            LOG.warnf("Reminders not settled together, now one by one: %s", failure.getMessage());
            List<Due> due = QuarkusTransaction.requiringNew().call(() -> obligations.take(BATCH));
            due.forEach(this::settleAlone);
            return due.size();
        }
    }

    private void settleAlone(Due reminder) {
        try {
            settle(() -> obligations.take(reminder));
        } catch (RuntimeException failure) {
            LOG.errorf(
                    failure, "Reminder %s of task %s failed, next try in a minute", reminder.id(), reminder.taskId());
            metrics.counter("task.reminders", "outcome", "failed").increment();
            QuarkusTransaction.requiringNew().run(() -> obligations.hold(reminder));
        }
    }

    /** @return how many reminders there were */
    private int settle(Supplier<List<Due>> taken) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<Due> due = taken.get();
            if (due.isEmpty()) {
                return 0;
            }
            Map<UUID, Task> locked = tasks.lock(due.stream().map(Due::taskId).toList());
            WorkingDays days = calendar.current();
            List<Due> said = new ArrayList<>();
            List<Due> lapsed = new ArrayList<>();
            Map<Outstanding, List<Reminder>> following = new HashMap<>();
            for (Due reminder : due) {
                Task task = locked.get(reminder.taskId());
                (say(task, reminder, days, following) ? said : lapsed).add(reminder);
            }
            obligations.settle(said, true);
            obligations.settle(lapsed, false);
            obligations.owe(following, days);
            startPhases(due, locked);
            metrics.counter("task.reminders", "outcome", "fired").increment(said.size());
            metrics.counter("task.reminders", "outcome", "lapsed").increment(lapsed.size());
            return due.size();
        });
    }

    /**
     * Says a reminder as it is now: on a later day than its own with that day's number and under that day's date, and not at all
     * if it was overtaken.
     *
     * @param following takes what is owed in its place
     * @return whether anybody was concerned
     */
    private boolean say(Task task, Due due, WorkingDays days, Map<Outstanding, List<Reminder>> following) {
        Reminder reminder = due.reminder();
        Instant at = BusinessDay.of(due.now()).isAfter(reminder.day()) ? due.now() : reminder.fireAt();
        LocalDate today = BusinessDay.of(at);
        ReminderLadder ladder = task.plan().ladder();
        Outstanding work = task.outstanding(today);
        following.put(work, ladder.following(reminder, work, today, days));
        if (ladder.isOvertaken(reminder, work, today, days)) {
            return false;
        }
        LocalDate since = reminder.reckonedFrom();
        Optional<TaskEvent> event =
                switch (reminder.kind()) {
                    case OPENED -> task.open(since);
                    case DUE_SOON -> task.remindBeforeDue(since, days.left(today, since));
                    case OVERDUE -> {
                        int overdue = days.between(since, today);
                        yield task.announceOverdue(since, overdue, ladder.level(overdue));
                    }
                    case NOT_RECEIVED -> task.remindOfReceipt(since, days.between(since, today));
                    case STALE -> task.askForNews(since, today, days.between(since, today));
                    case REPORT_DUE -> task.askForReport(since, days);
                    case HELP_DUE -> help.announceOverdue(task, reminder.step(), days.between(since, today));
                    case PREREQUISITE -> task.tellWhetherBlocked(Actor.rule("prerequisites"), today);
                };
        event.ifPresent(said -> outbox.append(task.id(), said.about().sequence(), said.type(), at, said));
        return event.isPresent();
    }

    /** A phase starts with the opening of its first task, even one that waits for a superior bureau. */
    private void startPhases(List<Due> due, Map<UUID, Task> locked) {
        Map<Phase, Instant> opened = new LinkedHashMap<>();
        for (Due reminder : due) {
            Task task = locked.get(reminder.taskId());
            if (reminder.reminder().kind() == Reminder.Kind.OPENED
                    && reminder.reminder().reckonedFrom().equals(task.deadline().opensOn())
                    && task.status() != TaskStatus.CANCELLED) {
                opened.putIfAbsent(task.phase(), reminder.reminder().fireAt());
            }
        }
        phases.start(opened, Actor.rule("opening"));
    }
}
