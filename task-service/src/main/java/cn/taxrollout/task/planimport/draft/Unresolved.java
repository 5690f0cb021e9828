package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.planimport.document.Quotation;
import cn.taxrollout.task.web.Texts;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A field that the document doesn't give, or not in words that are understood. A person has to fill it in: nothing is guessed.
 *
 * @param field its path, as a correction names it, such as {@code tasks.t5.deadline}
 * @param line where in the document it was looked for, null where it is the document as a whole
 * @param arguments what the text names, in the order of the bundle {@code texts}
 */
public record Unresolved(Code code, String field, Integer line, List<String> arguments) {

    /** Stable names, part of the service's contract. */
    @Schema(name = "UnresolvedCode")
    public enum Code {
        NO_DOCUMENT_NUMBER,
        NO_PLAN_TITLE,
        NO_ISSUER,
        NO_ISSUE_DATE,
        NO_TASKS,
        NO_TASK_TITLE,
        NO_DEADLINE,
        UNREADABLE_DEADLINE,
        AMBIGUOUS_DEADLINE,
        SEVERAL_DEADLINES,
        IMPOSSIBLE_DATE,
        IMPOSSIBLE_DEADLINE,
        YEAR_UNCLEAR,
        ISSUE_DATE_NEEDED,
        NO_RESPONSIBLE_UNIT,
        UNKNOWN_UNIT
    }

    public Unresolved {
        arguments = List.copyOf(arguments);
    }

    public static Unresolved of(Code code, String field, Integer line, Object... arguments) {
        return new Unresolved(code, field, line, Quotation.of(arguments));
    }

    /** For people, with the line in front. */
    public String text(Texts texts) {
        return texts.atLine(line, "unresolved." + code, arguments);
    }
}
