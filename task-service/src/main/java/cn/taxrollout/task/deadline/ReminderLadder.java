package cn.taxrollout.task.deadline;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Outstanding.Reports;
import cn.taxrollout.task.deadline.Reminder.Kind;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * When a plan's tasks are reminded of, in working days. It says what the discipline 临期超期提醒 of a plan means.
 *
 * <p>Of what is repeated only the next is owed; each writes its successor. Repetitions come on fixed steps counted from the date
 * they depend on, so whoever reckons them finds the same.
 *
 * @param daysBefore working days before the due date on which to remind; 0 is the due date itself, working day or not
 * @param at the time of day in China
 * @param overdueEvery working days between two announcements that a task is overdue; the first comes on the first working
 *     day after the due date
 * @param escalatesFrom working days overdue from which levels 1 (unit leaders), 2 (office and supervising group), 3 (leading
 *     group) hold
 * @param receiptWithin working days within which a unit is to sign for its share
 * @param receiptEvery working days between two reminders that it hasn't
 * @param staleAfter working days without a report after which a unit at work is asked for one
 * @param staleEvery working days between two such questions
 * @param reports when reports on continuing work are due, unless the task says otherwise
 */
@Embeddable
public record ReminderLadder(
        @Column(name = "remind_days_before") @JdbcTypeCode(SqlTypes.ARRAY)
        List<Integer> daysBefore,

        @Column(name = "remind_at") LocalTime at,
        @Column(name = "overdue_every") int overdueEvery,

        @Column(name = "escalates_from") @JdbcTypeCode(SqlTypes.ARRAY)
        List<Integer> escalatesFrom,

        @Column(name = "receipt_within") int receiptWithin,
        @Column(name = "receipt_every") int receiptEvery,
        @Column(name = "stale_after") int staleAfter,
        @Column(name = "stale_every") int staleEvery,
        @Embedded ReportRhythm reports) {

    /** No stretch of rest days has ever been longer, in days; a report day moves by less. */
    private static final int LONGEST_REST = 30;

    public static final ReminderLadder STANDARD = new ReminderLadder(
            List.of(5, 3, 1, 0), LocalTime.of(9, 0), 2, List.of(1, 3, 5), 2, 2, 10, 5, ReportRhythm.STANDARD);

    /** All that is owed for a task from a moment on. */
    public List<Reminder> owed(Outstanding work, Instant from, WorkingDays calendar) {
        List<Reminder> owed = new ArrayList<>();
        if (work.opensOn() != null) {
            owed.add(on(work.opensOn(), Kind.OPENED, work.opensOn(), 0));
        }
        work.dueDates().forEach(dueOn -> daysBefore.stream()
                .map(days -> dueSoon(dueOn, days, calendar))
                .filter(reminder -> isWanted(work.deadline(), reminder.day()))
                .forEach(owed::add));
        owed.removeIf(reminder -> reminder.fireAt().isBefore(from));
        owed.addAll(firstOfEach(Kind.OVERDUE, work.dueDates(), from, calendar));
        owed.addAll(firstOfEach(Kind.NOT_RECEIVED, work.unsignedSince(), from, calendar));
        owed.addAll(firstOfEach(Kind.STALE, work.silentSince(), from, calendar));
        if (work.reports() != null) {
            owed.add(firstReport(work.reports(), from, calendar));
        }
        return owed;
    }

    /**
     * Whether a reminder that is settled on this day has been overtaken: what has fallen due since then says more, or nothing is
     * to be said of it any more. So after an outage one of many is said.
     */
    public boolean isOvertaken(Reminder settled, Outstanding work, LocalDate today, WorkingDays calendar) {
        return switch (settled.kind()) {
            case OPENED -> isPast(work.deadline().dueOn(), today);
            case DUE_SOON ->
                isPast(settled.reckonedFrom(), today)
                        || daysBefore.stream()
                                .filter(days -> days < settled.step())
                                .anyMatch(days -> !dueSoon(settled.reckonedFrom(), days, calendar)
                                        .day()
                                        .isAfter(today));
            case PREREQUISITE, HELP_DUE -> false;
            case OVERDUE, NOT_RECEIVED, STALE ->
                isLater(last(settled.kind(), settled.reckonedFrom(), today, calendar), settled);
            case REPORT_DUE -> work.reports() == null || isLater(lastReport(work.reports(), today, calendar), settled);
        };
    }

    /**
     * What is owed in the place of a repeated reminder once it is settled: the last that has fallen due by this day if that has
     * overtaken it, else the next one. For silence it is what is owed for all units, because only then it is seen who has
     * reported since.
     */
    public List<Reminder> following(Reminder settled, Outstanding work, LocalDate today, WorkingDays calendar) {
        return switch (settled.kind()) {
            case OPENED, DUE_SOON, PREREQUISITE, HELP_DUE -> List.of();
            case OVERDUE -> following(settled, work.dueDates(), today, calendar);
            case NOT_RECEIVED -> following(settled, work.unsignedSince(), today, calendar);
            case STALE -> {
                List<Reminder> following = new ArrayList<>(following(settled, work.silentSince(), today, calendar));
                Set<LocalDate> others = new HashSet<>(work.silentSince());
                others.remove(settled.reckonedFrom());
                following.addAll(firstOfEach(Kind.STALE, others, settled.fireAt(), calendar));
                yield following;
            }
            case REPORT_DUE ->
                work.reports() == null
                        ? List.of()
                        : List.of(later(
                                lastReport(work.reports(), today, calendar),
                                settled,
                                firstReport(work.reports(), after(today), calendar)));
        };
    }

    /** The one that comes after this one in its chain. */
    Reminder next(Reminder link, Outstanding work, WorkingDays calendar) {
        Instant from = after(link.day());
        return link.kind() == Kind.REPORT_DUE
                ? firstReport(work.reports(), from, calendar)
                : first(link.kind(), link.reckonedFrom(), from, calendar);
    }

    /** The last due date that is near on this day: those from this day up to it have had their first reminder, if there is any. */
    public LocalDate soonUntil(LocalDate today, WorkingDays calendar) {
        return calendar.plus(
                today, daysBefore.stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    /** When it is announced that something was not there on its last day: on the first working day after it. */
    public Instant overdueAt(LocalDate lastDay, WorkingDays calendar) {
        return BusinessDay.at(calendar.plus(lastDay, 1), at);
    }

    /** The level of escalation, from 1, of work that is this many working days overdue. */
    public int level(int workingDaysOverdue) {
        return (int) IntStream.range(0, escalatesFrom.size())
                .filter(i -> escalatesFrom.get(i) <= workingDaysOverdue)
                .count();
    }

    private List<Reminder> following(Reminder settled, Set<LocalDate> still, LocalDate today, WorkingDays calendar) {
        LocalDate since = settled.reckonedFrom();
        return still.contains(since)
                ? List.of(later(
                        last(settled.kind(), since, today, calendar),
                        settled,
                        first(settled.kind(), since, after(today), calendar)))
                : List.of();
    }

    private static Reminder later(Reminder last, Reminder settled, Reminder next) {
        return isLater(last, settled) ? last : next;
    }

    private static boolean isLater(Reminder last, Reminder settled) {
        return last != null
                && (last.step() > settled.step() || last.reckonedFrom().isAfter(settled.reckonedFrom()));
    }

    private List<Reminder> firstOfEach(Kind kind, Set<LocalDate> dates, Instant from, WorkingDays calendar) {
        return dates.stream().map(since -> first(kind, since, from, calendar)).toList();
    }

    /** The first of its steps that falls due from this moment on. */
    private Reminder first(Kind kind, LocalDate since, Instant from, WorkingDays calendar) {
        int passed = calendar.between(since, BusinessDay.of(from).minusDays(1));
        int step = firstStep(kind);
        if (step <= passed) {
            step += ((passed - step) / every(kind) + 1) * every(kind);
        }
        Reminder first = on(calendar.plus(since, step), kind, since, step);
        return first.fireAt().isBefore(from)
                ? on(calendar.plus(since, step + every(kind)), kind, since, step + every(kind))
                : first;
    }

    /** The last of its steps that falls due by this day, null if none does. */
    private Reminder last(Kind kind, LocalDate since, LocalDate today, WorkingDays calendar) {
        int passed = calendar.between(since, today);
        if (passed < firstStep(kind)) {
            return null;
        }
        int step = passed - (passed - firstStep(kind)) % every(kind);
        return on(calendar.plus(since, step), kind, since, step);
    }

    private int firstStep(Kind kind) {
        return switch (kind) {
            case NOT_RECEIVED -> receiptWithin;
            case STALE -> staleAfter;
            default -> 1;
        };
    }

    private int every(Kind kind) {
        return switch (kind) {
            case NOT_RECEIVED -> receiptEvery;
            case STALE -> staleEvery;
            default -> overdueEvery;
        };
    }

    private Reminder firstReport(Reports reports, Instant from, WorkingDays calendar) {
        LocalDate earliest = BusinessDay.of(from).minusDays(LONGEST_REST);
        LocalDate start = earliest.isAfter(reports.since()) ? earliest : reports.since();
        Reminder report = report(reports.rhythm().after(start), reports, calendar);
        while (report.fireAt().isBefore(from)) {
            report = report(reports.rhythm().after(report.reckonedFrom()), reports, calendar);
        }
        return report;
    }

    /** The last report that is due by this day, null if none is. */
    private Reminder lastReport(Reports reports, LocalDate today, WorkingDays calendar) {
        Reminder report = report(reports.rhythm().after(today.plusDays(LONGEST_REST)), reports, calendar);
        while (report.day().isAfter(today)) {
            report = report(reports.rhythm().before(report.reckonedFrom()), reports, calendar);
        }
        return report.reckonedFrom().isAfter(reports.since()) ? report : null;
    }

    private Reminder report(LocalDate reportDay, Reports reports, WorkingDays calendar) {
        return on(reports.dueOn(reportDay, calendar), Kind.REPORT_DUE, reportDay, 0);
    }

    private Reminder dueSoon(LocalDate dueOn, int days, WorkingDays calendar) {
        return on(days == 0 ? dueOn : calendar.minus(dueOn, days), Kind.DUE_SOON, dueOn, days);
    }

    /** Nothing is said before a window opens, and on the opening day the opening itself says it all. */
    private static boolean isWanted(Deadline deadline, LocalDate day) {
        return switch (deadline.kind()) {
            case ON -> !day.equals(deadline.opensOn());
            case WINDOW -> day.isAfter(deadline.opensOn());
            default -> true;
        };
    }

    private static boolean isPast(LocalDate day, LocalDate today) {
        return day != null && day.isBefore(today);
    }

    /** The moment after the end of this day. */
    private static Instant after(LocalDate day) {
        return BusinessDay.at(day.plusDays(1), LocalTime.MIDNIGHT);
    }

    private Reminder on(LocalDate day, Kind kind, LocalDate reckonedFrom, int step) {
        return new Reminder(kind, reckonedFrom, step, BusinessDay.at(day, at));
    }
}
