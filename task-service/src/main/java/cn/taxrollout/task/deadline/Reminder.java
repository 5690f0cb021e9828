package cn.taxrollout.task.deadline;

import cn.taxrollout.task.clock.BusinessDay;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One thing that will have to be said about a task unless it is settled by then.
 *
 * @param kind what will be said
 * @param reckonedFrom the date it depends on, see {@link Kind}
 * @param step which one of its kind, in working days from that date; 0 where there is but one
 * @param fireAt when it falls due
 */
public record Reminder(Kind kind, LocalDate reckonedFrom, int step, Instant fireAt) {
    public enum Kind {
        /** Reckoned from the opening day. */
        OPENED,
        /** Reckoned from the due date, backwards. */
        DUE_SOON,
        /** Reckoned from the due date; repeated. */
        OVERDUE,
        /** Reckoned from the day of issue; repeated. */
        NOT_RECEIVED,
        /** Reckoned from the day since which a unit at work has been silent; repeated. */
        STALE,
        /** Reckoned from the day on which a report on continuing work is due; the next one follows. */
        REPORT_DUE,
        /** No reminder: a task for which this one waits was closed or opened again on that day. Each has a step of its own. */
        PREREQUISITE,
        /** Reckoned from the last day for the answer to a request for help; each has a step of its own. */
        HELP_DUE;

        /** Each is followed by another as long as there is reason; only the next of them is ever owed. */
        boolean isRepeated() {
            return this != OPENED && this != DUE_SOON && this != PREREQUISITE && this != HELP_DUE;
        }
    }

    /** The day on which it falls due. */
    public LocalDate day() {
        return BusinessDay.of(fireAt);
    }
}
