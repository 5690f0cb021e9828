package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.draft.DeadlineClause;
import cn.taxrollout.task.planimport.draft.DeadlineText;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the text of a task apart: title, deadline, units, deliverables, and what remains as the body. */
final class TaskClauses {

    /** Names of units as they stand in one place, with what that place says of their part. */
    record UnitClause(Role role, Passage names) {}

    /** Words of a deadline. */
    record Deadline(DeadlineClause.Source source, Passage words) {}

    private enum Kind {
        UNITS,
        DEADLINE,
        DELIVERABLES,
        /** Ends what stands before it and is itself no more than text. */
        TEXT
    }

    private record Label(Kind kind, Role role, int from, int end) {}

    private static final String LEADS = "牵\\s*头|主\\s*办|主\\s*责";
    private static final String SUPPORTS = "配\\s*合|协\\s*办|协\\s*助|协\\s*同|参\\s*与|参\\s*加|联\\s*办";
    private static final String ANSWERS = "责\\s*任|承\\s*办|承\\s*担|落\\s*实|负\\s*责|实\\s*施";
    private static final String BODY = "(?:单\\s*位|部\\s*门|科\\s*室|股\\s*室|处\\s*室|机\\s*构|主\\s*体)";
    private static final Pattern UNITS_LABEL =
            Pattern.compile("(?<who>(?:第一)?(?:" + LEADS + "|" + SUPPORTS + "|" + ANSWERS + "){1,2})"
                    + "(?:\\([^()]{1,4}\\))?\\s*" + BODY + "(?:\\s*[\\]】]\\s*:?|\\s*:|(?<space>\\s)(?=\\S)|$)"
                    + "|(?<![\\p{IsHan}])(?<alone>" + LEADS + "|配\\s*合|协\\s*办|协\\s*同|联\\s*办)\\s*:");
    private static final Pattern DEADLINE_LABEL =
            Pattern.compile("(?<![\\p{IsHan}])(?:(?:(?:完\\s*成|办结|工作|实施|整改|任务|计划|推进|起止|截止|截至|上报|报送)?"
                    + "(?:时\\s*间|时\\s*限|期\\s*限|日期)(?:节点|要求|安排|进度)?|进度要求)(?:\\s*[\\]】]\\s*:?|\\s*:))");
    private static final Pattern DELIVERABLES_LABEL =
            Pattern.compile("(?<![\\p{IsHan}])(?:工作|任务|预期)?(?:成果|交付物|输出物|佐证材料)(?:形式|体现|清单|要求)?\\s*:");
    private static final Pattern TEXT_LABEL = Pattern.compile(
            "(?<![\\p{IsHan}])(?:(?:责任|牵头|分管|包保|配合|包联)(?:局)?(?:领导|人|负责人)|联系人|联系电话|(?:工作|任务|具体|主要)?(?:内容|目标|措施|要求|举措|标准|任务)|备注)\\s*:");

    private static final Pattern PARENTHESES = Pattern.compile("[(\\[【]([^()\\[\\]【】]*)[)\\]】]");
    private static final Pattern DATED = Pattern.compile("\\d\\s*[年月日号]");
    private static final Pattern TRAILING_PARENTHESES = Pattern.compile("\\(([^()]*)\\)\\s*[。.;]?$");
    private static final Pattern LEADING =
            Pattern.compile("(?:由)?\\s*(?<lead>[^。;]{1,60}?)(?:总?牵头|主办|牵头负责|负责牵头)(?:[,、;]\\s*"
                    + "(?<support>[^。;]{1,200}?)(?:积极|共同|分别|按职责)?(?:配合|协办|协同|参与|参加|协助|分工负责|按职责分工负责))?");
    private static final Pattern ABOUT_TIME = Pattern.compile("[前内后期起底末快时日月年长节]|持续");
    private static final String UNIT = "[\\p{IsHan}0-9]{1,20}(?:科|股|室|局|所|组|办|处|中心|单位|部门)";
    private static final Pattern ANSWERING =
            Pattern.compile("(?:由)?\\s*(?<units>[^。;]{1,200}?)(?:按照?职责分工|按照?职责|共同|分别|具体|牵头)*"
                    + "(?:负责(?:落实|实施|组织实施)?|(?<=科|股|室|局|所|组|办|处|中心|单位|部门)(?:落实|承担|承办|组织实施))");
    private static final Pattern NAMED_ONLY = Pattern.compile("(?<units>" + UNIT + "(?:[、,;\\s]+" + UNIT + ")*)");

