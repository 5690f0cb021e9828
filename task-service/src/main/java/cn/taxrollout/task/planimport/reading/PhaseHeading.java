package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.draft.DeadlineText;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The heading below which tasks stand.
 *
 * @param title without its number, its days and units; empty where nothing is left
 * @param period the days it names, null if it names none
 */
record PhaseHeading(Passage title, Passage period) {

    private static final Pattern ORDINAL =
            Pattern.compile("第\\s*[^阶]{1,3}\\s*阶\\s*段[\\s:、,—-]*|阶\\s*段\\s*[^:、,(\\s]{1,3}[\\s:、,—-]+");
    private static final Pattern PHASE =
            Pattern.compile("(?!分)[^。,;:()]{0,14}(?<![分各])阶\\s*段(?:工作|任务)?\\s*(?:[:、,(。—-].*|$)");
    private static final Pattern PARENTHESES = Pattern.compile("[(\\[【]([^()\\[\\]【】]*)[)\\]】]");

    /** A longer heading is no heading. */
    private static final int LENGTH = 50;

    static boolean isPhase(String heading) {
        return heading.length() <= 2 * LENGTH && PHASE.matcher(heading).matches();
    }

    static PhaseHeading of(Section section) {
        Passage line = section.heading;
        var ordinal = ORDINAL.matcher(line.plain());
        Passage title = ordinal.lookingAt() ? line.from(ordinal.end()) : line;
        Passage period = null;
        List<MatchResult> parentheses =
                PARENTHESES.matcher(title.plain()).results().toList();
        for (MatchResult found : parentheses) {
            if (DeadlineText.isDeadline(found.group(1))) {
                period = title.part(found.start(1), found.end(1));
                title = title.part(0, found.start());
                break;
            }
        }
        int end = title.plain().indexOf('。');
        if (end > 0) {
            title = title.part(0, end);
        } else if (title.plain().endsWith(":")) {
            title = title.part(0, title.plain().length() - 1);
        }
        if (period == null && !section.clauses().deadlines().isEmpty()) {
            period = section.clauses().deadlines().get(0).words();
        }
        return new PhaseHeading(goingOn(title, section), period);
    }

    /** The heading may be broken, too; what follows it as a whole sentence is an introduction. */
    private static Passage goingOn(Passage title, Section section) {
        List<Passage> below = Passage.paragraphs(section.lines);
        boolean broken = !below.isEmpty()
                && !below.get(0).endsSentence()
                && !TaskClauses.hasLabel(below.get(0).plain())
                && title.text().length() + below.get(0).text().length() <= LENGTH;
        Passage whole = broken ? Passage.join(List.of(title, below.get(0))) : title;
        return whole.isEmpty() ? section.heading.isEmpty() ? section.line : section.heading : whole;
    }
}
