package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.upload.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was found in an import.
 *
 * @param counts how many rows of each sheet come to what, by the sheet's field
 * @param anomalies what somebody should look at; nothing of it stands in the way
 * @param problems why the whole of it could not be read or applied
 */
record ImportReport(Map<String, Count> counts, List<Problem> anomalies, List<Problem> problems) {
    @Schema(name = "ImportCount")
    record Count(
            @Schema(examples = "3") int added,
            @Schema(examples = "1") int changed,
            @Schema(examples = "0") int ended,
            @Schema(examples = "52") int unchanged,
            @Schema(examples = "0") int rejected) {
        static final Count NONE = new Count(0, 0, 0, 0, 0);

        Count with(RowResult.Outcome outcome) {
            return switch (outcome) {
                case ADDED -> new Count(added + 1, changed, ended, unchanged, rejected);
                case CHANGED -> new Count(added, changed + 1, ended, unchanged, rejected);
                case ENDED -> new Count(added, changed, ended + 1, unchanged, rejected);
                case UNCHANGED -> new Count(added, changed, ended, unchanged + 1, rejected);
                case REJECTED -> new Count(added, changed, ended, unchanged, rejected + 1);
            };
        }
    }

    static ImportReport of(List<RowResult> rows, List<Problem> anomalies) {
        Map<String, Count> counts = new LinkedHashMap<>();
        RosterSheets.ALL.forEach(sheet -> counts.put(sheet.field(), Count.NONE));
        rows.forEach(row -> counts.merge(row.sheet(), Count.NONE, (count, none) -> count.with(row.outcome())));
        return new ImportReport(counts, anomalies, List.of());
    }

    static ImportReport ofProblems(List<Problem> problems) {
        return new ImportReport(Map.of(), List.of(), problems);
    }

    int rejected() {
        return counts.values().stream().mapToInt(Count::rejected).sum();
    }
}
