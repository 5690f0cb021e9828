package cn.taxrollout.notification.workinghours;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a year has otherwise than Monday to Friday.
 *
 * @param holidays stretches of rest, weekends within them included
 * @param shiftedWorkingDays days of the weekend that are worked in exchange (调休)
 */
record WorkingYear(int year, List<Holiday> holidays, List<LocalDate> shiftedWorkingDays) {

    /** Both days are inclusive. */
    record Holiday(LocalDate from, LocalDate to) {
        Stream<LocalDate> days() {
            return from.datesUntil(to.plusDays(1));
        }
    }

    Stream<LocalDate> restDays() {
        return holidays.stream().flatMap(Holiday::days);
    }
}
