package cn.taxrollout.task.planimport;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an official plan (方案) into a draft: from the bytes of a text file or Word document to phases, tasks, deadlines and
 * responsible units. Knows no database, no clock and no framework; the same bytes, units and calendar give the same draft.
 */
public final class PlanDocumentReader {

    private static final String NUMBER =
            "(?<![第" + ChineseNumber.CHARACTERS + "])([" + ChineseNumber.CHARACTERS + "]{1,5})";
    private static final Pattern CLAIMED_PHASES = Pattern.compile(NUMBER + "\\s*个?\\s*阶段");
    private static final Pattern CLAIMED_TASKS =
            Pattern.compile(NUMBER + "\\s*[个项条件]?\\s*(?:小类|小项|(?:具体|重点|主要|工作)?任务|(?:工作)?事项)");

    /** A longer heading is no heading. */
    private static final int PHASE_TITLE_LENGTH = 50;

    private final Function<String, Optional<UUID>> unitNamed;
    private final Predicate<LocalDate> isRestDay;
    private final Findings findings = new Findings();

    private PlanDocumentReader(Function<String, Optional<UUID>> unitNamed, Predicate<LocalDate> isRestDay) {
        this.unitNamed = unitNamed;
        this.isRestDay = isRestDay;
    }

    /**
     * Reads the document completely or not at all.
     *
     * @param file UTF-8 text or .docx, told apart by content
     * @param unitNamed finds the unit that bears a name; asked with the name as written (without spaces) and, if that finds
     *     nothing, in half width
     * @param isRestDay whether nobody works on a day; asked for any day of the years 2000 to 2100
     * @throws UnreadableDocument with every reason found; nothing else is thrown, whatever the bytes
     */
    public static DraftPlan read(
            byte[] file, Function<String, Optional<UUID>> unitNamed, Predicate<LocalDate> isRestDay) {
        return new PlanDocumentReader(unitNamed, isRestDay).read(DocumentFile.lines(file));
    }

    private DraftPlan read(List<Line> lines) {
        Outline outline = Outline.of(lines);
        HeadReading head = new HeadReading(outline, findings);
        List<DraftPhase> phases = readPhases(outline, head.issuedOn());
        reportTasksWithoutPhase(outline, phases);
        compareClaims(Passage.join(outline.introduction()), phases);
        checkNumbers(phases);
        findings.refuseIfAnyProblem();

        phases.forEach(phase -> phase.tasks().forEach(task -> checkDays(task, head.issuedOn())));
        List<Passage> goals = Passage.paragraphs(outline.goals());
        if (goals.isEmpty()) {
            findings.add(Anomaly.Code.NO_GOALS, null);
        }
        Map<String, List<Integer>> trace = new HashMap<>(head.lines());
        trace.put("goals", Passage.join(goals).lines());
        return new DraftPlan(
                head.number(),
                head.title(),
                head.issuer(),
                head.issuedOn(),
                head.disclosure(),
                head.confidential(),
                String.join("\n", goals.stream().map(Passage::text).toList()),
                phases,
                findings.anomalies(),
                lines.stream().filter(line -> !line.text().isBlank()).toList(),
                trace);
    }

    private List<DraftPhase> readPhases(Outline outline, LocalDate issuedOn) {
        List<DraftPhase> phases = new ArrayList<>();
        for (Outline.Phase phase : outline.phases()) {
            int ordinal = phases.size() + 1;
            Passage title = title(phase);
            List<DraftTask> tasks = phase.tasks().stream()
                    .map(task -> TaskReading.read(task, issuedOn, unitNamed, findings))
                    .toList();
            int line = phase.heading().firstLine();
            if (phase.ordinal() != ordinal) {
                findings.add(Anomaly.Code.PHASE_ORDINAL_DIFFERS, line, phase.ordinal(), ordinal);
            }
            if (tasks.isEmpty()) {
                findings.add(Anomaly.Code.PHASE_WITHOUT_TASKS, line, title.text());
            }
            Map<String, List<Integer>> trace = Map.of("ordinal", List.of(line), "title", title.lines());
            phases.add(new DraftPhase(ordinal, title.text(), tasks, trace));
        }
        return phases;
    }

