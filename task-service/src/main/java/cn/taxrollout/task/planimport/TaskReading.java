package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.DeadlineText.Found;
import cn.taxrollout.task.planimport.DeadlineText.ImpossibleDate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one task: title, deadline, body, responsible units, deliverables. */
final class TaskReading {

    private static final Pattern PARENTHESES = Pattern.compile("\\(([^()]*)\\)");
    private static final Pattern DATED = Pattern.compile("\\d\\s*[年月日号]");
    private static final Pattern TRAILING_PARENTHESES = Pattern.compile("\\(([^()]*)\\)\\s*[。.;]?$");
    private static final Pattern UNITS_LABEL =
            Pattern.compile("[(\\[【]?\\s*责\\s*任\\s*(?:单\\s*位|部\\s*门)\\s*[\\]】]?\\s*:");
    private static final Pattern DELIVERABLE = Pattern.compile("《([^《》]{1,100})》");
    private static final String UNIT_SEPARATORS = "、,;";

    /** A title broken over more lines than this is a body without a deadline before it. */
    private static final int TITLE_LINES = 3;

    /** A longer line after the responsible units is no part of a unit's name. */
    private static final int UNIT_NAME_REST = 30;

    private final int number;
    private final int line;
    private final Findings findings;
    private final Map<String, List<Integer>> lines = new LinkedHashMap<>();

    private String title = "";
    private ReadDeadline deadline;
    private List<Passage> body = List.of();
    private final List<ResponsibleUnit> units = new ArrayList<>();

    private TaskReading(Outline.Task task, Findings findings) {
        this.number = task.number();
        this.line = task.line();
        this.findings = findings;
        lines.put("number", List.of(line));
    }

    /** A task with whatever could be read of it; what could not is reported and leaves a gap (null deadline, no units). */
    static DraftTask read(
            Outline.Task task, LocalDate issuedOn, Function<String, Optional<UUID>> unitNamed, Findings findings) {
        TaskReading reading = new TaskReading(task, findings);
        List<Passage> rest = reading.readTitle(task);
        reading.readRest(rest, unitNamed);
        reading.compareDeadlines(issuedOn);
        return reading.draft();
    }

    /** Returns the lines after the title and the deadline. */
    private List<Passage> readTitle(Outline.Task task) {
        int end = 0;
        Passage heading = task.title();
        Optional<MatchResult> parentheses = deadlineIn(heading);
        while (parentheses.isEmpty()
                && end < Math.min(TITLE_LINES - 1, task.lines().size())) {
            Passage longer =
                    Passage.join(List.of(heading, Passage.join(task.lines().subList(0, ++end))));
            parentheses = deadlineIn(longer)
                    .filter(found -> !longer.plain().substring(0, found.start()).contains("。"));
            if (parentheses.isPresent()) {
                heading = longer;
            }
        }
        int used = parentheses.isPresent() ? end : 0;
        List<Passage> rest =
                new ArrayList<>(task.lines().subList(used, task.lines().size()));
        Passage named = heading;
        if (parentheses.isPresent()) {
            named = heading.part(0, parentheses.get().start());
            readDeadline(
                    heading.part(parentheses.get().start(1), parentheses.get().end(1)));
            Passage after = heading.from(parentheses.get().end());
            if (!after.plain().matches("[。.;:]?")) {
                rest.add(0, after);
            }
        } else {
            Matcher other = TRAILING_PARENTHESES.matcher(heading.plain());
            if (other.find()) {
                Passage words = heading.part(other.start(1), other.end(1));
                findings.add(Problem.Code.UNREADABLE_DEADLINE, line, number, words.text());
            } else {
                findings.add(Problem.Code.NO_DEADLINE, line, number);
            }
        }
        title = named.text();
        if (named.isEmpty()) {
            findings.add(Problem.Code.NO_TASK_TITLE, line, number);
        } else {
            lines.put("title", named.lines());
        }
        return rest;
    }

    /** The first parentheses with a date in them that can be read, else the first with any date: a title may have others. */
    private static Optional<MatchResult> deadlineIn(Passage heading) {
        List<MatchResult> dated = PARENTHESES
                .matcher(heading.plain())
                .results()
                .filter(found -> DATED.matcher(found.group(1)).find())
                .toList();
        return dated.stream()
                .filter(found -> isReadable(found.group(1)))
                .findFirst()
                .or(() -> dated.stream().findFirst());
    }

    private static boolean isReadable(String words) {
        try {
            return DeadlineText.read(words).isPresent();
        } catch (ImpossibleDate e) {
            return true; // read well enough to be refused for its day
        }
    }

    private void readDeadline(Passage words) {
        lines.put("deadline", words.lines());
        try {
            Optional<ReadDeadline> read = DeadlineText.read(words.plain());
            if (read.isEmpty()) {
                findings.add(Problem.Code.UNREADABLE_DEADLINE, words.firstLine(), number, words.text());
            }
            deadline = read.orElse(null);
        } catch (ImpossibleDate e) {
            findings.add(Problem.Code.IMPOSSIBLE_DATE, words.firstLine(), words.text());
        }
    }

