package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.web.Refusal;
import java.time.LocalDate;

/** A deadline as somebody states it: perhaps with dates that are missing, superfluous, out of order or mistyped. */
record StatedDeadline(Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn) {
    /** No plan reaches so far; a date beyond is a slip of the keyboard. */
    private static final int PLAUSIBLE_YEARS = 10;

    /**
     * The deadline, if it is one.
     *
     * @throws Refusal 422 otherwise; it names the field and the clause of the plan
     */
    Deadline soundFor(Task task, LocalDate today) {
        return soundFor(task.clause(), today);
    }

    /**
     * The deadline, if it is one, of a clause that may be no task yet.
     *
     * @throws Refusal 422 otherwise; it names the field and the clause of the plan
     */
    Deadline soundFor(Clause task, LocalDate today) {
        boolean opens = kind == Deadline.Kind.WINDOW || kind == Deadline.Kind.FROM;
        boolean ends = kind != Deadline.Kind.FROM;
        check(task, "opensOn", opensOn, opens, kind == Deadline.Kind.ON && opensOn != null && opensOn.equals(dueOn));
        check(task, "dueOn", dueOn, ends, false);
        if (kind == Deadline.Kind.WINDOW && dueOn.isBefore(opensOn)) {
            throw task.refusal("deadline-unsound", "dueOn", "deadline-before-opening", dueOn, opensOn);
        }
        plausible(task, "opensOn", opensOn, today);
        plausible(task, "dueOn", dueOn, today);
        return asStated();
    }

    /** The deadline, where its dates are known to go together. */
    Deadline asStated() {
        return Deadline.of(kind, kind == Deadline.Kind.ON ? dueOn : opensOn, dueOn);
    }

    private void check(Clause task, String field, LocalDate day, boolean needed, boolean tolerated) {
        if (needed && day == null) {
            throw task.refusal("deadline-unsound", field, "deadline-day-missing", kind);
        }
        if (!needed && day != null && !tolerated) {
            throw task.refusal("deadline-unsound", field, "deadline-day-superfluous", kind);
        }
    }

    /** @throws Refusal 422 if the day is so far from today that it must be a slip */
    static void plausible(Task task, String field, LocalDate day, LocalDate today) {
        plausible(task.clause(), field, day, today);
    }

    private static void plausible(Clause task, String field, LocalDate day, LocalDate today) {
        if (day != null
                && (day.isBefore(today.minusYears(PLAUSIBLE_YEARS)) || day.isAfter(today.plusYears(PLAUSIBLE_YEARS)))) {
            throw task.refusal("deadline-unsound", field, "deadline-implausible", day, PLAUSIBLE_YEARS);
        }
    }
}
