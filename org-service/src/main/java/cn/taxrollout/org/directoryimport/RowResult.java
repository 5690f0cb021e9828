package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.workbook.Reason;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.Refusal.Violation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What becomes of one row. */
final class RowResult {
    @Schema(name = "ImportRowOutcome")
    enum Outcome {
        ADDED,
        CHANGED,
        ENDED,
        UNCHANGED,
        REJECTED
    }

    /** A field that is other than before; null where there was or is nothing. */
    @Schema(name = "ImportFieldChange")
    record FieldChange(
            @Schema(examples = "mobile") String field,

            @Schema(nullable = true, examples = "10000001038")
            String before,

            @Schema(nullable = true, examples = "10000002038")
            String after) {}

    private final String sheet;
    private final int row;
    private final String label;
    private final List<FieldChange> changes = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private Outcome outcome = Outcome.UNCHANGED;

    /**
     * @param sheet the field of the sheet
     * @param label how people find the row again: the code or number it speaks of
     */
    RowResult(String sheet, int row, String label, List<Reason> reasons) {
        this.sheet = sheet;
        this.row = row;
        this.label = label;
        this.reasons.addAll(reasons);
    }

    void added() {
        outcome = Outcome.ADDED;
    }

    /** Notes a field; if its values are the same nothing has changed. */
    void field(String field, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(new FieldChange(field, text(before), text(after)));
            outcome = outcome == Outcome.UNCHANGED ? Outcome.CHANGED : outcome;
        }
    }

    /** What the row speaks of is no more. */
    void gone() {
        outcome = Outcome.ENDED;
    }

    /** Notes a last day that was another one, or none. */
    void ended(String field, LocalDate before, LocalDate lastDay) {
        field(field, before, lastDay);
        outcome = outcome == Outcome.ADDED ? Outcome.ADDED : Outcome.ENDED;
    }

    /** @param column null if the row as a whole is at fault */
    void reject(String column, String code, Object... arguments) {
        reasons.add(Reason.of(column, code, arguments));
    }

    void reject(String column, Violation violation) {
        reasons.add(new Reason(column, violation.code(), texts(violation.arguments())));
    }

    /** Rejects the row for what the organisation doesn't allow. */
    void reject(String column, Refusal refusal) {
        if (refusal.violations().isEmpty()) {
            reasons.add(new Reason(column, refusal.code(), texts(refusal.arguments())));
        }
        refusal.violations().forEach(violation -> reject(column, violation));
    }

    /** Something about the row that somebody should look at. */
    Problem note(String code, Object... arguments) {
        return new Problem(sheet, row, null, code, List.of(arguments));
    }

    boolean isRejected() {
        return !reasons.isEmpty();
    }

    Outcome outcome() {
        return isRejected() ? Outcome.REJECTED : outcome;
    }

    String sheet() {
        return sheet;
    }

    int row() {
        return row;
    }

    String label() {
        return label;
    }

    /** What is other than before; empty for a row that is rejected. */
    List<FieldChange> changes() {
        return isRejected() ? List.of() : changes;
    }

    List<Reason> reasons() {
        return reasons;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static List<Object> texts(List<Object> arguments) {
        return arguments.stream().map(String::valueOf).map(Object.class::cast).toList();
    }
}
