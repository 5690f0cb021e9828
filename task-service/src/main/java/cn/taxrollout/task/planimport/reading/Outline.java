package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The document as a tree of numbered parts, told by how lines begin. Blank lines mean nothing: such documents have them between, and
 * even within, sentences. Which style of numbers stands below which is for the document to say: a number that begins a style
 * anew opens a level, one that goes on with a style closes all levels below that.
 */
final class Outline {

    private static final Pattern IMPRINT =
            Pattern.compile("信息公开(?:选项|类型|属性)\\s*:.*|.*\\d{4}\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日\\s*印发");
    private static final Pattern CONTENTS = Pattern.compile(".*(?:\\t|[.…·]{3,})\\s*\\d{1,3}");
    private static final Pattern PAGE_NUMBER =
            Pattern.compile("[-‐‑‒–—―−]+\\s*\\d{1,3}\\s*[-‐‑‒–—―−]+|第\\s*\\d{1,3}\\s*页.{0,12}");
    private static final Pattern NEXT_PAGE = Pattern.compile("[(]?续\\s*表?.*");

    /** A longer line that begins as the heading of an attachment is a sentence. */
    private static final int ATTACHMENT_LENGTH = 60;

    /** A longer line is no line of a table of contents. */
    private static final int CONTENTS_LENGTH = 200;

    private final Section document = new Section(null, null, null, false);
    private final List<Passage> head = new ArrayList<>();
    private final List<Passage> all = new ArrayList<>();
    private final List<Passage> imprint = new ArrayList<>();
    private final Deque<Section> open = new ArrayDeque<>();
    private boolean chapterBegun;
    private boolean imprintBegun;
    private int decimalParent;
    private int decimal;

    /** Numbers may run on below the next heading: （2）, after （1） of the phase before. */
    private final Map<Marker.Style, Integer> last = new EnumMap<>(Marker.Style.class);

    private ArrangementTable lastTable;

    static Outline of(List<Line> lines) {
        Outline outline = new Outline();
        outline.open.push(outline.document);
        for (int i = 0; i < lines.size(); ) {
            int end = outline.endOfTable(lines, i);
            if (end > i) {
                outline.addTable(lines.subList(i, end));
                i = end;
            } else {
                outline.addLine(lines.get(i++));
            }
        }
        outline.document.parts.forEach(Outline::lift);
        return outline;
    }

    // ------------------------------------------------------------------------------------------- tables

    private int endOfTable(List<Line> lines, int from) {
        Line.Cell cell = lines.get(from).cell();
        if (cell == null) {
            return TextTable.end(lines, from);
        }
        int end = from;
        while (end < lines.size()
                && lines.get(end).cell() != null
                && lines.get(end).cell().table() == cell.table()) {
            end++;
        }
        return end;
    }

    private void addTable(List<Line> lines) {
        List<Line> cells = lines.get(0).cell() == null ? TextTable.cells(lines) : lines;
        Optional<ArrangementTable> table =
                ArrangementTable.of(cells).or(() -> lastTable == null ? Optional.empty() : lastTable.goingOn(cells));
        if (table.isPresent()) {
            lastTable = table.get();
            open.peek().tables.add(lastTable);
            lines.forEach(line -> all.add(Passage.of(line)));
        } else {
            lines.forEach(this::addLine);
        }
    }

    // ------------------------------------------------------------------------------------------- lines

    private void addLine(Line line) {
        Passage passage = Passage.of(line);
        if (passage.isEmpty() || PAGE_NUMBER.matcher(passage.plain()).matches()) {
            return;
        }
        all.add(passage);
        if (!NEXT_PAGE.matcher(passage.plain()).matches()) {
            lastTable = null;
        }
        if (IMPRINT.matcher(passage.plain()).matches()) {
            imprint.add(passage);
            imprintBegun = true;
        } else if (chapterBegun || !isInContents(line.text().strip())) {
            add(passage, false);
        }
    }

    private static boolean isInContents(String line) {
        return line.length() <= CONTENTS_LENGTH && CONTENTS.matcher(line).matches();
    }

    private void add(Passage passage, boolean withinLine) {
        Optional<Marker> marker = Marker.of(passage.plain()).filter(found -> counts(found, passage));
        if (marker.isEmpty()) {
            addText(passage);
            return;
        }
        imprintBegun = false;
        chapterBegun |= marker.get().style().isWide();
        int next = nextItem(passage, marker.get().end(), marker.get());
        Passage own = next < 0 ? passage : passage.part(0, next);
        last.put(marker.get().style(), marker.get().ordinal());
        Section section = openSection(marker.get(), own, withinLine);
        section.parent.parts.add(section);
        open.push(section);
        if (next >= 0) {
            add(passage.from(next), true);
        }
    }

