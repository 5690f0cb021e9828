package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.document.Label.Segment;
import cn.taxrollout.org.directoryimport.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Goes through the lines of the organisational chapters and gathers groups. A line is the heading of a group, a label with
 * what belongs to it, a row of a table, or goes on with what was before; the rest is prose, in which groups may be set up and
 * seats given too.
 */
final class OrganisationReading {

    /** Level of a heading without number: below every number, so that any number that isn't an item ends it. */
    private static final int UNNUMBERED = 99;

    private static final Pattern DUTY = Pattern.compile("(?:主要|具体|统一)?(?:负责(?!人|同志)|承担|牵头(?!人|部门|单位)).*");
    private static final Pattern LEAD_IN = Pattern.compile(".*(?:如下|:)[。:]?|(?:人员|职责)?(?:组成|分工|构成)?(?:及职责)?"
            + "|\\p{IsHan}{0,16}组(?:及|的|人员|成员|组成|构成|职责|分工|设置|主要){0,8}|\\p{IsHan}{2,40}(?:名单|通知)");
    private static final Pattern NEXT_DUTY = Pattern.compile("[。;,]\\s*(?=(?:主要|具体)?(?:负责(?!人|同志)|承担|牵头(?!人|部门|单位)))");
    private static final Pattern ABOUT_ORGANISATION =
            Pattern.compile("组长|成员|工作组|小组|专班|项目组|办公室主任|办公室设|下设|综合.{0,4}组|副主任");
    private static final Pattern ABOUT_PEOPLE = Pattern.compile("副?组\\s*长|组\\s*员\\s*:|成\\s*员\\s*:");
    private static final Pattern OF_TASK = Pattern.compile("(?:责任|牵头|配合|完成)(?:单位|部门|股室|科室|人|时限)");
    private static final Pattern BARE_HEADING = Pattern.compile("[\\p{IsHan}]{2,12}");
    private static final Pattern OFFICE_POST = Pattern.compile("办公室副?主任\\s[^:]*");
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}]");
    private static final Pattern OTHER_CHAPTER = Pattern.compile("(?:主要|重点|工作)*任务(?:分工)?|工作内容|任务分工");

    private final Findings findings;
    private final Prose prose;
    private final Groups groups;
    private final Predicate<Passage> aboutDocument;

    private GroupDraft unit;
    private int unitLevel;
    private Label label;
    private boolean inProse;
    private boolean freeDuties; // each line is a duty of its own, since none stood beside the label
    private Numbering item;
    private final List<Passage> content = new ArrayList<>();

    /** @param aboutDocument tells lines of signature, date and imprint, which end what was before them */
    OrganisationReading(Groups groups, Predicate<Passage> aboutDocument, Findings findings) {
        this.groups = groups;
        this.aboutDocument = aboutDocument;
        this.findings = findings;
        this.prose = new Prose(groups, findings);
    }

    void read(List<Block> chapter) {
        leaveUnit();
        for (int i = 0; i < chapter.size(); i++) {
            Block block = chapter.get(i);
            if (block.table() != null) {
                readTable(block.table());
            } else {
                Passage next = i + 1 < chapter.size() ? chapter.get(i + 1).firstLine() : null;
                readLine(block.line(), next);
            }
        }
        leaveUnit();
    }

    List<Holders.Claim> claimedGroups() {
        return prose.claimedGroups();
    }

    /** Of a chapter that is about something else, says which lines may be missed. */
    void passOver(List<Block> chapter) {
        for (Block block : chapter) {
            Passage line = block.firstLine();
            if (line != null && ABOUT_PEOPLE.matcher(line.plain()).find()) {
                findings.add(Anomaly.Code.PASSAGE_NOT_USED, line.firstLine(), line.text());
            }
        }
    }

    private void leaveUnit() {
        flush();
        unit = null;
        unitLevel = 0;
    }

    private void readLine(Passage line, Passage next) {
        Optional<Numbering> number = Numbering.of(line);
        Passage rest = number.map(found -> line.from(found.end())).orElse(line);
        List<Segment> segments = Label.segments(rest);
        if (aboutDocument.test(line)) {
            flush();
        } else if (isOtherChapter(number, rest)) {
            leaveUnit();
        } else if (!segments.isEmpty() && !isDutyItem(number, segments) && !isPost(rest)) {
            open(segments);
        } else if (!openGroup(number, rest, next)) {
            readText(number, line, rest);
        }
    }

    /** 主要任务 as a heading may be duties of the unit, or the chapter of the tasks. */
    private boolean isOtherChapter(Optional<Numbering> number, Passage rest) {
        boolean above = number.isPresent() && number.get().level() <= unitLevel;
        boolean has =
                unit != null && (!unit.duties.isEmpty() || label != null && label.isDuties() && !content.isEmpty());
        return (unit == null || above || has)
                && OTHER_CHAPTER.matcher(rest.unspaced()).matches();
    }

    /** "1.组长负责制" below 职责 is no label. */
    private boolean isDutyItem(Optional<Numbering> number, List<Segment> segments) {
        return number.isPresent()
                && label != null
                && label.isDuties()
                && item != null
                && item.level() == number.get().level()
                && segments.get(0).content().isEmpty()
                && !segments.get(0).label().isDuties();
    }

    /** 办公室主任　张三 in a list that is under way tells a post. */
    private boolean isPost(Passage rest) {
        return label != null
                && !label.isDuties()
                && OFFICE_POST.matcher(rest.plain()).matches();
    }

    private boolean openGroup(Optional<Numbering> number, Passage rest, Passage next) {
        if (rest.isEmpty()) {
            return false;
        }
        Optional<GroupName> heading = GroupName.heading(rest);
        if (heading.isPresent()
                && (number.isPresent() || rest.plain().endsWith(":") || next != null && beginsGroup(next))) {
            return open(heading.get(), rest, number);
        }
        Optional<GroupName> inline = GroupName.beforeText(rest);
        if (inline.isPresent()) {
            Passage text = inline.get().textAfter(rest);
            List<Segment> segments = Label.segments(text);
            boolean duties = DUTY.matcher(text.plain()).matches();
            if ((!segments.isEmpty() || duties) && open(inline.get(), rest, number)) {
                if (duties) {
                    beginDuties(text);
                } else {
                    open(segments);
                }
                return true;
            }
        }
        return false;
    }

    private boolean open(GroupName name, Passage heading, Optional<Numbering> number) {
        Optional<GroupDraft> group = groups.named(
                name, heading.part(0, Math.min(name.end(), heading.plain().length())));
        if (group.isEmpty()) {
            return false;
        }
        flush();
        unit = group.get();
        unit.headed(name.name(), heading.lines());
        unitLevel = number.map(Numbering::level).orElse(UNNUMBERED);
        prose.claims(heading, unit);
        return true;
    }

    /** Whether a line below an unnumbered heading shows that the heading is one of a group. */
    private static boolean beginsGroup(Passage next) {
        Passage rest = Numbering.of(next).map(number -> next.from(number.end())).orElse(next);
        return !Label.segments(rest).isEmpty()
                || DUTY.matcher(rest.plain()).matches()
                || LEAD_IN.matcher(rest.unspaced()).matches();
    }

    private void open(List<Segment> segments) {
        for (Segment segment : segments) {
            flush();
            label = segment.label();
            freeDuties = label.isDuties() && segment.content().isEmpty();
            Passage text = segment.content();
            Matcher duty = NEXT_DUTY.matcher(text.plain());
            int end = label.isDuties()
                    ? -1
                    : duty.find() ? duty.end() : text.plain().indexOf('。') + 1;
            if (!text.isEmpty()) {
                content.add(end > 0 ? text.part(0, end) : text);
            }
            if (end > 0 && end < text.plain().length()) {
                Passage rest = text.from(end);
                flush();
                startText(rest);
            }
        }
    }

    private void beginDuties(Passage text) {
        flush();
        label = new Label("职责", null, false);
        content.add(text);
    }

    private void readText(Optional<Numbering> number, Passage line, Passage rest) {
        boolean duties = label != null && label.isDuties();
        if (number.isPresent()) {
            boolean next = duties && isNextItem(number.get());
            if (next || duties && number.get().level() > unitLevel) {
                item = number.get();
                content.add(line);
                return;
            }
            if (unit != null && number.get().level() <= unitLevel) {
                leaveUnit();
            } else {
                flush();
            }
            startText(rest);
        } else if (inProse && !content.get(content.size() - 1).endsSentence()) {
            content.add(line);
        } else if (label == null) {
            startText(line);
        } else if (duties) {
            boolean ended =
                    !content.isEmpty() && content.get(content.size() - 1).endsSentence();
            if (ended && BARE_HEADING.matcher(line.plain()).matches()) {
                leaveUnit();
            } else if (ended
                    && !freeDuties
                    && item == null
                    && !DUTY.matcher(line.plain()).matches()) {
                flush();
                startText(line);
            } else {
                content.add(line);
            }
        } else if (prose.speaks(line)) {
            flush();
            startText(line);
        } else if (!content.isEmpty() && content.get(content.size() - 1).endsSentence() && !Holders.areHolders(line)) {
            flush();
            startText(line);
        } else {
            content.add(line);
        }
    }

    /** Items may be numbered as the groups are, where the first of them directly follows the label. */
    private boolean isNextItem(Numbering number) {
        return content.isEmpty() && number.ordinal() == 1
                || item != null && item.level() == number.level() && item.ordinal() + 1 == number.ordinal();
    }

    private void startText(Passage line) {
        if (!WORDS.matcher(line.plain()).find()) {
            return;
        }
        if (unit != null && DUTY.matcher(line.plain()).matches()) {
            beginDuties(line);
        } else {
            flush();
            inProse = true;
            content.add(line);
        }
    }

    private void flush() {
        Label ended = label;
        List<Passage> text = List.copyOf(content);
        boolean wasProse = inProse;
        label = null;
        inProse = false;
        freeDuties = false;
        item = null;
        content.clear();
        if (wasProse) {
            readProse(Passage.join(text));
        } else if (ended != null) {
            Passage whole = Passage.stack(text);
            give(ended, text, whole.isEmpty() ? null : whole);
        }
    }

    private void readProse(Passage text) {
        for (Passage sentence : prose.sentences(text)) {
            Prose.Result result = prose.read(sentence, unit);
            if (unit == null && result.setUp() != null) {
                unit = result.setUp();
                unitLevel = UNNUMBERED;
            }
            boolean matters = unit != null
                    || ABOUT_ORGANISATION.matcher(sentence.plain()).find()
                            && !OF_TASK.matcher(sentence.plain()).lookingAt();
            if (!result.used()
                    && matters
                    && !LEAD_IN.matcher(sentence.unspaced()).matches()) {
                findings.add(Anomaly.Code.PASSAGE_NOT_USED, sentence.firstLine(), sentence.text());
            }
        }
    }

    private void give(Label given, List<Passage> text, Passage whole) {
        GroupDraft to = given.ofOffice() ? groups.office(whole) : unit;
        if (to == null) {
            if (whole != null) {
                findings.add(Anomaly.Code.PASSAGE_NOT_USED, whole.firstLine(), given.title() + ":" + whole.text());
            }
        } else if (given.isDuties()) {
            to.duties.addAll(Duties.of(text));
        } else if (whole == null) {
            findings.add(Anomaly.Code.TITLE_WITHOUT_HOLDER, to.line(), to.name(), given.title());
        } else {
            prose.seat(given, whole, to);
        }
    }

    private void readTable(Table table) {
        Optional<Map<Integer, Column>> columns = table.columns();
        if (columns.isEmpty()) {
            List<Map<Integer, Table.Cell>> rows = table.rows();
            for (int i = 0; i < rows.size(); i++) {
                Passage line = Table.line(rows.get(i));
                Passage next = i + 1 < rows.size() ? Table.line(rows.get(i + 1)) : null;
                if (!line.isEmpty()) {
                    readLine(line, next);
                }
            }
            return;
        }
        flush();
        columns.get().forEach((index, column) -> {
            Passage heading = table.rows().get(0).get(index).content();
            if (column.kind() == Column.Kind.UNKNOWN) {
                findings.add(Anomaly.Code.COLUMN_NOT_USED, heading.firstLine(), heading.text());
            }
        });
        String title = null;
        for (Map<Integer, Table.Cell> row : table.rows().subList(1, table.rows().size())) {
            title = readRow(columns.get(), row, title);
        }
    }

    /** @return the title that rows below with an empty cell for it share */
    private String readRow(Map<Integer, Column> columns, Map<Integer, Table.Cell> row, String titleAbove) {
        String title = titleAbove;
        List<Passage> person = new ArrayList<>();
        for (Column.Kind kind : List.of(
                Column.Kind.GROUP,
                Column.Kind.TITLE,
                Column.Kind.LABELLED,
                Column.Kind.PERSON,
                Column.Kind.SECTION,
                Column.Kind.POST)) {
            for (Map.Entry<Integer, Table.Cell> place : row.entrySet()) {
                Column column = columns.get(place.getKey());
                Table.Cell cell = place.getValue();
                if (column == null
                        || column.kind() != kind
                        || cell.merged()
                        || cell.content().isEmpty()) {
                    continue;
                }
                Passage content = cell.content();
                switch (kind) {
                    case GROUP -> openRow(content);
                    case TITLE -> title = content.unspaced();
                    case LABELLED -> give(column.label(), lines(content), content);
                    default -> person.add(content);
                }
            }
        }
        if (!person.isEmpty()) {
            String held = title == null ? "成员" : title;
            Passage whole = Passage.join(person, " ");
            if (unit == null || Label.rank(held) == null) {
                findings.add(Anomaly.Code.HOLDER_NOT_READ, whole.firstLine(), held + " " + whole.text());
            } else {
                prose.seat(new Label(held, Label.rank(held), false), whole, unit);
            }
        }
        return title;
    }

    private void openRow(Passage name) {
        Passage plain =
                Numbering.of(name).map(number -> name.from(number.end())).orElse(name);
        Optional<GroupName> group = GroupName.heading(plain);
        if (group.isEmpty() || !open(group.get(), plain, Optional.empty())) {
            leaveUnit();
            findings.add(Anomaly.Code.PASSAGE_NOT_USED, name.firstLine(), name.text());
        }
    }

    private static List<Passage> lines(Passage stacked) {
        List<Passage> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= stacked.plain().length(); end++) {
            if (end == stacked.plain().length() || stacked.plain().charAt(end) == '\n') {
                lines.add(stacked.part(start, end));
                start = end + 1;
            }
        }
        return lines;
    }

    /** A line or a table. */
    record Block(Passage line, Table table) {
        Passage firstLine() {
            return line != null
                    ? line
                    : table.rows().isEmpty() ? null : Table.line(table.rows().get(0));
        }
    }
}
