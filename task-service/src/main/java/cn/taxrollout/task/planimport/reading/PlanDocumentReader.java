package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.DocumentFile;
import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.document.Problem;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.ChineseNumber;
import cn.taxrollout.task.planimport.draft.DraftPhase;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftPlan.Claim;
import cn.taxrollout.task.planimport.draft.DraftTask;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
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
    private static final Pattern FIRST_LEADS =
            Pattern.compile("(?:列|排|排列|排序)?在?(?:第一位|首位|第一|最前)的(?:责任)?(?:单位|部门|科室|股室)?(?:即)?为牵头");
    private static final Pattern YEAR = Pattern.compile("(20\\d\\d)\\s*年?度?");

    /** What a plan without any heading above its tasks calls its one phase. */
    private static final String ONLY_PHASE = "全部任务";

    private final Function<String, Optional<UUID>> unitNamed;
    private final List<Anomaly> noted = new ArrayList<>();

    private PlanDocumentReader(Function<String, Optional<UUID>> unitNamed) {
        this.unitNamed = unitNamed;
    }

    /**
     * Reads whatever can be read of the document; what can't be interpreted is left open in the draft.
     *
     * @param file text in UTF-8 or GB18030, or .docx, told apart by content
     * @param unitNamed finds the unit that bears a name; asked with the name as written (without spaces) and, if that finds
     *     nothing, in half width
     * @param isRestDay whether nobody works on a day; asked for any day of the years 2000 to 2100
     * @throws UnreadableDocument if it is no such file or has no tasks; nothing else is thrown, whatever the bytes
     */
    public static DraftPlan read(
            byte[] file, Function<String, Optional<UUID>> unitNamed, Predicate<LocalDate> isRestDay) {
        return new PlanDocumentReader(unitNamed).read(DocumentFile.lines(file)).reckoned(isRestDay);
    }

    private DraftPlan read(List<Line> lines) {
        Outline outline = Outline.of(lines);
        PlanOutline plan = PlanOutline.of(outline);
        HeadReading head = new HeadReading(outline);
        List<DraftPhase> phases = phases(plan, head.title());
        if (phases.stream().allMatch(phase -> phase.tasks().isEmpty())) {
            throw new UnreadableDocument(Problem.of(Problem.Code.NO_TASKS, null));
        }
        noteWhatTablesHaveBeside(plan);
        phases = firstUnitLeads(outline, phases);
        List<Passage> goals = Passage.paragraphs(plan.goals());
        Map<String, List<Integer>> trace = new HashMap<>(head.lines());
        if (!goals.isEmpty()) {
            trace.put("goals", Passage.join(goals).lines());
        }
        return new DraftPlan(
                head.number(),
                head.title(),
                head.issuer(),
                head.issuedOn(),
                head.disclosure(),
                head.confidential(),
                String.join("\n", goals.stream().map(Passage::text).toList()),
                yearOf(head.title()),
                phases,
                claims(Passage.join(plan.introduction())),
                noted,
                head.gaps(),
                lines.stream().filter(line -> !line.text().isBlank()).toList(),
                Set.of(),
                trace);
    }

    // ------------------------------------------------------------------------------------------- phases

    private List<DraftPhase> phases(PlanOutline plan, String planTitle) {
        Numbers numbers = Numbers.of(plan);
        if (numbers.differ()) {
            noted.add(Anomaly.of(Anomaly.Code.TASKS_RENUMBERED, "tasks", null, numbers.count()));
        }
        List<DraftPhase> phases = new ArrayList<>();
        int read = 0;
        for (PlanOutline.Phase phase : plan.phases()) {
            int ordinal = phases.size() + 1;
            String key = "p" + ordinal;
            List<DraftTask> tasks = new ArrayList<>();
            for (PlanOutline.Task task : phase.tasks()) {
                tasks.add(TaskReading.read("t" + (read + 1), numbers.of(read++), task, phase, unitNamed, noted));
            }
            phases.add(phase(phase, key, ordinal, tasks, planTitle));
        }
        return phases;
    }

    private DraftPhase phase(
            PlanOutline.Phase phase, String key, int ordinal, List<DraftTask> tasks, String planTitle) {
        Map<String, List<Integer>> trace = new HashMap<>();
        String title = planTitle == null ? ONLY_PHASE : planTitle;
        String period = null;
        Integer line = null;
        if (phase.heading() != null) {
            title = phase.heading().title().text();
            line = phase.at().firstLine();
            trace.put("ordinal", List.of(line));
            trace.put("title", phase.heading().title().lines());
            if (phase.heading().period() != null) {
                period = phase.heading().period().plain().replaceAll("\\s", "");
                trace.put("period", phase.heading().period().lines());
            }
        }
        if (phase.ordinal() != null && phase.ordinal() != ordinal) {
            noted.add(Anomaly.of(Anomaly.Code.PHASE_ORDINAL_DIFFERS, "phases." + key, line, phase.ordinal(), ordinal));
        }
        if (!phase.byPhase() && !tasks.isEmpty()) {
            noted.add(Anomaly.of(
                    Anomaly.Code.TASKS_WITHOUT_PHASE, "phases." + key + ".title", line, tasks.size(), title));
        }
        return new DraftPhase(key, ordinal, title, period, tasks, Set.of(), trace);
    }

    /** The document's numbers if they tell its tasks apart; where each phase begins anew, or some have none, running ones. */
    private record Numbers(List<Integer> written, boolean areNew) {
        static Numbers of(PlanOutline plan) {
            List<Integer> written = new ArrayList<>();
            int beginnings = 0;
            for (PlanOutline.Phase phase : plan.phases()) {
                List<Integer> ofPhase =
                        phase.tasks().stream().map(PlanOutline.Task::number).toList();
                beginnings += !ofPhase.isEmpty() && Integer.valueOf(1).equals(ofPhase.get(0)) ? 1 : 0;
                written.addAll(ofPhase);
            }
            boolean any = written.stream().anyMatch(number -> number != null);
            boolean all = written.stream().noneMatch(number -> number == null || number == 0);
            return new Numbers(written, any && (!all || beginnings > 1));
        }

        int of(int index) {
            Integer number = written.get(index);
            return areNew || number == null ? index + 1 : number;
        }

        boolean differ() {
            for (int i = 0; i < written.size(); i++) {
                if (written.get(i) != null && written.get(i) != of(i)) {
                    return true;
                }
            }
            return false;
        }

        int count() {
            return written.size();
        }
    }

    // ------------------------------------------------------------------------------------------- what else is said

    private void noteWhatTablesHaveBeside(PlanOutline plan) {
        for (ArrangementTable table : plan.tables()) {
            table.columnsNotUsed()
                    .forEach((head, line) -> noted.add(Anomaly.of(Anomaly.Code.COLUMN_NOT_USED, null, line, head)));
            table.rowsNotUsed()
                    .forEach(
                            row -> noted.add(Anomaly.of(Anomaly.Code.ROW_NOT_USED, null, row.firstLine(), row.text())));
        }
    }

    /** "列在第一位的责任单位为牵头单位": holds for tasks that don't say otherwise. */
    private List<DraftPhase> firstUnitLeads(Outline outline, List<DraftPhase> phases) {
        Optional<Passage> said = outline.all().stream()
                .filter(line ->
                        FIRST_LEADS.matcher(line.plain().replace(" ", "")).find())
                .findFirst();
        if (said.isEmpty()) {
            return phases;
        }
        noted.add(Anomaly.of(Anomaly.Code.FIRST_UNIT_LEADS, null, said.get().firstLine()));
        return phases.stream()
                .map(phase -> phase.with(
                        phase.tasks().stream().map(DraftTask::ledByFirst).toList()))
                .toList();
    }

    /** "四项任务，分两个阶段": the first figure for each counts, later ones speak of parts. */
    private static List<Claim> claims(Passage introduction) {
        List<Claim> claims = new ArrayList<>();
        addClaim(claims, introduction, CLAIMED_TASKS, Claim.Of.TASKS);
        addClaim(claims, introduction, CLAIMED_PHASES, Claim.Of.PHASES);
        return claims;
    }

    private static void addClaim(List<Claim> claims, Passage introduction, Pattern claim, Claim.Of of) {
        Matcher matcher = claim.matcher(introduction.plain());
        if (matcher.find()) {
            OptionalInt count = ChineseNumber.of(matcher.group(1));
            if (count.isPresent()) {
                claims.add(new Claim(of, count.getAsInt(), introduction.lineAt(matcher.start())));
            }
        }
    }

    /** The year of 2023年便民行动方案; none for 2023—2025年行动计划. */
    private static Integer yearOf(String title) {
        if (title == null) {
            return null;
        }
        List<MatchResult> years = YEAR.matcher(title).results().toList();
        return years.size() == 1 ? Integer.valueOf(years.get(0).group(1)) : null;
    }
}
