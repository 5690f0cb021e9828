package cn.taxrollout.org.standin;

import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A stand-in as it is recorded.
 *
 * @param staffId who stands in
 * @param forStaffId whose seats it is for
 * @param unitId for the seats in this unit alone; null for all
 * @param to the last day
 * @param takenBack whether it was taken back before it began
 */
record StandInView(
        UUID id,
        UUID staffId,
        UUID forStaffId,
        @Schema(nullable = true) UUID unitId,
        LocalDate from,
        @Schema(examples = "2023-03-31") LocalDate to,
        @Schema(nullable = true, examples = "年休假") String reason,
        @Schema(examples = "false") boolean takenBack) {
    static StandInView of(StandIn standIn) {
        return new StandInView(
                standIn.id(),
                standIn.staffId(),
                standIn.forStaffId(),
                standIn.unitId(),
                standIn.from(),
                standIn.to(),
                standIn.reason(),
                standIn.deleted());
    }
}
