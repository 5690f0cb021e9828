package cn.taxrollout.task.planimport.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which of a document's parts are its phases and tasks. A part that says who or until when is a task, and so are its neighbours where the
 * document speaks of tasks; what stands above tasks is a phase. A table that arranges tasks gives them, too.
 */
final class PlanOutline {

    private static final Pattern TASKS =
            Pattern.compile(".*(?:任务|举措|步骤|阶段|分工|重点工作|工作内容|工作安排|时间安排|进度安排|实施安排|组织实施|(?:主要|工作|具体|重点|推进)措施|行动|清单).*");
    private static final Pattern ORGANISATION =
            Pattern.compile(".*(?:组织(?:领导|机构|架构|体系)|领导小组|工作专班|机构设置|组成(?:及|和)职责|保障|要求|原则|意义).*");
    private static final Pattern GOALS = Pattern.compile(".*目标.*");
    private static final Pattern CAPTION = Pattern.compile("[^。]{2,40}(?:表|清单|台账|分工|安排)(?:\\([^()]*\\))?");

    /** A heading that is a whole paragraph says what the chapter is about at its beginning. */
    private static final int HEADING_LENGTH = 40;

    /**
     * A task as the document writes it.
     *
     * @param number null where it has none
     * @param at where the number, or else the task, begins
     * @param lists lists of steps below it, as text
     */
    record Task(Integer number, Passage at, TaskClauses clauses, List<Passage> lists) {}

    /**
     * What stands above tasks.
     *
     * @param section null for a part of a table
     * @param heading the number of the phase and its title
     * @param byPhase whether the document itself parts its tasks there; else the tasks stand directly below a chapter or in a table
     * @param above what a heading above the tasks says of all of them
     */
    record Phase(
            Integer ordinal, PhaseHeading heading, Passage at, boolean byPhase, TaskClauses above, List<Task> tasks) {}

    private final List<Phase> phases = new ArrayList<>();
    private final List<ArrangementTable> tables = new ArrayList<>();
    private final Map<Section, Phase> phaseOf = new LinkedHashMap<>();
    private List<Passage> goals = List.of();
    private List<Passage> introduction = List.of();

    private PlanOutline() {}

    static PlanOutline of(Outline outline) {
        PlanOutline plan = new PlanOutline();
        plan.visit(outline.document(), false);
        if (plan.phases.stream().allMatch(phase -> phase.tasks().isEmpty())) {
            plan.phases.clear();
            plan.phaseOf.clear();
            plan.tables.clear();
            plan.takeWhatIsNumbered(outline.document(), false);
        }
        plan.joinTables();
        plan.goals = goals(outline.document());
        return plan;
    }

    // ------------------------------------------------------------------------------------------- tasks in the text

    private void visit(Section section, boolean aboutTasks) {
        section.tables.forEach(table -> addTable(section, table));
        boolean anyTask = section.parts.stream().anyMatch(part -> isTask(part) && !isContainer(part));
        for (Section part : section.parts) {
            boolean partAboutTasks = isAboutTasks(part, aboutTasks);
            if (part.isPhase() && part.parts.isEmpty() && part.tables.isEmpty()) {
                addPhaseOfOneTask(part);
            } else if (part.isPhase()) {
                phase(part, section);
                visit(part, true);
            } else if (isContainer(part)) {
                visit(part, true);
            } else if (isTask(part) || section.isPhase() || anyTask && aboutTasks && part.tables.isEmpty()) {
                phase(section, section.parent).tasks().add(task(part));
            } else {
                visit(part, partAboutTasks);
            }
        }
    }

    private static boolean isAboutTasks(Section part, boolean aboutTasks) {
        String heading = part.heading.plain();
        String start = heading.substring(0, Math.min(HEADING_LENGTH, heading.length()));
        if (ORGANISATION.matcher(start).matches() && !start.matches(".*(?:任务|步骤).*")) {
            return false;
        }
        return aboutTasks || TASKS.matcher(start).matches();
    }

    private static boolean isTask(Section part) {
        return part.clauses().isTask();
    }

