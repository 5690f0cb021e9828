package cn.taxrollout.task.deadline;

import cn.taxrollout.task.deadline.WorkingYear.Holiday;
import cn.taxrollout.task.security.Actor;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A year of the working calendar is another one from now on, told in full.
 *
 * @param sequence the version of the year, which rises by one
 */
public record WorkingYearChanged(
        long sequence,
        int year,
        String notice,
        List<Holiday> holidays,
        List<LocalDate> shiftedWorkingDays,
        Actor actor) {
    public static final String TYPE = "cn.taxrollout.task.WorkingYearChanged.v1";

    static WorkingYearChanged of(WorkingYearVersion version) {
        WorkingYear year = version.of();
        return new WorkingYearChanged(
                version.version(),
                year.year(),
                year.notice(),
                year.holidays(),
                year.shiftedWorkingDays(),
                version.actor());
    }

    /** The record key of a year, the same everywhere, as a year has no other id than its number. */
    public static UUID key(int year) {
        return UUID.nameUUIDFromBytes(("working-year:" + year).getBytes(StandardCharsets.UTF_8));
    }
}
