package cn.taxrollout.task.planimport;

import java.util.List;
import java.util.Locale;

/**
 * A reason why a document is refused.
 *
 * @param line where it lies, null where it is the document as a whole
 * @param arguments what the text names, in the order of the bundle {@code planimport_messages}
 */
public record Problem(Code code, Integer line, List<String> arguments) {

    /** Stable names, part of the service's contract. */
    public enum Code {
        EMPTY,
        TOO_LARGE,
        TOO_MANY_LINES,
        LINE_TOO_LONG,
        NOT_A_DOCUMENT,
        LEGACY_DOC,
        ENCRYPTED,
        MACROS,
        ZIP_BOMB,
        UNSAFE_XML,
        DAMAGED,
        BROKEN_ENCODING,
        CONTROL_CHARACTER,
        NO_DOCUMENT_NUMBER,
        NO_PLAN_TITLE,
        NO_ISSUER,
        NO_ISSUE_DATE,
        NO_TASKS,
        TASK_OUTSIDE_PHASE,
        NO_TASK_TITLE,
        NO_DEADLINE,
        UNREADABLE_DEADLINE,
        IMPOSSIBLE_DATE,
        NO_RESPONSIBLE_UNIT,
        UNKNOWN_UNIT
    }

    public Problem {
        arguments = List.copyOf(arguments);
    }

    static Problem of(Code code, Integer line, Object... arguments) {
        return new Problem(code, line, Messages.arguments(arguments));
    }

    /** For people, with the line in front; Chinese unless the locale is English. */
    public String text(Locale locale) {
        return Messages.text(locale, "problem." + code, line, arguments);
    }
}
