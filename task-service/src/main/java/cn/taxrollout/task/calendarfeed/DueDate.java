package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.tasks.AssignmentState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The due date of a unit's share, as calendars show it.
 *
 * @param sequence of the task's last event: it rises with every change
 * @param changedAt when the share was changed last
 */
record DueDate(
        UUID shareId,
        UUID taskId,
        int taskNumber,
        String taskTitle,
        String planNumber,
        String planTitle,
        boolean confidential,
        String unitName,
        AssignmentState state,
        LocalDate day,
        long sequence,
        Instant changedAt) {}
