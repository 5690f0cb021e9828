package cn.taxrollout.task.planimport;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of the document each line belongs to, told by how the line begins. Blank lines mean nothing: such documents
 * have them between, and even within, sentences.
 */
final class Outline {

    private static final String ORDINAL = "[一二三四五六七八九十]{1,3}";
    private static final Pattern CHAPTER = Pattern.compile(ORDINAL + "\\s*、\\s*(\\S.*)");
    private static final Pattern PHASE = Pattern.compile("\\(\\s*" + ORDINAL + "\\s*\\)\\s*第\\s*(["
            + ChineseNumber.CHARACTERS + "]{1,3})\\s*阶段(?:[:、,\\s-]\\s*(.*)|$)");
    private static final Pattern TASK = Pattern.compile("([1-9]\\d{0,2})\\s*[.、]\\s*(.*)");

    /** "3.5万户" at the start of a broken line is no task 3, "8.12366热线准备（3月1日前）" is a task 8. */
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}\\.\\d.*");

    private static final Pattern DATE_IN_PARENTHESES = Pattern.compile("\\([^()]*\\d\\s*[年月日][^()]*\\)");
    private static final Pattern IMPRINT =
            Pattern.compile("信息公开(?:选项|类型|属性)\\s*:.*|.*\\d{4}\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日\\s*印发");

    private final List<Passage> head = new ArrayList<>();
    private final List<Passage> goals = new ArrayList<>();
    private final List<Passage> imprint = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private final List<Passage> tasksOutsidePhases = new ArrayList<>();
    private List<Passage> introduction = List.of();

    /**
     * A phase and what stands below its heading.
     *
     * @param ordinal as the heading has it
     * @param title what follows the ordinal, may be empty
     * @param heading the whole heading
     * @param lines between the heading and the first task
     */
    record Phase(int ordinal, Passage title, Passage heading, List<Passage> lines, List<Task> tasks) {}

    /**
     * A task and what stands below its first line.
     *
     * @param title the first line after the number, perhaps with the deadline, perhaps broken in its middle
     */
    record Task(int number, int line, Passage title, List<Passage> lines) {}

    static Outline of(List<Line> lines) {
        Outline outline = new Outline();
        outline.sort(lines.stream()
                .map(Passage::of)
                .filter(passage -> !passage.isEmpty())
                .toList());
        return outline;
    }

    private void sort(List<Passage> passages) {
        List<Passage> chapter = head;
        List<Passage> current = head;
        Phase phase = null;
        for (Passage passage : passages) {
            Matcher phaseHeading = PHASE.matcher(passage.plain());
            Matcher chapterHeading = CHAPTER.matcher(passage.plain());
            Matcher task = TASK.matcher(passage.plain());
            if (phaseHeading.matches()) {
                introduction = phases.isEmpty() ? chapter : introduction;
                phase = phase(phaseHeading, passage);
                phases.add(phase);
                current = phase.lines();
            } else if (chapterHeading.matches()) {
                phase = null;
                chapter = chapterHeading.group(1).contains("目标") && goals.isEmpty() ? goals : new ArrayList<>();
                current = chapter;
            } else if (IMPRINT.matcher(passage.plain()).matches()) {
                imprint.add(passage);
                current = phase == null ? current : imprint;
                phase = null;
            } else if (task.matches() && isTask(passage.plain(), phase != null)) {
                if (phase == null) {
                    tasksOutsidePhases.add(passage);
                } else {
                    Task begun = new Task(
                            Integer.parseInt(task.group(1)),
                            passage.firstLine(),
                            passage.from(task.start(2)),
                            new ArrayList<>());
                    phase.tasks().add(begun);
                    current = begun.lines();
                }
            } else {
                current.add(passage);
            }
        }
    }

    private static Phase phase(Matcher heading, Passage passage) {
        Passage title =
                heading.group(2) == null ? passage.from(passage.text().length()) : passage.from(heading.start(2));
        return new Phase(
                ChineseNumber.of(heading.group(1)).orElse(0), title, passage, new ArrayList<>(), new ArrayList<>());
    }

    /** Below a phase every numbered line is a task; elsewhere (lists of demands) only one that has a date in parentheses. */
    private static boolean isTask(String line, boolean belowPhase) {
        return belowPhase && !DECIMAL.matcher(line).matches()
                || DATE_IN_PARENTHESES.matcher(line).find();
    }

    /** Everything before the first chapter: letterhead, number, notice, signature, title. */
    List<Passage> head() {
        return head;
    }

    List<Passage> goals() {
        return goals;
    }

    /** What the chapter of the tasks says before its first phase. */
    List<Passage> introduction() {
        return introduction;
    }

    List<Phase> phases() {
        return phases;
    }

    /** First lines of tasks that stand below no phase. */
    List<Passage> tasksOutsidePhases() {
        return tasksOutsidePhases;
    }

    /** The lines at the end that tell about the document itself. */
    List<Passage> imprint() {
        return imprint;
    }
}
