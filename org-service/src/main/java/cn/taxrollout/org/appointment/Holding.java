package cn.taxrollout.org.appointment;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A seat on a day.
 *
 * @param section the section that the holder rule speaks of, or null
 * @param holder null while the seat is vacant, as are the appointment's id and days
 * @param substitutes who stands in for the holder on that day
 */
record Holding(
        UUID seatId,
        String title,
        SeatRank rank,
        HolderRule holderRule,
        Section section,
        Person holder,
        UUID appointmentId,
        LocalDate from,
        LocalDate to,
        List<Substitute> substitutes) {

    record Section(UUID id, String name) {}

    record Person(UUID id, String staffNo, String name) {}

    /**
     * Somebody who stands in.
     *
     * @param until the last day of it
     */
    record Substitute(Person person, LocalDate until) {}
}
