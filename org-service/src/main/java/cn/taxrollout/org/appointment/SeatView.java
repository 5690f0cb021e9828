package cn.taxrollout.org.appointment;

import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

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
        @Schema(examples = "成员") String title,
        @Schema(examples = "MEMBER") SeatRank rank,
        @Schema(examples = "PRINCIPAL_OF") HolderRule holderRule,
        @Schema(nullable = true) UUID sectionId,
        @Schema(examples = "2022-12-15") LocalDate existsFrom,
        @Schema(nullable = true, examples = "2023-12-31") LocalDate lastDay) {
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
