package cn.taxrollout.task.deadline;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One thing that will have to be said about a task unless it is settled by then.
 *
 * @param kind what will be said
 * @param reckonedFrom the date it depends on: the due date, the opening day or the day of issue
 * @param step which one of its kind: working days before the due date, working days overdue or working days waited; 0 for an
 *     opening
 * @param fireAt when it falls due
 */
public record Reminder(Kind kind, LocalDate reckonedFrom, int step, Instant fireAt) {
    public enum Kind {
        OPENED,
        DUE_SOON,
        OVERDUE,
        NOT_RECEIVED;

        /** Each is followed by another as long as there is reason; only the next of them is ever owed. */
        boolean isRepeated() {
            return this == OVERDUE;
        }
    }
}
