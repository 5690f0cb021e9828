package cn.taxrollout.task.planimport.draft;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The words that a task's deadline is read from.
 *
 * @param words without spaces, in half width
 * @param reckoned whether the dates follow from the words only with something else: the date of issue, the year of the plan
 * @param outcome why the words give no deadline; null where they do
 */
public record DeadlineClause(String words, Source source, boolean reckoned, Unresolved.Code outcome) {

    /** Where words of a deadline stand. */
    @Schema(name = "PlanImportDeadlineSource")
    public enum Source {
        /** In parentheses after the title, where a day alone is the very day of the work. */
        TITLE,
        /** After a label such as 完成时限, where a day alone is the last one in time. */
        LABEL,
        /** In the sentences of the task. */
        BODY,
        /** At the heading of the phase, for all tasks below it that have none of their own. */
        HEADING
    }
}
