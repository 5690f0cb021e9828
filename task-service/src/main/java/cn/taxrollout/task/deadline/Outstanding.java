package cn.taxrollout.task.deadline;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

/**
 * What of a task is still to be done, as far as its reminders go by it; nothing at all of a task nobody is reminded of.
 *
 * @param ladder of the task's plan
 * @param opensOn the day whose coming is told, null if there is none
 * @param dueDates of the shares that can still be late
 * @param unsignedSince the days of issue of the shares for which nobody has signed
 * @param silentSince the days since which units at work have not reported; of units that aren't at work, the first day on which
 *     they can be
 * @param reports when the units are to report on continuing work, null if they aren't
 */
public record Outstanding(
        UUID taskId,
        ReminderLadder ladder,
        Deadline deadline,
        LocalDate opensOn,
        Set<LocalDate> dueDates,
        Set<LocalDate> unsignedSince,
        Set<LocalDate> silentSince,
        Reports reports) {
    /** @param restDays what becomes of a report day that is a rest day */
    public record Reports(ReportRhythm rhythm, RestDayPolicy restDays, LocalDate since) {
        /** The day on which the report of a report day has to be there. */
        public LocalDate dueOn(LocalDate reportDay, WorkingDays calendar) {
            return restDays.apply(reportDay, calendar);
        }
    }

    public Outstanding {
        dueDates = Set.copyOf(dueDates);
        unsignedSince = Set.copyOf(unsignedSince);
        silentSince = Set.copyOf(silentSince);
    }

    /** Of a task of which nothing will be said. */
    public static Outstanding nothing(UUID taskId, ReminderLadder ladder, Deadline deadline) {
        return new Outstanding(taskId, ladder, deadline, null, Set.of(), Set.of(), Set.of(), null);
    }
}
