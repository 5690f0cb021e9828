package cn.taxrollout.task.tasks;

import java.util.EnumSet;
import java.util.Set;

/** Where one unit's share of a task stands. */
public enum AssignmentState {
    ISSUED,
    RECEIVED,
    IN_PROGRESS,
    SUBMITTED,
    RETURNED,
    SUSPENDED,
    COMPLETED,
    /** A continuing task runs and this has been accepted; it goes on until the plan closes. */
    ESTABLISHED,
    CANCELLED;

    /** The unit has to do something: only then is it reminded. */
    static final Set<AssignmentState> WAITING_FOR_UNIT = EnumSet.of(ISSUED, RECEIVED, IN_PROGRESS, RETURNED);

    /** The unit has signed for the work and has it in its hands: only then it is asked why it is silent. */
    static final Set<AssignmentState> AT_WORK = EnumSet.of(RECEIVED, IN_PROGRESS, RETURNED);

    /** The unit reports on continuing work. */
    static final Set<AssignmentState> REPORTING = EnumSet.of(RECEIVED, IN_PROGRESS, RETURNED, ESTABLISHED);

    /** The unit has the work in its hands, or goes on with it after it was accepted; so it may change what belongs to the work. */
    public static final Set<AssignmentState> IN_HAND =
            EnumSet.of(RECEIVED, IN_PROGRESS, RETURNED, SUSPENDED, ESTABLISHED);

    /** The work was accepted. */
    boolean isDone() {
        return this == COMPLETED || this == ESTABLISHED;
    }

    /** Nothing more is expected. */
    boolean isFinal() {
        return isDone() || this == CANCELLED;
    }
}
