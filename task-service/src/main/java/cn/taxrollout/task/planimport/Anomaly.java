package cn.taxrollout.task.planimport;

import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something in a readable document that a person should look at before confirming it.
 *
 * @param line where it lies, null where it is the document as a whole
 * @param arguments what the text names, in the order of the bundle {@code planimport_messages}
 */
public record Anomaly(Code code, Integer line, List<String> arguments) {

    /** Stable names, part of the service's contract. */
    @Schema(name = "AnomalyCode")
    public enum Code {
        TASK_COUNT_DIFFERS,
        PHASE_COUNT_DIFFERS,
        TASK_NUMBERS_MISSING,
        TASK_NUMBER_REPEATED,
        PHASE_ORDINAL_DIFFERS,
        PHASE_WITHOUT_TASKS,
        UNIT_REPEATED,
        DEADLINE_DIFFERS_IN_BODY,
        DUE_ON_REST_DAY,
        OPENS_ON_REST_DAY,
        DUE_BEFORE_ISSUE,
        NO_GOALS,
        NO_DISCLOSURE_MARK
    }

    public Anomaly {
        arguments = List.copyOf(arguments);
    }

    static Anomaly of(Code code, Integer line, Object... arguments) {
        return new Anomaly(code, line, Messages.arguments(arguments));
    }

    /** For people, with the line in front; Chinese unless the locale is English. */
    public String text(Locale locale) {
        return Messages.text(locale, "anomaly." + code, line, arguments);
    }
}