    private void addText(Passage passage) {
        if (imprintBegun) {
            imprint.add(passage);
            return;
        }
        if (open.size() == 1) {
            head.add(passage);
        }
        int next = nextItem(passage, 0, null);
        open.peek().lines.add(next < 0 ? passage : passage.part(0, next));
        if (next >= 0) {
            add(passage.from(next), true);
        }
    }

    /** Where in the line the next item of an open list begins, or a list; -1 if none does. */
    private static int earlier(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    private int nextItem(Passage passage, int from, Marker own) {
        String plain = passage.plain();
        if (!Marker.mayHaveItems(plain, from)) {
            return -1;
        }
        int next = own != null && own.style().isWithinSentences()
                ? Marker.nextWithin(plain, from, own.style(), own.ordinal() + 1)
                : -1;
        for (Section section : open) {
            boolean isList = section.marker != null && section.marker.style().isWithinSentences();
            if (isList && (own == null || section.marker.style() != own.style())) {
                next = earlier(
                        next, Marker.nextWithin(plain, from, section.marker.style(), section.marker.ordinal() + 1));
            }
        }
        return earlier(next, Marker.firstWithin(plain, from));
    }

    /** Whether what looks like a number is one, where it stands. */
    private boolean counts(Marker marker, Passage passage) {
        return switch (marker.style()) {
            case ATTACHMENT -> chapterBegun && passage.plain().length() <= ATTACHMENT_LENGTH;
            case DECIMAL -> {
                boolean next = marker.parent() == decimalParent && marker.ordinal() == decimal + 1
                        || marker.parent() >= decimalParent && marker.ordinal() == 1;
                decimalParent = next ? marker.parent() : decimalParent;
                decimal = next ? marker.ordinal() : decimal;
                yield next;
            }
            case BRACKETED, HALF_BRACKETED, ORDINAL, ITEM, CIRCLED ->
                marker.ordinal() == 1
                        || isOpen(marker.style())
                        || marker.ordinal() == 1 + last.getOrDefault(marker.style(), 0);
            default -> true;
        };
    }

    private boolean isOpen(Marker.Style style) {
        return open.stream().anyMatch(section -> section.marker != null && section.marker.style() == style);
    }

    private Section openSection(Marker marker, Passage line, boolean withinLine) {
        if (isOpen(marker.style())) {
            while (open.peek().marker.style() != marker.style()) {
                open.pop();
            }
            open.pop();
        } else {
            boolean anew = marker.ordinal() == 1 && !marker.style().isWide();
            while (!anew
                    && open.peek().marker != null
                    && open.peek().marker.style().compareTo(marker.style()) > 0) {
                open.pop();
            }
        }
        return new Section(open.peek(), marker, line, withinLine);
    }

    // ------------------------------------------------------------------------------------------- what belongs where

    /**
     * A line 责任单位：… after a list of steps stands below the last of them and is meant for the whole, if no other of the steps has such
     * a line.
     */
    private static void lift(Section section) {
        section.parts.forEach(Outline::lift);
        if (section.parts.isEmpty()
                || section.isPhase()
                || section.marker.style().isWide()) {
            return;
        }
        Section last = section.parts.get(section.parts.size() - 1);
        boolean others = section.parts.stream().filter(part -> part != last).anyMatch(part -> part.clauses()
                .hasUnits());
        boolean alone = section.parts.size() == 1
                && section.parent.parts.stream()
                        .noneMatch(sibling ->
                                sibling != section && sibling.clauses().hasUnits());
        List<Passage> end = last.trailing.isEmpty() ? last.lines : last.trailing;
        int label = 0;
        while (label < end.size() && !TaskClauses.beginsWithLabel(end.get(label).plain())) {
            label++;
        }
        if (!others && !alone && label < end.size()) {
            section.trailing.addAll(end.subList(label, end.size()));
            end.subList(label, end.size()).clear();
            last.forgetClauses();
        }
    }

    /** The document itself, with everything below it. */
    Section document() {
        return document;
    }

    /** Everything before the first number: letterhead, number, notice, signature, title. */
    List<Passage> head() {
        return head;
    }

    /** All lines in order. */
    List<Passage> all() {
        return all;
    }

    /** The lines at the end that tell about the document itself. */
    List<Passage> imprint() {
        return imprint;
    }
}