    /** What in parentheses within a sentence is certainly a deadline, and no remark on how things are done. */
    private static final Pattern CERTAIN_DEADLINE = Pattern.compile(".*(?:\\d|季|年[底末]|印发|即日|每|长期).*");

    /** A longer remark in parentheses is a sentence. */
    private static final int SPOKEN_LENGTH = 250;

    private static final String CLAUSE_ENDS = ",;";
    private static final String NAME_ENDS = "、,;";

    /** A line with more of them is no statement about one task. */
    private static final int MOST_LABELS = 40;

    /** A title broken over more lines than this is a body without a deadline before it. */
    private static final int TITLE_LINES = 3;

    /** A remark in parentheses doesn't run over more lines. */
    private static final int REMARK_LINES = 4;

    /** Longer words after the units are no time. */
    private static final int SHORT_TIME = 30;

    /** A longer title is a sentence. */
    private static final int TITLE_LENGTH = 50;

    /** A shorter title is the beginning of something else. */
    private static final int SHORTEST_TITLE = 4;

    /** A longer line after the responsible units is no part of a unit's name. */
    private static final int UNIT_NAME_REST = 30;

    private Passage title;
    private boolean titleIsExcerpt;
    private boolean ofTable;
    private Passage unreadable;
    private final List<Deadline> deadlines = new ArrayList<>();
    private final List<UnitClause> units = new ArrayList<>();
    private final List<Passage> deliverables = new ArrayList<>();
    private final List<Passage> text = new ArrayList<>();

    private TaskClauses() {}

    /**
     * @param heading the first line after its number, perhaps with the deadline, perhaps broken in its middle
     * @param lines what stands below it
     */
    static TaskClauses of(Passage heading, List<Passage> lines) {
        TaskClauses clauses = new TaskClauses();
        if (heading != null) {
            clauses.read(heading, lines);
        }
        return clauses;
    }

    /** The cells of a row in the columns of that meaning. */
    static TaskClauses ofRow(
            Passage title, List<Passage> body, List<UnitClause> units, Passage deadline, List<Passage> deliverables) {
        TaskClauses clauses = new TaskClauses();
        clauses.ofTable = true;
        if (!title.isEmpty()) {
            clauses.read(title, body);
        } else if (!body.isEmpty()) {
            clauses.read(body.get(0), body.subList(1, body.size()));
        }
        units.stream().filter(unit -> !unit.names().isEmpty()).forEach(clauses::addUnitsOfCell);
        if (!deadline.isEmpty()) {
            clauses.deadlines.add(0, new Deadline(DeadlineClause.Source.LABEL, deadline));
        }
        clauses.deliverables.addAll(deliverables);
        return clauses;
    }

    /** The same with the title of what it is a part of in front. */
    TaskClauses below(Passage whole) {
        title = Passage.join(List.of(whole, Passage.of(new Line(whole.firstLine(), "：")), title));
        return this;
    }

    /** Takes what the same task's row in a table says and the text doesn't; days of the table are kept beside those of the text. */
    void complete(TaskClauses row) {
        if (units.isEmpty()) {
            units.addAll(row.units);
        }
        deadlines.addAll(row.deadlines);
        deliverables.addAll(row.deliverables);
        if (text.isEmpty()) {
            text.addAll(row.text);
        }
    }

    /** A cell may say who leads in its own words. */
    private void addUnitsOfCell(UnitClause unit) {
        List<Label> labels = labels(unit.names());
        if (labels.isEmpty() && !addSpokenUnits(unit.names())) {
            units.add(unit);
        } else if (!labels.isEmpty()) {
            readLine(unit.names(), new ArrayList<>());
        }
    }

    // ------------------------------------------------------------------------------------------- the parts

