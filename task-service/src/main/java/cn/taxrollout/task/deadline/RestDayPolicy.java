package cn.taxrollout.task.deadline;

import java.time.LocalDate;

/** What a plan makes of a deadline that falls on a rest day. */
public enum RestDayPolicy {
    /** The day counts as it is written. */
    STAYS,
    /** The last working day before it counts. */
    BACK,
    /** The next working day counts. */
    FORWARD;

    LocalDate apply(LocalDate day, WorkingDays calendar) {
        if (this == STAYS || calendar.isWorkingDay(day)) {
            return day;
        }
        return this == BACK ? calendar.minus(day, 1) : calendar.plus(day, 1);
    }
}
