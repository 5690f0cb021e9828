package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.planimport.document.Quotation;
import cn.taxrollout.task.web.Texts;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that a person should look at before confirming a draft.
 *
 * @param field path of the field it concerns, as a correction names it; null where it is the draft as a whole
 * @param line where in the document it lies, null where it is the document as a whole
 * @param arguments what the text names, in the order of the bundle {@code texts}
 */
public record Anomaly(Code code, String field, Integer line, List<String> arguments) {

    /** Stable names, part of the service's contract. */
    @Schema(name = "AnomalyCode")
    public enum Code {
        TASK_COUNT_DIFFERS,
        PHASE_COUNT_DIFFERS,
        TASK_NUMBERS_MISSING,
        TASK_NUMBER_REPEATED,
        TASKS_RENUMBERED,
        TASKS_WITHOUT_PHASE,
        PHASE_ORDINAL_DIFFERS,
        PHASE_WITHOUT_TASKS,
        TITLE_FROM_TEXT,
        UNIT_REPEATED,
        UNITS_OF_HEADING,
        SEVERAL_LEAD_UNITS,
        NO_LEAD_UNIT,
        FIRST_UNIT_LEADS,
        DEADLINE_RECKONED,
        DEADLINE_FROM_BODY,
        DEADLINE_OF_HEADING,
        DEADLINE_DIFFERS_IN_BODY,
        IMPOSSIBLE_DATE_IN_BODY,
        DUE_ON_REST_DAY,
        OPENS_ON_REST_DAY,
        DUE_BEFORE_ISSUE,
        REPORT_RHYTHM_NOT_KEPT,
        COLUMN_NOT_USED,
        ROW_NOT_USED,
        NO_GOALS,
        NO_DISCLOSURE_MARK
    }

    public Anomaly {
        arguments = List.copyOf(arguments);
    }

    public static Anomaly of(Code code, String field, Integer line, Object... arguments) {
        return new Anomaly(code, field, line, Quotation.of(arguments));
    }

    /** For people, with the line in front. */
    public String text(Texts texts) {
        return texts.atLine(line, "anomaly." + code, arguments);
    }
}