    private void readRest(List<Passage> rest, Function<String, Optional<UUID>> unitNamed) {
        List<Passage> text = new ArrayList<>();
        List<List<Passage>> named = new ArrayList<>();
        boolean inUnits = false;
        for (Passage passage : rest) {
            Matcher label = UNITS_LABEL.matcher(passage.plain());
            if (label.find()) {
                Passage before = passage.part(0, label.start());
                if (!before.isEmpty()) {
                    text.add(before);
                }
                named.add(new ArrayList<>(List.of(passage.from(label.end()))));
                inUnits = true;
            } else if (inUnits && goesOn(named.get(named.size() - 1), passage)) {
                named.get(named.size() - 1).add(passage);
            } else {
                text.add(passage);
                inUnits = false;
            }
        }
        body = Passage.paragraphs(text);
        if (!body.isEmpty()) {
            lines.put("body", Passage.join(body).lines());
        }
        readUnits(named.stream().map(TaskReading::joinNames).toList(), unitNamed);
    }

    /** A list of units is broken like any sentence: after a separator, or in the middle of a name. */
    private static boolean goesOn(List<Passage> named, Passage next) {
        String last = named.get(named.size() - 1).plain();
        return last.isEmpty()
                || UNIT_SEPARATORS.indexOf(last.charAt(last.length() - 1)) >= 0
                || !last.endsWith("。")
                        && next.plain().length() <= UNIT_NAME_REST
                        && !next.plain().contains("。");
    }

    private static Passage joinNames(List<Passage> parts) {
        return Passage.join(parts.stream().filter(part -> !part.isEmpty()).toList());
    }

    private void readUnits(List<Passage> lists, Function<String, Optional<UUID>> unitNamed) {
        Map<UUID, ResponsibleUnit> found = new LinkedHashMap<>();
        Set<Integer> from = new LinkedHashSet<>();
        int names = 0;
        for (Passage name : lists.stream()
                .flatMap(list -> list.split(UNIT_SEPARATORS).stream())
                .toList()) {
            String written = withoutEnd(name).unspaced();
            if (written.isEmpty()) {
                continue;
            }
            names++;
            from.addAll(name.lines());
            Optional<UUID> unitId = unitNamed
                    .apply(written)
                    .or(() -> unitNamed.apply(withoutEnd(name).plain().replace(" ", "")));
            if (unitId.isEmpty()) {
                findings.add(Problem.Code.UNKNOWN_UNIT, name.firstLine(), number, written);
            } else if (found.putIfAbsent(unitId.get(), new ResponsibleUnit(written, unitId.get())) != null) {
                findings.add(Anomaly.Code.UNIT_REPEATED, name.firstLine(), number, written);
            }
        }
        if (names == 0) {
            findings.add(Problem.Code.NO_RESPONSIBLE_UNIT, line, number);
        }
        units.addAll(found.values());
        lines.put("units", List.copyOf(from));
    }

    /** The full stop of the line, and the bracket that was opened before 责任单位. */
    private static Passage withoutEnd(Passage name) {
        String plain = name.plain();
        int end = plain.endsWith("。") ? plain.length() - 1 : plain.length();
        boolean closed = end > 0 && ")]】".indexOf(plain.charAt(end - 1)) >= 0 && !plain.matches(".*[(\\[【].*");
        return name.part(0, closed ? end - 1 : end);
    }

    /** A body that names days for the whole of the task must name those of the title; earlier steps may have their own. */
    private void compareDeadlines(LocalDate issuedOn) {
        LocalDate near = deadline == null ? issuedOn : deadline.anchor();
        if (near == null) {
            return; // both are reported as missing already, there is nothing to hold a day of the body against
        }
        List<Runnable> differences = new ArrayList<>();
        boolean agreed = false;
        for (Passage paragraph : body) {
            for (Found found : deadlinesIn(paragraph, near)) {
                if (deadline != null && isComparable(found.deadline())) {
                    agreed |= agrees(found.deadline());
                    differences.add(() -> findings.add(
                            Anomaly.Code.DEADLINE_DIFFERS_IN_BODY,
                            paragraph.lineAt(found.from()),
                            number,
                            deadline.inWords(),
                            paragraph.part(found.from(), found.to()).text(),
                            found.deadline().inWords()));
                }
            }
        }
        if (!agreed && !differences.isEmpty()) {
            differences.get(0).run();
        }
    }

    private List<Found> deadlinesIn(Passage paragraph, LocalDate near) {
        try {
            return DeadlineText.within(paragraph.plain(), near);
        } catch (ImpossibleDate e) {
            findings.add(
                    Problem.Code.IMPOSSIBLE_DATE,
                    paragraph.lineAt(e.from()),
                    paragraph.part(e.from(), e.to()).text());
            return List.of();
        }
    }

    /** A last day is compared with a last day, a first day with a first day. */
    private boolean isComparable(ReadDeadline stated) {
        return stated.dueOn() != null && deadline.dueOn() != null
                || stated.dueOn() == null && deadline.opensOn() != null;
    }

    private boolean agrees(ReadDeadline stated) {
        boolean sameStart = stated.opensOn() == null
                || deadline.opensOn() == null
                || stated.opensOn().equals(deadline.opensOn());
        boolean sameEnd = stated.dueOn() == null || stated.dueOn().equals(deadline.dueOn());
        return sameStart && sameEnd;
    }

    private DraftTask draft() {
        Set<String> deliverables = new LinkedHashSet<>();
        Set<Integer> from = new LinkedHashSet<>();
        for (Passage paragraph : body) {
            DELIVERABLE.matcher(paragraph.plain()).results().forEach(found -> {
                deliverables.add(paragraph.part(found.start(1), found.end(1)).text());
                from.addAll(paragraph.part(found.start(), found.end()).lines());
            });
        }
        lines.put("deliverables", List.copyOf(from));
        String text = String.join("\n", body.stream().map(Passage::text).toList());
        return new DraftTask(number, title, deadline, text, units, List.copyOf(deliverables), lines);
    }
}
