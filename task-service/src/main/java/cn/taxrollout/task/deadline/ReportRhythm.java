package cn.taxrollout.task.deadline;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * When reports on continuing work are due: each week, month or quarter on a day, as in 每月5日前报送.
 *
 * @param day of the week from 1 for Monday, or of the month; in a quarter of its last month. A month that is too short has it on
 *     its last day
 */
@Embeddable
public record ReportRhythm(
        @Column(name = "report_interval") @Enumerated(EnumType.STRING)
        Interval interval,

        @Column(name = "report_day") int day) {
    @Schema(name = "ReportInterval")
    public enum Interval {
        WEEKLY(Period.ofWeeks(1), 7),
        MONTHLY(Period.ofMonths(1), 31),
        QUARTERLY(Period.ofMonths(3), 31);

        private final Period length;
        private final int days;

        Interval(Period length, int days) {
            this.length = length;
            this.days = days;
        }

        /** The highest number a day can have in it. */
        public int days() {
            return days;
        }
    }

    public static final ReportRhythm STANDARD = new ReportRhythm(Interval.MONTHLY, 31);

    /** Whether its interval has such a day. */
    public boolean fits() {
        return day >= 1 && day <= interval.days;
    }

    /** The first report day after this day. */
    public LocalDate after(LocalDate day) {
        LocalDate same = inTheIntervalOf(day);
        return same.isAfter(day) ? same : inTheIntervalOf(same.plus(interval.length));
    }

    /** The last report day before this day. */
    public LocalDate before(LocalDate day) {
        LocalDate same = inTheIntervalOf(day);
        return same.isBefore(day) ? same : inTheIntervalOf(same.minus(interval.length));
    }

    private LocalDate inTheIntervalOf(LocalDate date) {
        return switch (interval) {
            case WEEKLY -> date.with(DayOfWeek.of(day));
            case MONTHLY -> in(YearMonth.from(date));
            case QUARTERLY -> in(YearMonth.of(date.getYear(), (date.getMonthValue() + 2) / 3 * 3));
        };
    }

    private LocalDate in(YearMonth month) {
        return month.atDay(Math.min(day, month.lengthOfMonth()));
    }
}