    /** The heading may be broken, too; what follows it as a whole sentence is an introduction. */
    private static Passage title(Outline.Phase phase) {
        Passage title = phase.title();
        List<Passage> below = Passage.paragraphs(phase.lines());
        if (!below.isEmpty()
                && !below.get(0).endsSentence()
                && title.text().length() + below.get(0).text().length() <= PHASE_TITLE_LENGTH) {
            title = Passage.join(List.of(title, below.get(0)));
        }
        return title.isEmpty() ? phase.heading().from(phase.heading().plain().indexOf('第')) : title;
    }

    private void reportTasksWithoutPhase(Outline outline, List<DraftPhase> phases) {
        for (Passage task : outline.tasksOutsidePhases()) {
            findings.add(Problem.Code.TASK_OUTSIDE_PHASE, task.firstLine(), task.text());
        }
        if (outline.tasksOutsidePhases().isEmpty()
                && phases.stream().allMatch(phase -> phase.tasks().isEmpty())) {
            findings.add(Problem.Code.NO_TASKS, null);
        }
    }

    /** "四项任务，分两个阶段": the first figure for each counts, later ones speak of parts. */
    private void compareClaims(Passage introduction, List<DraftPhase> phases) {
        int tasks = phases.stream().mapToInt(phase -> phase.tasks().size()).sum();
        compareClaim(introduction, CLAIMED_TASKS, tasks, Anomaly.Code.TASK_COUNT_DIFFERS);
        compareClaim(introduction, CLAIMED_PHASES, phases.size(), Anomaly.Code.PHASE_COUNT_DIFFERS);
    }

    private void compareClaim(Passage introduction, Pattern claim, int found, Anomaly.Code differs) {
        Matcher matcher = claim.matcher(introduction.plain());
        if (matcher.find()) {
            OptionalInt claimed = ChineseNumber.of(matcher.group(1));
            if (claimed.isPresent() && claimed.getAsInt() != found) {
                findings.add(differs, introduction.lineAt(matcher.start()), claimed.getAsInt(), found);
            }
        }
    }

    private void checkNumbers(List<DraftPhase> phases) {
        Map<Integer, Integer> lineOfNumber = new HashMap<>();
        phases.stream().flatMap(phase -> phase.tasks().stream()).forEach(task -> {
            int line = task.lines().get("number").get(0);
            Integer earlier = lineOfNumber.putIfAbsent(task.number(), line);
            if (earlier != null) {
                findings.add(Anomaly.Code.TASK_NUMBER_REPEATED, line, task.number(), earlier);
            }
        });
        int expected = 1;
        for (int number : new TreeSet<>(lineOfNumber.keySet())) {
            if (number > expected) {
                findings.add(Anomaly.Code.TASK_NUMBERS_MISSING, lineOfNumber.get(number), expected, number - 1);
            }
            expected = number + 1;
        }
    }

    private void checkDays(DraftTask task, LocalDate issuedOn) {
        int line = task.lines().get("deadline").get(0);
        LocalDate opensOn = task.deadline().opensOn();
        LocalDate dueOn = task.deadline().dueOn();
        if (dueOn != null && isRestDay.test(dueOn)) {
            findings.add(Anomaly.Code.DUE_ON_REST_DAY, line, task.number(), dueOn);
        }
        if (opensOn != null && !opensOn.equals(dueOn) && isRestDay.test(opensOn)) {
            findings.add(Anomaly.Code.OPENS_ON_REST_DAY, line, task.number(), opensOn);
        }
        if (dueOn != null && dueOn.isBefore(issuedOn)) {
            findings.add(Anomaly.Code.DUE_BEFORE_ISSUE, line, task.number(), dueOn, issuedOn);
        }
    }
}
