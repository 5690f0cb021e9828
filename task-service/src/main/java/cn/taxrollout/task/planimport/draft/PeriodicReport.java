package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.deadline.ReportRhythm;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a continuing task owes again and again: 每月5日前报送.
 *
 * @param every the period in which it is owed once
 * @param month within a quarter (1 to 3), a half-year (1 to 6) or a year (1 to 12); null for shorter periods, and where only the period is given
 * @param day the last day in time: of the month (31 is the last day of any month), or of the week (1 is Monday); null where only the period
 *     is given
 */
@Schema(name = "PlanImportPeriodicReport")
public record PeriodicReport(Every every, Integer month, Integer day) {

    /** Periods as plans name them. */
    @Schema(name = "PlanImportReportPeriod")
    public enum Every {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        HALF_YEAR,
        YEAR;

        /** How many months it has, 0 for shorter periods. */
        int months() {
            return switch (this) {
                case DAY, WEEK -> 0;
                case MONTH -> 1;
                case QUARTER -> 3;
                case HALF_YEAR -> 6;
                case YEAR -> 12;
            };
        }
    }

    static final int LAST_DAY = 31;
    private static final int LAST_OF_WEEK = 7;

    /** Whether there is such a day in every period. */
    boolean hasDays() {
        return switch (every) {
            case DAY -> month == null && day == null;
            case WEEK -> month == null && isBetween(day, LAST_OF_WEEK);
            case MONTH -> month == null && isBetween(day, LAST_DAY);
            default -> (day == null || month != null) && isBetween(month, every.months()) && isBetween(day, LAST_DAY);
        };
    }

    /** When reports are due on the task, empty where tasks know no such rhythm. Without a day it is the last one of the period. */
    public Optional<ReportRhythm> rhythm() {
        return switch (every) {
            case WEEK -> Optional.of(new ReportRhythm(ReportRhythm.Interval.WEEKLY, day == null ? LAST_OF_WEEK : day));
            case MONTH -> Optional.of(new ReportRhythm(ReportRhythm.Interval.MONTHLY, day == null ? LAST_DAY : day));
            case QUARTER ->
                month == null || month == every.months()
                        ? Optional.of(new ReportRhythm(ReportRhythm.Interval.QUARTERLY, day == null ? LAST_DAY : day))
                        : Optional.empty();
            case DAY, HALF_YEAR, YEAR -> Optional.empty();
        };
    }

    private static boolean isBetween(Integer value, int last) {
        return value == null || value >= 1 && value <= last;
    }
}
