package cn.taxrollout.task.deadline;

import cn.taxrollout.task.clock.BusinessDay;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * When a plan's tasks are reminded of, in working days. It says what the discipline 临期超期提醒 of a plan means.
 *
 * @param daysBefore working days before the due date on which to remind; 0 is the due date itself, working day or not
 * @param at the time of day in China
 * @param overdueEvery working days between two announcements that a task is overdue; the first comes on the first working
 *     day after the due date
 * @param escalatesFrom working days overdue from which levels 1 (unit leaders), 2 (office and supervising group), 3 (leading
 *     group) hold
 * @param receiptWithin working days within which a unit is to sign for its share
 */
@Embeddable
public record ReminderLadder(
        @Column(name = "remind_days_before") @JdbcTypeCode(SqlTypes.ARRAY)
        List<Integer> daysBefore,

        @Column(name = "remind_at") LocalTime at,
        @Column(name = "overdue_every") int overdueEvery,

        @Column(name = "escalates_from") @JdbcTypeCode(SqlTypes.ARRAY)
        List<Integer> escalatesFrom,

        @Column(name = "receipt_within") int receiptWithin) {

    public static final ReminderLadder STANDARD =
            new ReminderLadder(List.of(5, 3, 1, 0), LocalTime.of(9, 0), 2, List.of(1, 3, 5), 2);

    /** All that is owed for a task issued now, as far as it doesn't lie in the past. */
    public List<Reminder> whenIssued(Deadline deadline, Instant now, WorkingDays calendar) {
        List<Reminder> owed = new ArrayList<>();
        LocalDate today = BusinessDay.of(now);
        owed.add(on(calendar.plus(today, receiptWithin), Reminder.Kind.NOT_RECEIVED, today, receiptWithin));
        if (deadline.opensOn() != null) {
            owed.add(on(deadline.opensOn(), Reminder.Kind.OPENED, deadline.opensOn(), 0));
        }
        owed.removeIf(reminder -> reminder.fireAt().isBefore(now));
        owed.addAll(forDueDate(deadline, deadline.dueOn(), now, calendar));
        return owed;
    }

    /**
     * What is owed for a due date, as far as it doesn't lie in the past; of the announcements that it is overdue only the
     * next, because each writes its successor.
     *
     * @param dueOn the day that counts for the units concerned, which may be later than the task's own; null owes nothing
     */
    public List<Reminder> forDueDate(Deadline deadline, LocalDate dueOn, Instant now, WorkingDays calendar) {
        if (dueOn == null) {
            return List.of();
        }
        List<Reminder> owed = new ArrayList<>();
        for (int days : daysBefore) {
            LocalDate day = days == 0 ? dueOn : calendar.minus(dueOn, days);
            Reminder reminder = on(day, Reminder.Kind.DUE_SOON, dueOn, days);
            if (isWanted(deadline, day) && !reminder.fireAt().isBefore(now)) {
                owed.add(reminder);
            }
        }
        Reminder overdue = overdue(dueOn, 1, calendar);
        while (overdue.fireAt().isBefore(now)) {
            overdue = nextOverdue(overdue, calendar);
        }
        owed.add(overdue);
        return owed;
    }

    /** The announcement that follows this one as long as the work isn't done. */
    public Reminder nextOverdue(Reminder overdue, WorkingDays calendar) {
        return overdue(overdue.reckonedFrom(), overdue.step() + overdueEvery, calendar);
    }

    /** The level of escalation, from 1, of work that is this many working days overdue. */
    public int level(int workingDaysOverdue) {
        return (int) IntStream.range(0, escalatesFrom.size())
                .filter(i -> escalatesFrom.get(i) <= workingDaysOverdue)
                .count();
    }

    /** Nothing is said before a window opens, and on the opening day the opening itself says it all. */
    private static boolean isWanted(Deadline deadline, LocalDate day) {
        return switch (deadline.kind()) {
            case ON -> !day.equals(deadline.opensOn());
            case WINDOW -> day.isAfter(deadline.opensOn());
            default -> true;
        };
    }

    private Reminder overdue(LocalDate dueOn, int step, WorkingDays calendar) {
        return on(calendar.plus(dueOn, step), Reminder.Kind.OVERDUE, dueOn, step);
    }

    private Reminder on(LocalDate day, Reminder.Kind kind, LocalDate reckonedFrom, int step) {
        return new Reminder(kind, reckonedFrom, step, BusinessDay.at(day, at));
    }
}
