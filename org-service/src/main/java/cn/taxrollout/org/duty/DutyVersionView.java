package cn.taxrollout.org.duty;

import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One version of a unit's list of duties.
 *
 * @param number in the order in which the versions were made
 * @param from its first day, null for since ever
 * @param to its last day, null while open
 */
record DutyVersionView(
        @Schema(examples = "2") int number,
        @Schema(nullable = true, examples = "2023-01-01") LocalDate from,
        @Schema(nullable = true, examples = "2023-12-31") LocalDate to,
        List<Clause> clauses) {
    static DutyVersionView of(DutyVersion version) {
        return new DutyVersionView(version.number(), version.fromDate(), version.toDate(), version.clauses());
    }
}
