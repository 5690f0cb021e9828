package cn.taxrollout.task.deadline;

import java.time.LocalDate;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Until when, or from when, a task is to be done. Dates are calendar dates in Asia/Shanghai and inclusive. The four kinds
 * are those of official plans: 某日前, 某日, 某日-某日, 某日起后持续开展.
 */
public sealed interface Deadline {
    /** The kinds, as they stand in the database and in events. */
    @Schema(name = "DeadlineKind")
    enum Kind {
        BEFORE,
        ON,
        WINDOW,
        FROM
    }

    Kind kind();

    /** The first day on which the work can be done, null where it can be done at once. */
    LocalDate opensOn();

    /** The last day in time, null for work that continues without an end. */
    LocalDate dueOn();

    /** A task that never ends: it becomes established instead of completed. */
    default boolean continuing() {
        return dueOn() == null;
    }

    /**
     * The deadline that counts where this one is written: with the day before as the last one where the day itself isn't taken
     * in, and with the last day moved where the policy says so, because it falls on a rest day. A window that would end before it
     * opens keeps its last day.
     */
    Deadline counted(DeadlinePolicy policy, WorkingDays calendar);

    /**
     * A deadline of the same kind with another last day.
     *
     * @throws IllegalArgumentException if the window would end before it opens; continuing work has no last day
     */
    default Deadline until(LocalDate lastDay) {
        return of(kind(), kind() == Kind.ON ? lastDay : opensOn(), lastDay);
    }

    /**
     * The deadline of this kind with these dates.
     *
     * @throws IllegalArgumentException if a date is missing, superfluous or out of order for the kind
     */
    static Deadline of(Kind kind, LocalDate opensOn, LocalDate dueOn) {
        Deadline deadline =
                switch (kind) {
                    case BEFORE -> new Before(dueOn);
                    case ON -> new On(dueOn);
                    case WINDOW -> new Window(opensOn, dueOn);
                    case FROM -> new From(opensOn);
                };
        if (!Objects.equals(deadline.opensOn(), opensOn) || !Objects.equals(deadline.dueOn(), dueOn)) {
            throw new IllegalArgumentException(kind + " with dates " + opensOn + " and " + dueOn);
        }
        return deadline;
    }

    /** To be done by the end of a day. */
    record Before(LocalDate dueOn) implements Deadline {
        public Before {
            Objects.requireNonNull(dueOn, "dueOn");
        }

        @Override
        public Kind kind() {
            return Kind.BEFORE;
        }

        @Override
        public LocalDate opensOn() {
            return null;
        }

        @Override
        public Before counted(DeadlinePolicy policy, WorkingDays calendar) {
            LocalDate last = policy.inclusive() ? dueOn : dueOn.minusDays(1);
            return new Before(policy.restDays().apply(last, calendar));
        }
    }

    /** To be done on one day: it opens and ends then. */
    record On(LocalDate day) implements Deadline {
        public On {
            Objects.requireNonNull(day, "day");
        }

        @Override
        public Kind kind() {
            return Kind.ON;
        }

        @Override
        public LocalDate opensOn() {
            return day;
        }

        @Override
        public LocalDate dueOn() {
            return day;
        }

        @Override
        public On counted(DeadlinePolicy policy, WorkingDays calendar) {
            return new On(policy.restDays().apply(day, calendar));
        }
    }

    /** To be done from one day to another. */
    record Window(LocalDate opensOn, LocalDate dueOn) implements Deadline {
        public Window {
            Objects.requireNonNull(opensOn, "opensOn");
            Objects.requireNonNull(dueOn, "dueOn");
            if (dueOn.isBefore(opensOn)) {
                throw new IllegalArgumentException("window ends on " + dueOn + " before it opens on " + opensOn);
            }
        }

        @Override
        public Kind kind() {
            return Kind.WINDOW;
        }

        @Override
        public Window counted(DeadlinePolicy policy, WorkingDays calendar) {
            LocalDate counts = policy.restDays().apply(dueOn, calendar);
            return new Window(opensOn, counts.isBefore(opensOn) ? dueOn : counts);
        }
    }

    /** To be begun on a day and kept up from then on. */
    record From(LocalDate opensOn) implements Deadline {
        public From {
            Objects.requireNonNull(opensOn, "opensOn");
        }

        @Override
        public Kind kind() {
            return Kind.FROM;
        }

        @Override
        public LocalDate dueOn() {
            return null;
        }

        @Override
        public From counted(DeadlinePolicy policy, WorkingDays calendar) {
            return this;
        }
    }
}
