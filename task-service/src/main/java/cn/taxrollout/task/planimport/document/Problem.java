package cn.taxrollout.task.planimport.document;

import cn.taxrollout.task.web.Texts;
import java.util.List;

/**
 * A reason why a file is refused.
 *
 * @param line where it lies, null where it is the document as a whole
 * @param arguments what the text names, in the order of the bundle {@code texts}
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
        NO_TASKS
    }

    public Problem {
        arguments = List.copyOf(arguments);
    }

    public static Problem of(Code code, Integer line, Object... arguments) {
        return new Problem(code, line, Quotation.of(arguments));
    }

    /** For people, with the line in front. */
    public String text(Texts texts) {
        return texts.atLine(line, "problem." + code, arguments);
    }
}