    private void read(Passage heading, List<Passage> lines) {
        List<Passage> rest = new ArrayList<>(lines);
        rest.add(0, heading);
        rest = new ArrayList<>(withParenthesesClosed(rest));
        Passage first = rest.remove(0);
        if (first.isEmpty() && !rest.isEmpty() && !hasLabel(rest.get(0).plain())) {
            first = rest.remove(0);
        }
        Optional<MatchResult> parentheses = Optional.empty();
        int used = 0;
        Passage longer = first;
        while (true) {
            parentheses = deadlineIn(longer);
            if (parentheses.isPresent()
                    || used >= Math.min(TITLE_LINES - 1, rest.size())
                    || longer.endsSentence()
                    || hasLabel(rest.get(used).plain())) {
                break;
            }
            longer = Passage.join(List.of(longer, rest.get(used++)));
        }
        if (parentheses.isPresent()) {
            MatchResult found = parentheses.get();
            rest = new ArrayList<>(rest.subList(used, rest.size()));
            deadlines.add(new Deadline(DeadlineClause.Source.TITLE, longer.part(found.start(1), found.end(1))));
            title = longer.part(0, found.start());
            Passage after = longer.from(found.end());
            if (!after.plain().matches("[。.;:]?")) {
                rest.add(0, after);
            }
            readLines(rest);
        } else {
            Matcher other = TRAILING_PARENTHESES.matcher(first.plain());
            unreadable = other.find() && ABOUT_TIME.matcher(other.group(1)).find()
                    ? first.part(other.start(1), other.end(1))
                    : null;
            List<Passage> remains = new ArrayList<>();
            readLine(first, remains);
            Passage left = remains.isEmpty() ? first.part(0, 0) : remains.get(0);
            Matcher end = TRAILING_PARENTHESES.matcher(left.plain());
            cutTitle(
                    unreadable != null && !hasDeadline() && !namesUnits(unreadable.plain()) && end.find()
                            ? left.part(0, end.start())
                            : left);
            remains.stream().skip(1).forEach(text::add);
            readLines(rest);
        }
    }

    /**
     * The first parentheses of the title with words of a deadline in them, the plainest before others: a title may have other parentheses
     * with a year or a month.
     */
    private static Optional<MatchResult> deadlineIn(Passage heading) {
        int end = heading.plain().indexOf('。');
        List<MatchResult> found = PARENTHESES
                .matcher(end < 0 ? heading.plain() : heading.plain().substring(0, end))
                .results()
                .filter(parentheses -> !hasLabel(parentheses.group(1)))
                .toList();
        return found.stream()
                .filter(parentheses -> DATED.matcher(parentheses.group(1)).find()
                        && parentheses.group(1).matches(".*[日号前起底末].*"))
                .filter(parentheses -> DeadlineText.isDeadline(parentheses.group(1)))
                .findFirst()
                .or(() -> found.stream()
                        .filter(parentheses -> DeadlineText.isDeadline(parentheses.group(1)))
                        .findFirst())
                .or(() -> found.stream()
                        .filter(parentheses ->
                                DATED.matcher(parentheses.group(1)).find())
                        .filter(parentheses -> spoken(parentheses.group(1)).isEmpty())
                        .filter(parentheses ->
                                heading.plain().substring(parentheses.end()).matches("[。.;:]?"))
                        .findFirst());
    }

    /** The heading is the title if it is short; else the title is what it begins with, and all of it is text. */
    private void cutTitle(Passage heading) {
        int end = heading.plain().indexOf('。');
        int length = end < 0 ? heading.plain().length() : end;
        if (length <= TITLE_LENGTH) {
            title = withoutMark(heading.part(0, length));
            if (end >= 0) {
                addText(heading.from(end + 1));
            }
            return;
        }
        int cut = TITLE_LENGTH;
        for (int i = TITLE_LENGTH; i >= SHORTEST_TITLE; i--) {
            if (",;:".indexOf(heading.plain().charAt(i)) >= 0) {
                cut = i;
            }
        }
        title = heading.part(0, cut);
        titleIsExcerpt = true;
        text.add(heading);
    }

    private static Passage withoutMark(Passage title) {
        int end = title.plain().length();
        while (end > 0 && ",;:。、".indexOf(title.plain().charAt(end - 1)) >= 0) {
            end--;
        }
        return title.part(0, end);
    }

    private void addText(Passage passage) {
        if (!passage.isEmpty() && !passage.plain().matches("[。.;:,]+")) {
            text.add(passage);
        }
    }