    /** Whether tasks stand below the part, and it isn't itself the task whose steps they are. */
    private static boolean isContainer(Section part) {
        if (!part.tables.isEmpty()) {
            return true;
        }
        boolean tasksBelow = part.descendants().anyMatch(PlanOutline::isTask);
        boolean complete = part.clauses().hasUnits() && part.clauses().hasDeadline();
        long assigned =
                part.parts.stream().filter(below -> below.clauses().hasUnits()).count();
        return tasksBelow && (!complete || assigned > 0 && assigned * 2 >= part.parts.size());
    }

    private Phase phase(Section section, Section above) {
        return phaseOf.computeIfAbsent(section, key -> {
            if (phases.isEmpty()) {
                introduction = chapter(section).lines;
            }
            boolean chapter = section.parent == null || section.parent.marker == null && !section.isPhase();
            Phase phase = section.marker == null
                    ? new Phase(null, null, null, false, TaskClauses.of(null, List.of()), new ArrayList<>())
                    : new Phase(
                            ordinal(section),
                            PhaseHeading.of(section),
                            section.line,
                            !chapter,
                            section.clauses(),
                            new ArrayList<>());
            phases.add(phase);
            return phase;
        });
    }

    /** 第三阶段 and the like; the numbers of other headings count other things. */
    private static Integer ordinal(Section section) {
        if (section.marker.style() == Marker.Style.PHASE) {
            return section.marker.ordinal();
        }
        return Marker.of(section.heading.plain())
                .filter(marker -> marker.style() == Marker.Style.PHASE)
                .map(Marker::ordinal)
                .orElse(null);
    }

    private static Section chapter(Section section) {
        Section chapter = section;
        while (chapter.parent != null && chapter.parent.marker != null) {
            chapter = chapter.parent;
        }
        return chapter;
    }

    /** 第一阶段 with a text and no numbers below it is one task; a mere heading is a phase without any. */
    private void addPhaseOfOneTask(Section section) {
        Phase phase = phase(section, section.parent);
        boolean saysMore = !section.lines.isEmpty()
                || section.clauses().hasUnits()
                || section.heading.plain().contains("。");
        if (saysMore) {
            phase.tasks().add(task(section));
        }
    }

    private static Task task(Section section) {
        List<Passage> lists = new ArrayList<>();
        section.parts.forEach(part -> {
            if (part.withinLine && !lists.isEmpty()) {
                List<Passage> text = part.text();
                lists.add(Passage.join(List.of(lists.remove(lists.size() - 1), text.get(0))));
                lists.addAll(text.subList(1, text.size()));
            } else {
                lists.addAll(part.text());
            }
        });
        return new Task(section.marker.ordinal(), section.line, section.clauses(), lists);
    }

    /** Without any deadline or unit in the whole document, what is numbered in a chapter of tasks is a task. */
    private void takeWhatIsNumbered(Section section, boolean aboutTasks) {
        for (Section part : section.parts) {
            boolean partAboutTasks = isAboutTasks(part, aboutTasks);
            boolean leaves =
                    part.parts.stream().filter(below -> below.parts.isEmpty()).count() * 2 >= part.parts.size();
            if (partAboutTasks && !part.parts.isEmpty() && leaves) {
                Phase phase = phase(part, section);
                part.parts.forEach(below -> phase.tasks().add(task(below)));
            } else {
                takeWhatIsNumbered(part, partAboutTasks);
            }
        }
    }

    // ------------------------------------------------------------------------------------------- tasks in tables

    private void addTable(Section section, ArrangementTable table) {
        List<ArrangementTable.Part> parts = table.parts();
        if (parts.isEmpty()) {
            return;
        }
        tables.add(table);
        for (ArrangementTable.Part part : parts) {
            Phase phase = part.heading() != null ? phaseOfTable(part.heading(), true) : phaseAround(section, table);
            part.rows().forEach(row -> phase.tasks()
                    .add(new Task(row.number(), row.numberedAt(), row.clauses(), List.of())));
        }
    }

    private Phase phaseAround(Section section, ArrangementTable table) {
        if (section.isPhase()) {
            return phase(section, section.parent);
        }
        Passage caption = table.caption() != null ? table.caption() : captionAbove(section);
        return caption != null ? phaseOfTable(caption, false) : phase(section, section.parent);
    }

