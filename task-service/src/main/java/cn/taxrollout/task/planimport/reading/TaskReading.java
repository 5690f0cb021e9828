package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.DeadlineClause;
import cn.taxrollout.task.planimport.draft.DeadlineClause.Source;
import cn.taxrollout.task.planimport.draft.DeadlineText;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit.Role;
import cn.taxrollout.task.planimport.draft.Unresolved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a task of what the document says of it. Its deadline stays words here: what they mean follows from the whole plan. */
final class TaskReading {

    /** A text that speaks of more days is no text about one task. */
    private static final int MOST_DAYS = 100;

    private static final Pattern DELIVERABLE = Pattern.compile("《([^《》]{1,100})》");

    /** Where a title is all there is, a document named in it is as often one that is there already. */
    private static final Pattern MADE =
            Pattern.compile("(?:形成|编制|编写|制定|制订|拟定|拟订|出台|印发|建立|汇总|报送|提交|撰写|完善)[^,。;《]{0,20}《");

    private static final Pattern LEADING =
            Pattern.compile("由([^,。;()由\\n]{2,40}?)(牵头|负责)(?:[,、]\\s*([^。;()\\n]{2,80}?)(?:配合|协助|参与))?");

    private final String key;
    private final PlanOutline.Task task;
    private final PlanOutline.Phase phase;
    private final Function<String, Optional<UUID>> unitNamed;
    private final List<Anomaly> noted;
    private final Map<String, List<Integer>> lines = new LinkedHashMap<>();
    private final List<Passage> body;

    private TaskReading(
            String key,
            PlanOutline.Task task,
            PlanOutline.Phase phase,
            Function<String, Optional<UUID>> unitNamed,
            List<Anomaly> noted) {
        this.key = key;
        this.task = task;
        this.phase = phase;
        this.unitNamed = unitNamed;
        this.noted = noted;
        List<Passage> text = new ArrayList<>(task.clauses().text());
        text.addAll(task.lists());
        this.body = task.clauses().isOfTable() ? text : Passage.paragraphs(text);
    }

    /** @param noted gets what is odd and doesn't follow from the fields */
    static DraftTask read(
            String key,
            int number,
            PlanOutline.Task task,
            PlanOutline.Phase phase,
            Function<String, Optional<UUID>> unitNamed,
            List<Anomaly> noted) {
        return new TaskReading(key, task, phase, unitNamed, noted).draft(number);
    }

    private DraftTask draft(int number) {
        lines.put("number", List.of(task.at().firstLine()));
        Passage title = task.clauses().title();
        if (!title.isEmpty()) {
            lines.put("title", title.lines());
        }
        if (task.clauses().titleIsExcerpt()) {
            noted.add(Anomaly.of(Anomaly.Code.TITLE_FROM_TEXT, path("title"), title.firstLine(), number, title.text()));
        }
        if (!body.isEmpty()) {
            lines.put("body", Passage.join(body).lines());
        }
        DeadlineClause clause = clause();
        UnitNames units = units(number);
        List<String> deliverables = deliverables();
        return new DraftTask(
                key,
                number,
                title.isEmpty() ? null : title.text(),
                null,
                clause,
                String.join("\n", body.stream().map(Passage::text).toList()),
                bodyDays(),
                units.units(),
                deliverables,
                Set.of(),
                lines);
    }

    private String path(String field) {
        return "tasks." + key + "." + field;
    }

    // ------------------------------------------------------------------------------------------- deadline

    private DeadlineClause clause() {
        List<TaskClauses.Deadline> stated = task.clauses().deadlines();
        if (!stated.isEmpty()) {
            return clause(stated.get(0).source(), stated.get(0).words());
        }
        Map<String, Passage> inBody = new LinkedHashMap<>();
        Passage title = task.clauses().title();
        List<Passage> text = new ArrayList<>(body);
        text.add(0, title);
        for (Passage passage : text) {
            for (DeadlineText.Found found : DeadlineText.within(passage.plain())) {
                if (!found.words().endsWith("起")) { // as often the day of a law as of a task
                    inBody.putIfAbsent(found.words(), passage.part(found.from(), found.to()));
                }
            }
        }
        if (inBody.size() == 1) {
            return clause(Source.BODY, inBody.values().iterator().next());
        }
        if (phase.heading() != null && phase.heading().period() != null) {
            return clause(Source.HEADING, phase.heading().period());
        }
        if (inBody.size() > 1) {
            lines.put("deadline", Passage.join(List.copyOf(inBody.values())).lines());
            return new DeadlineClause(
                    String.join("、", inBody.keySet()), Source.BODY, false, Unresolved.Code.SEVERAL_DEADLINES);
        }
        Passage unreadable = task.clauses().unreadable();
        return unreadable == null || task.clauses().hasUnits() && TaskClauses.namesUnits(unreadable.plain())
                ? null
                : clause(Source.TITLE, unreadable);
    }