    private void readLines(List<Passage> lines) {
        for (int i = 0; i < lines.size(); i++) {
            List<Passage> remains = new ArrayList<>();
            Kind open = readLine(lines.get(i), remains);
            remains.forEach(this::addText);
            while (open != null
                    && i + 1 < lines.size()
                    && labels(lines.get(i + 1)).isEmpty()) {
                Passage next = lines.get(i + 1);
                if (open == Kind.UNITS && goesOn(last(units).names(), next)) {
                    UnitClause broken = units.remove(units.size() - 1);
                    units.add(new UnitClause(broken.role(), joined(broken.names(), next)));
                } else if (open == Kind.DEADLINE
                        && deadlineGoesOn(last(deadlines).words(), next)) {
                    Deadline broken = deadlines.remove(deadlines.size() - 1);
                    deadlines.add(new Deadline(broken.source(), withoutMark(joined(broken.words(), next))));
                } else {
                    break;
                }
                i++;
            }
        }
        units.removeIf(unit -> unit.names().isEmpty());
        deadlines.removeIf(deadline -> deadline.words().isEmpty());
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static Passage joined(Passage first, Passage second) {
        return first.isEmpty() ? second : Passage.join(List.of(first, second));
    }

    /** A list of units is broken like any sentence: after a separator, or in the middle of a name. */
    private static boolean goesOn(Passage named, Passage next) {
        String last = named.plain();
        return last.isEmpty()
                || NAME_ENDS.indexOf(last.charAt(last.length() - 1)) >= 0
                || !last.endsWith("。")
                        && next.plain().length() <= UNIT_NAME_REST
                        && !next.plain().contains("。");
    }

    /** So is a date. */
    private static boolean deadlineGoesOn(Passage words, Passage next) {
        return words.isEmpty()
                || DeadlineText.isDeadline(withoutMark(joined(words, next)).plain());
    }

    /** Puts lines together that are broken within parentheses which say who or until when. */
    private static List<Passage> withParenthesesClosed(List<Passage> lines) {
        List<Passage> closed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Passage line = lines.get(i);
            int opening = openBracket(line.plain(), line.plain().length());
            Passage longer = line;
            for (int more = 1; opening >= 0 && more < REMARK_LINES && i + more < lines.size(); more++) {
                longer = Passage.join(List.of(longer, lines.get(i + more)));
                int closing =
                        closeAfter(longer.plain(), opening + 1, longer.plain().length(), true);
                if (closing >= 0) {
                    String words = longer.plain().substring(opening + 1, closing);
                    boolean isTime = closing == longer.plain().length() - 1
                            && words.length() <= SHORT_TIME
                            && ABOUT_TIME.matcher(words).find();
                    if (isTime || namesUnits(words)) {
                        line = longer;
                        i += more;
                    }
                    break;
                }
            }
            closed.add(line);
        }
        return closed;
    }

    // ------------------------------------------------------------------------------------------- one line