    private static Passage captionAbove(Section section) {
        List<Passage> lines = section.lines;
        Passage last = lines.isEmpty() ? section.heading : lines.get(lines.size() - 1);
        return last != null && CAPTION.matcher(last.plain()).matches() ? last : null;
    }

    /** The phase of this heading, one that the text has already if it has it. */
    private Phase phaseOfTable(Passage line, boolean byPhase) {
        Marker marker = Marker.of(line.plain()).orElse(new Marker(Marker.Style.CHAPTER, 0, 0, 0));
        Section section = new Section(null, marker, line, false);
        PhaseHeading heading = PhaseHeading.of(section);
        return phases.stream()
                .filter(phase -> phase.heading() != null
                        && phase.heading()
                                .title()
                                .unspaced()
                                .equals(heading.title().unspaced()))
                .findFirst()
                .orElseGet(() -> {
                    Phase phase =
                            new Phase(ordinal(section), heading, line, byPhase, section.clauses(), new ArrayList<>());
                    phases.add(phase);
                    return phase;
                });
    }

    /** A task that both the text and a table have is one task; tasks that only one of them says anything about go by that one. */
    private void joinTables() {
        List<Task> ofTables = new ArrayList<>();
        List<Task> ofText = new ArrayList<>();
        phases.forEach(phase -> phase.tasks().forEach(task -> (isOfTable(task) ? ofTables : ofText).add(task)));
        if (ofTables.isEmpty() || ofText.isEmpty()) {
            return;
        }
        Map<Task, Task> joined = new LinkedHashMap<>();
        for (Task inTable : ofTables) {
            ofText.stream()
                    .filter(task -> !joined.containsKey(task) && isSame(task, inTable))
                    .findFirst()
                    .ifPresent(task -> joined.put(task, inTable));
        }
        boolean textSaysNothing =
                ofText.stream().noneMatch(task -> task.clauses().isTask()) && joined.isEmpty();
        for (Phase phase : phases) {
            phase.tasks().removeIf(task -> joined.containsValue(task) || textSaysNothing && !isOfTable(task));
        }
        joined.forEach((task, inTable) -> task.clauses().complete(inTable.clauses()));
        phases.removeIf(phase -> phase.tasks().isEmpty() && (textSaysNothing || !phase.byPhase()));
    }

    private boolean isOfTable(Task task) {
        return task.clauses().isOfTable();
    }

    private static boolean isSame(Task task, Task inTable) {
        String one = bare(task.clauses().title());
        String other = bare(inTable.clauses().title());
        return !one.isEmpty() && one.equals(other);
    }

    private static String bare(Passage title) {
        return title.plain().replaceAll("[^\\p{IsHan}\\p{Alnum}]", "");
    }

    // ------------------------------------------------------------------------------------------- goals

    private static List<Passage> goals(Section document) {
        return document.descendants()
                .filter(section ->
                        section.marker.style().compareTo(Marker.Style.SECTION) <= 0 || section.parent.marker == null)
                .filter(section -> {
                    String heading = section.heading.plain();
                    String start = heading.substring(0, Math.min(HEADING_LENGTH / 2, heading.length()));
                    return GOALS.matcher(start).matches();
                })
                .findFirst()
                .map(PlanOutline::textOf)
                .orElse(List.of());
    }

    private static List<Passage> textOf(Section section) {
        List<Passage> text = new ArrayList<>();
        int end = section.heading.plain().indexOf('。');
        if (end >= 0 && end + 1 < section.heading.plain().length()) {
            text.add(section.heading.from(end + 1));
        } else if (end >= 0) {
            text.add(section.heading);
        }
        text.addAll(section.below());
        return text;
    }

    List<Phase> phases() {
        return phases;
    }

    List<ArrangementTable> tables() {
        return tables;
    }

    List<Passage> goals() {
        return goals;
    }

    /** What the chapter of the tasks says before its first phase. */
    List<Passage> introduction() {
        return introduction;
    }
}
