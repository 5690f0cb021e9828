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
 */
public record Outstanding(
        UUID taskId,
        ReminderLadder ladder,
        Deadline deadline,
        LocalDate opensOn,
        Set<LocalDate> dueDates,
        Set<LocalDate> unsignedSince) {
    public Outstanding {
        dueDates = Set.copyOf(dueDates);
        unsignedSince = Set.copyOf(unsignedSince);
    }

    /** Of a task of which nothing will be said. */
    public static Outstanding nothing(UUID taskId, ReminderLadder ladder, Deadline deadline) {
        return new Outstanding(taskId, ladder, deadline, null, Set.of(), Set.of());
    }
}
