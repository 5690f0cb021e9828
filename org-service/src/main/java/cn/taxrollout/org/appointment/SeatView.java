package cn.taxrollout.org.appointment;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A seat as callers see it.
 *
 * @param sectionId the section that the holder rule speaks of, or null
 * @param existsFrom the first day on which it can be held
 * @param lastDay the last day, null while open
 */
record SeatView(
        UUID id,
        UUID unitId,
        String title,
        SeatRank rank,
        HolderRule holderRule,
        UUID sectionId,
        LocalDate existsFrom,
        LocalDate lastDay) {
    static SeatView of(Seat seat) {
        return new SeatView(
                seat.id(),
                seat.unitId(),
                seat.title(),
                seat.rank(),
                seat.holderRule(),
                seat.sectionId(),
                seat.existsFrom(),
                seat.lastDay());
    }
}
