package cn.taxrollout.task.planimport.draft;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What dates that aren't written out are reckoned by.
 *
 * @param issuedOn the date of issue, null where it isn't known
 * @param year the one that the plan's title speaks of, or null
 * @param period first and last day of the phase, or null
 * @param near the day to which a date without a year must be the nearest, or null; nothing else counts then
 * @param isRestDay whether nobody works on a day
 */
record ReckoningDay(
        LocalDate issuedOn, Integer year, ReadDeadline period, LocalDate near, Predicate<LocalDate> isRestDay) {

    /** A year outside of these is a slip of the pen (2203年), whatever a calendar may hold. */
    private static final int FIRST_YEAR = 2000;

    private static final int LAST_YEAR = 2100;

    /** A month that lies longer back than this is meant for the next year; less long, and nobody can tell. */
    private static final int DAYS_BACK = 183;

    static ReckoningDay of(LocalDate issuedOn, Integer year, Predicate<LocalDate> isRestDay) {
        return new ReckoningDay(issuedOn, year, null, null, isRestDay);
    }

    static ReckoningDay near(LocalDate day) {
        return new ReckoningDay(null, null, null, day, other -> false);
    }

    ReckoningDay within(String words) {
        ReadDeadline read = DeadlineText.read(words, this, true).deadline();
        return read == null || read.dueOn() == null ? this : new ReckoningDay(issuedOn, year, read, near, isRestDay);
    }

    /** @throws Unclear if the date of issue isn't known */
    LocalDate issue() throws Unclear {
        if (issuedOn == null) {
            throw new Unclear(Unresolved.Code.ISSUE_DATE_NEEDED);
        }
        return issuedOn;
    }

    /** The year that 今年 means: that of the title, unless it lies before the issue (2022年度汇算清缴 is done in 2023). */
    int yearOfIssue() throws Unclear {
        return year != null && year >= issue().getYear() ? year : issue().getYear();
    }

    /**
     * The year of a day of which only month and day are written.
     *
     * @throws Unclear if it isn't clear which
     */
    int yearOf(int month, int day) throws Unclear {
        if (near != null) {
            return nearest(month, day);
        }
        if (period != null) {
            for (int candidate = first().getYear(); candidate <= period.dueOn().getYear(); candidate++) {
                LocalDate date = dayOrLast(candidate, month, day);
                if (!date.isBefore(first()) && !date.isAfter(period.dueOn())) {
                    return candidate;
                }
            }
        }
        if (year != null && year >= issue().getYear()) {
            return year;
        }
        LocalDate sameYear = dayOrLast(issue().getYear(), month, day);
        if (!sameYear.isBefore(issuedOn)) {
            return sameYear.getYear();
        }
        if (sameYear.plusDays(DAYS_BACK).isBefore(issuedOn)) {
            return sameYear.getYear() + 1;
        }
        throw new Unclear(Unresolved.Code.YEAR_UNCLEAR);
    }

    private LocalDate first() {
        return period.opensOn() == null ? period.dueOn() : period.opensOn();
    }

    private int nearest(int month, int day) {
        return IntStream.rangeClosed(Math.max(FIRST_YEAR, near.getYear() - 1), Math.min(LAST_YEAR, near.getYear() + 1))
                .filter(candidate -> month != 2 || day != 29 || Year.isLeap(candidate))
                .mapToObj(candidate -> date(candidate, month, day))
                .min(Comparator.comparingLong(date -> Math.abs(date.toEpochDay() - near.toEpochDay())))
                .orElseThrow(() -> new DateTimeException("no 29 February near " + near))
                .getYear();
    }

    /** The last day of the count of working days after the date of issue. */
    LocalDate workingDaysAfterIssue(int count) throws Unclear {
        LocalDate day = issue();
        for (int left = count; left > 0; ) {
            day = day.plusDays(1);
            if (!isRestDay.test(day)) {
                left--;
            }
        }
        return day;
    }

    /** A day that the month doesn't have is its last one, for comparing; the date itself is refused when it is made. */
    private static LocalDate dayOrLast(int year, int month, int day) {
        LocalDate first = date(year, month, 1);
        return first.withDayOfMonth(Math.min(day, first.lengthOfMonth()));
    }

    static boolean isPossibleYear(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    static LocalDate date(int year, int month, int day) {
        if (!isPossibleYear(year)) {
            throw new DateTimeException("year " + year);
        }
        return LocalDate.of(year, month, day);
    }

    /** The words are understood, and still it isn't clear which day they mean. */
    static final class Unclear extends Exception {
        private static final long serialVersionUID = 1L;

        private final Unresolved.Code why;

        Unclear(Unresolved.Code why) {
            super(why.name(), null, false, false);
            this.why = why;
        }

        Unresolved.Code why() {
            return why;
        }
    }
}
