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

    /**
     * All that is owed for a task from a moment on; of the announcements that it is overdue only the next, because each writes
     * its successor.
     */
    public List<Reminder> owed(Outstanding work, Instant from, WorkingDays calendar) {
        List<Reminder> owed = new ArrayList<>();
        for (LocalDate issuedOn : work.unsignedSince()) {
            owed.add(on(calendar.plus(issuedOn, receiptWithin), Reminder.Kind.NOT_RECEIVED, issuedOn, receiptWithin));
        }
        if (work.opensOn() != null) {
            owed.add(on(work.opensOn(), Reminder.Kind.OPENED, work.opensOn(), 0));
        }
        for (LocalDate dueOn : work.dueDates()) {
            for (int days : daysBefore) {
                LocalDate day = days == 0 ? dueOn : calendar.minus(dueOn, days);
                if (isWanted(work.deadline(), day)) {
                    owed.add(on(day, Reminder.Kind.DUE_SOON, dueOn, days));
                }
            }
            owed.add(firstOverdue(dueOn, from, calendar));
        }
        owed.removeIf(reminder -> reminder.fireAt().isBefore(from));
        return owed;
    }

    private Reminder firstOverdue(LocalDate dueOn, Instant from, WorkingDays calendar) {
        Reminder overdue = overdue(dueOn, 1, calendar);
        while (overdue.fireAt().isBefore(from)) {
            overdue = next(overdue, calendar);
        }
        return overdue;
    }

    /** The announcement that follows this one as long as the work isn't done. */
    public Reminder next(Reminder overdue, WorkingDays calendar) {
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
