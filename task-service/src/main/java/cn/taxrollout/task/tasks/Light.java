package cn.taxrollout.task.tasks;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The light that a unit's share, or a task, shows on the wall map at the end of a day. It says what the reminders say: red is
 * what they call overdue, yellow what they call due soon.
 */
public enum Light {
    /** On track, or submitted and waiting for acceptance. */
    GREEN,
    /** Due soon: the plan's first reminder step has been reached. */
    YELLOW,
    /** The last day has passed. */
    RED,
    /** Done, or no longer needed because its task is done. */
    BLUE,
    /** The work can't be begun yet. */
    GREY,
    /** Suspended. */
    PURPLE;

    /** What a task shows of its shares' lights, the first of these that any of them has. */
    private static final List<Light> BY_URGENCY = List.of(RED, YELLOW, PURPLE, GREEN, GREY, BLUE);

    /**
     * What a share's light depends on.
     *
     * @param task the status of its task
     * @param backfilled its deadline lay before publication: nobody could have kept it
     * @param opensOn null where the work can be done at once
     * @param dueOn the day that counts for the unit, null for continuing work
     */
    public record Standing(
            AssignmentState state, TaskStatus task, boolean backfilled, LocalDate opensOn, LocalDate dueOn) {}

    /**
     * The light of a share, none if it is cancelled.
     *
     * @param soonUntil the last due date that is near on this day, by the plan's reminders
     */
    public static Optional<Light> of(Standing share, LocalDate day, LocalDate soonUntil) {
        if (share.state() == AssignmentState.CANCELLED) {
            return Optional.empty();
        }
        if (share.state().isDone() || share.task().isClosed()) {
            return Optional.of(BLUE);
        }
        if (share.state() == AssignmentState.SUSPENDED) {
            return Optional.of(PURPLE);
        }
        if (share.state() == AssignmentState.SUBMITTED) {
            return Optional.of(GREEN);
        }
        if (share.opensOn() != null && share.opensOn().isAfter(day)) {
            return Optional.of(GREY);
        }
        if (share.backfilled() || share.dueOn() == null || share.dueOn().isAfter(soonUntil)) {
            return Optional.of(GREEN);
        }
        return Optional.of(share.dueOn().isBefore(day) ? RED : YELLOW);
    }

    /** The light of a task whose shares show these, none if there are none. */
    public static Optional<Light> of(Collection<Light> shares) {
        return BY_URGENCY.stream().filter(shares::contains).findFirst();
    }
}