    /**
     * Takes what is labelled or said in parentheses out of a line.
     *
     * @param remains gets the text that is left
     * @return what the line ends in the middle of, as a label announced it; null if it doesn't
     */
    private Kind readLine(Passage line, List<Passage> remains) {
        List<Label> labels = labels(line);
        int start = 0;
        Kind open = null;
        List<Passage> left = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            Label label = labels.get(i);
            if (label.kind() == Kind.TEXT) {
                continue;
            }
            int opening = openBefore(line.plain(), label.from());
            left.add(line.part(start, opening >= start ? opening : label.from()));
            int next = i + 1 < labels.size()
                    ? labels.get(i + 1).from()
                    : line.plain().length();
            int closing = closeAfter(line.plain(), label.end(), next, openBracket(line.plain(), label.from()) >= 0);
            int end = closing >= 0 ? closing : next;
            int sentence = line.plain().indexOf('。', label.end());
            end = sentence >= 0 && sentence < end && label.kind() == Kind.UNITS ? sentence : end;
            take(label, line.part(label.end(), end));
            open = end == line.plain().length() ? label.kind() : null;
            start = end == closing || end == sentence ? end + 1 : end;
        }
        left.add(line.from(Math.min(start, line.plain().length())));
        for (Passage part : left) {
            Passage rest = takeSpoken(part);
            if (!rest.isEmpty() && !rest.plain().matches("[。.;:,、]+")) {
                remains.add(rest);
            }
        }
        return open;
    }

    private void take(Label label, Passage value) {
        switch (label.kind()) {
            case UNITS -> units.add(new UnitClause(label.role(), value));
            case DEADLINE -> deadlines.add(new Deadline(DeadlineClause.Source.LABEL, withoutMark(value)));
            case DELIVERABLES -> deliverables.add(withoutMark(value));
            case TEXT -> {
                // stays where it is
            }
        }
    }

    /** Where the bracket opens that stands right before the label; -1 if none does. */
    private static int openBefore(String plain, int label) {
        int i = label - 1;
        while (i >= 0 && plain.charAt(i) == ' ') {
            i--;
        }
        return i >= 0 && "([【".indexOf(plain.charAt(i)) >= 0 ? i : -1;
    }

    /** Where the bracket opens that the label stands within; -1 if it stands within none. */
    private static int openBracket(String plain, int label) {
        int depth = 0;
        for (int i = label - 1; i >= 0; i--) {
            char c = plain.charAt(i);
            if (")]】".indexOf(c) >= 0) {
                depth++;
            } else if ("([【".indexOf(c) >= 0 && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where the bracket around the label closes, before the next label; -1 if it doesn't. */
    private static int closeAfter(String plain, int from, int to, boolean within) {
        int depth = 0;
        for (int i = from; i < to && within; i++) {
            char c = plain.charAt(i);
            if ("([【".indexOf(c) >= 0) {
                depth++;
            } else if (")]】".indexOf(c) >= 0 && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }

    static boolean hasLabel(String plain) {
        return UNITS_LABEL.matcher(plain).find()
                || DEADLINE_LABEL.matcher(plain).find();
    }

    /** Whether the line is about units or days and nothing else. */
    static boolean beginsWithLabel(String plain) {
        return labels(plain).stream()
                .anyMatch(label -> label.kind() != Kind.TEXT
                        && plain.substring(0, label.from()).matches("[(\\[【\\s]*"));
    }

    private static List<Label> labels(Passage line) {
        return labels(line.plain());
    }

    private static List<Label> labels(String plain) {
        List<Label> labels = new ArrayList<>();
        Matcher ofUnits = UNITS_LABEL.matcher(plain);
        while (ofUnits.find()) {
            boolean spaced = ofUnits.group("space") != null;
            if (!spaced
                            && (ofUnits.group("alone") != null
                                    || ":]】"
                                                    .indexOf(ofUnits.group()
                                                            .strip()
                                                            .charAt(ofUnits.group()
                                                                            .strip()
                                                                            .length()
                                                                    - 1))
                                            >= 0)
                    || ofUnits.start() == 0) {
                String who = ofUnits.group("alone") != null ? ofUnits.group("alone") : ofUnits.group("who");
                labels.add(new Label(Kind.UNITS, role(who.replace(" ", "")), ofUnits.start(), ofUnits.end()));
            }
        }
        add(labels, DEADLINE_LABEL, Kind.DEADLINE, plain);
        add(labels, DELIVERABLES_LABEL, Kind.DELIVERABLES, plain);
        add(labels, TEXT_LABEL, Kind.TEXT, plain);
        labels.sort((a, b) -> a.from() - b.from());
        return labels.size() > MOST_LABELS ? List.of() : labels;
    }

    private static void add(List<Label> labels, Pattern pattern, Kind kind, String plain) {
        Matcher matcher = pattern.matcher(plain);
        while (matcher.find()) {
            labels.add(new Label(kind, null, matcher.start(), matcher.end()));
        }
    }

    static Role role(String word) {
        String plain = word.replace(" ", "");
        if (plain.matches("(?:第一).*|.*(?:牵头|主办|主责).*")) {
            return Role.LEAD;
        }
        return plain.matches(".*(?:配合|协办|协助|协同|参与|参加|联办).*") && !plain.contains("责任")
                ? Role.SUPPORTING
                : Role.RESPONSIBLE;
    }

    // ------------------------------------------------------------------------------------------- said in parentheses

    /** Takes （办公室牵头，征管科配合） and the like out of a piece of text; what is left of it. */
    private Passage takeSpoken(Passage part) {
        List<MatchResult> found = PARENTHESES.matcher(part.plain()).results().toList();
        List<Passage> left = new ArrayList<>();
        int start = 0;
        for (MatchResult parentheses : found) {
            Passage words = part.part(parentheses.start(1), parentheses.end(1));
            boolean endsClause = endsClause(part.plain(), parentheses.end());
            if (endsClause && addSpoken(words)) {
                left.add(part.part(start, parentheses.start()));
                start = parentheses.end();
            }
        }
        left.add(part.from(start));
        return Passage.join(left.stream().filter(piece -> !piece.isEmpty()).toList());
    }

    private static boolean endsClause(String plain, int from) {
        int next = from;
        while (next < plain.length() && plain.charAt(next) == ' ') {
            next++;
        }
        return next == plain.length() || "。,;:([【".indexOf(plain.charAt(next)) >= 0;
    }

    private boolean addSpoken(Passage words) {
        Optional<Spoken> spoken = spoken(words.plain())
                .filter(found -> !found.units().isEmpty()
                        || CERTAIN_DEADLINE.matcher(words.plain()).matches());
        if (spoken.isEmpty()) {
            return false;
        }
        spoken.get()
                .deadline()
                .ifPresent(place ->
                        deadlines.add(new Deadline(DeadlineClause.Source.LABEL, words.part(place.from(), place.to()))));
        for (Place place : spoken.get().units()) {
            units.add(new UnitClause(place.role(), words.part(place.from(), place.to())));
        }
        return true;
    }

    private boolean addSpokenUnits(Passage cell) {
        List<Place> places = spokenUnits(cell.plain(), 0, cell.plain().length(), LEADING, ANSWERING);
        places.forEach(place -> units.add(new UnitClause(place.role(), cell.part(place.from(), place.to()))));
        return !places.isEmpty();
    }

    private record Place(Role role, int from, int to) {}

    private record Spoken(List<Place> units, Optional<Place> deadline) {}

    /** "征管科牵头，办公室配合，6月底前完成": who and until when, if the words say nothing else. */
    private static Optional<Spoken> spoken(String words) {
        if (words.length() > SPOKEN_LENGTH) {
            return Optional.empty();
        }
        Optional<Place> deadline = Optional.empty();
        int from = 0;
        int to = words.length();
        if (DeadlineText.isDeadline(words)) {
            return Optional.of(new Spoken(List.of(), Optional.of(new Place(null, 0, words.length()))));
        }
        for (int i = 0; i < words.length(); i++) {
            if (CLAUSE_ENDS.indexOf(words.charAt(i)) >= 0) {
                if (DeadlineText.isDeadline(words.substring(0, i))) {
                    deadline = Optional.of(new Place(null, 0, i));
                    from = i + 1;
                } else if (deadline.isEmpty() && DeadlineText.isDeadline(words.substring(i + 1))) {
                    deadline = Optional.of(new Place(null, i + 1, words.length()));
                    to = i;
                    break;
                }
            }
        }
        List<Place> units = spokenUnits(words, from, to, LEADING, ANSWERING, NAMED_ONLY);
        if (units.isEmpty() && deadline.isEmpty()) {
            return spokenOfNoDay(words);
        }
        return units.isEmpty() ? Optional.empty() : Optional.of(new Spoken(units, deadline));
    }

    /** "征管科负责，中秋节前": who, and until a time that isn't understood. */
    private static Optional<Spoken> spokenOfNoDay(String words) {
        int end = Math.max(words.lastIndexOf(','), words.lastIndexOf(';'));
        if (end < 0
                || words.length() - end > SHORT_TIME
                || !ABOUT_TIME.matcher(words.substring(end)).find()) {
            return Optional.empty();
        }
        List<Place> units = spokenUnits(words, 0, end, LEADING, ANSWERING);
        return units.isEmpty()
                ? Optional.empty()
                : Optional.of(new Spoken(units, Optional.of(new Place(null, end + 1, words.length()))));
    }

    /** Whether words in parentheses say who, not until when. */
    static boolean namesUnits(String words) {
        return hasLabel(words) || spoken(words).isPresent();
    }

    private static List<Place> spokenUnits(String words, int from, int to, Pattern... forms) {
        for (Pattern form : forms) {
            Matcher said = form.matcher(words).region(from, to);
            if (said.matches() && form != LEADING) {
                return List.of(new Place(Role.RESPONSIBLE, said.start("units"), said.end("units")));
            }
            if (form == LEADING && said.matches()) {
                Place lead = new Place(Role.LEAD, said.start("lead"), said.end("lead"));
                return said.group("support") == null
                        ? List.of(lead)
                        : List.of(lead, new Place(Role.SUPPORTING, said.start("support"), said.end("support")));
            }
        }
        return List.of();
    }

    // ------------------------------------------------------------------------------------------- what was found

    /** Empty where there is none. */
    Passage title() {
        return title;
    }

    /** Whether the title is only the beginning of the text. */
    boolean titleIsExcerpt() {
        return titleIsExcerpt;
    }

    List<Deadline> deadlines() {
        return deadlines;
    }

    /** Parentheses at the end of the title whose words are neither a deadline nor units; null if there are none. */
    Passage unreadable() {
        return unreadable;
    }

    List<UnitClause> units() {
        return units;
    }

    /** Deliverables that are labelled as such. */
    List<Passage> deliverables() {
        return deliverables;
    }

    /** What remains, line by line. */
    List<Passage> text() {
        return text;
    }

    boolean hasUnits() {
        return !units.isEmpty();
    }

    boolean hasDeadline() {
        return !deadlines.isEmpty();
    }

    boolean isOfTable() {
        return ofTable;
    }

    /** Whether it says who or until when. */
    boolean isTask() {
        return hasUnits() || hasDeadline();
    }
}