    private DeadlineClause clause(Source source, Passage words) {
        lines.put("deadline", words.lines());
        return new DeadlineClause(words.plain().replaceAll("\\s", ""), source, false, null);
    }

    /** Days that the body speaks of, and further ones that stand where deadlines do. */
    private List<DraftTask.BodyDay> bodyDays() {
        List<DraftTask.BodyDay> days = new ArrayList<>();
        for (Passage paragraph : body) {
            for (DeadlineText.Found found : DeadlineText.within(paragraph.plain())) {
                days.add(new DraftTask.BodyDay(found.words(), paragraph.lineAt(found.from())));
            }
        }
        task.clauses().deadlines().stream()
                .skip(1)
                .map(TaskClauses.Deadline::words)
                .forEach(words ->
                        days.add(new DraftTask.BodyDay(words.plain().replaceAll("\\s", ""), words.firstLine())));
        return days.size() > MOST_DAYS ? days.subList(0, MOST_DAYS) : days;
    }

    // ------------------------------------------------------------------------------------------- units

    private UnitNames units(int number) {
        UnitNames units = new UnitNames(unitNamed);
        task.clauses().units().forEach(clause -> units.read(clause.role(), clause.names()));
        if (units.units().isEmpty()) {
            readSpokenOf(units);
        }
        if (units.units().isEmpty() && phase.above().hasUnits()) {
            phase.above().units().forEach(clause -> units.read(clause.role(), clause.names()));
            noted.add(Anomaly.of(
                    Anomaly.Code.UNITS_OF_HEADING,
                    path("units"),
                    units.lines().isEmpty() ? null : units.lines().get(0),
                    number));
        }
        if (!units.lines().isEmpty()) {
            lines.put("units", units.lines());
        }
        units.repeated()
                .forEach((name, line) ->
                        noted.add(Anomaly.of(Anomaly.Code.UNIT_REPEATED, path("units"), line, number, name)));
        return units;
    }

    /** 由信息中心牵头，…: only units that there are, for sentences speak of others, too. */
    private void readSpokenOf(UnitNames units) {
        for (Passage paragraph : body) {
            Matcher leading = LEADING.matcher(paragraph.plain());
            while (leading.find() && units.units().isEmpty()) {
                Role role = leading.group(2).equals("牵头") ? Role.LEAD : Role.RESPONSIBLE;
                units.readIfKnown(role, paragraph.part(leading.start(1), leading.end(1)));
                if (!units.units().isEmpty() && leading.group(3) != null) {
                    units.readIfKnown(Role.SUPPORTING, paragraph.part(leading.start(3), leading.end(3)));
                }
            }
        }
    }

    // ------------------------------------------------------------------------------------------- deliverables

    private List<String> deliverables() {
        Set<String> names = new LinkedHashSet<>();
        Set<Integer> from = new LinkedHashSet<>();
        List<Passage> places = new ArrayList<>(body);
        Matcher made = MADE.matcher(task.clauses().title().plain());
        if (body.isEmpty() && made.find()) {
            places.add(task.clauses().title().from(made.start()));
        }
        places.addAll(task.clauses().deliverables());
        for (Passage place : places) {
            DELIVERABLE.matcher(place.plain()).results().forEach(found -> {
                names.add(place.part(found.start(1), found.end(1)).text());
                from.addAll(place.part(found.start(), found.end()).lines());
            });
        }
        for (Passage labelled : task.clauses().deliverables()) {
            if (!DELIVERABLE.matcher(labelled.plain()).find()) {
                labelled.split("、;\n").forEach(name -> {
                    names.add(name.text());
                    from.addAll(name.lines());
                });
            }
        }
        if (!from.isEmpty()) {
            lines.put("deliverables", List.copyOf(from));
        }
        return List.copyOf(names);
    }
}
