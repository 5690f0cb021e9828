package cn.taxrollout.task.planimport.document;

import cn.taxrollout.task.planimport.document.DocumentFile.Lines;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The paragraphs of a .docx in reading order, with the numbers that Word puts before them, and those in tables with their place.
 *
 * <p>Streams the parts instead of loading the file into Apache POI's model: that model takes up to a hundred times the size of
 * the XML and parses parts nobody asked for, which no limit on the upload makes safe. Structure of the text: ECMA-376 part 1
 * (WordprocessingML).
 */
final class WordDocument {

    private static final Set<String> WORD = Set.of(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main");

    /** Formatting, text moved elsewhere, phonetic guides, field codes, and second renderings of what was read already. */
    private static final Set<String> SKIPPED = Set.of("rPr", "moveFrom", "rt", "instrText", "delText", "Fallback");

    /** Earlier formatting of a paragraph, and the layout of pages. */
    private static final Set<String> NO_FORMAT_OF_NOW = Set.of("pPrChange", "sectPr", "rPr");

    /** No printed table has more columns. */
    private static final int MAX_COLUMNS = 60;

    private final WordNumbering numbering;
    private final Lines lines = new Lines();
    private final Deque<Paragraph> paragraphs = new ArrayDeque<>(); // more than one within a text box
    private final Deque<Table> tables = new ArrayDeque<>();
    private int tablesBegun;
    private int number;

    /** A paragraph that is being read. */
    private static final class Paragraph {
        private final StringBuilder text = new StringBuilder();
        private String style;
        private String list;
        private String level;
    }

    /** Where the reading of a table has got to. */
    private static final class Table {
        private final int number;
        private int row = -1;
        private int column;
        private int width = 1;
        private boolean merged;

        Table(int number) {
            this.number = number;
        }
    }

    private WordDocument(WordNumbering numbering) {
        this.numbering = numbering;
    }

    static List<Line> lines(byte[] bytes) {
        try (OfficeFile file = OfficeFile.open(bytes)) {
            WordNumbering numbering = WordNumbering.of(file);
            try (PullParser xml = file.parse(file.document())) {
                return new WordDocument(numbering).read(xml);
            }
        } catch (IOException e) {
            throw new UnreadableDocument(Problem.of(Problem.Code.DAMAGED, null));
        }
    }

    private List<Line> read(PullParser xml) {
        boolean inText = false;
        while (xml.next()) {
            if (xml.isStart() && SKIPPED.contains(xml.name())) {
                xml.skip();
            } else if (xml.isStart() && isWord(xml)) {
                inText = xml.name().equals("t");
                begin(xml);
            } else if (xml.isEnd() && isWord(xml)) {
                inText = false;
                end(xml.name());
            } else if (inText && xml.isText() && !paragraphs.isEmpty()) {
                append(xml.text());
            }
        }
        return lines.read();
    }

    private static boolean isWord(PullParser xml) {
        return xml.namespace() != null && WORD.contains(xml.namespace());
    }

    private void begin(PullParser xml) {
        switch (xml.name()) {
            case "p" -> paragraphs.push(new Paragraph());
            case "pPr" -> readFormat(xml);
            case "tbl" -> tables.push(new Table(tablesBegun++));
            case "tr" ->
                inTable(table -> {
                    table.row++;
                    table.column = 0;
                });
            case "gridBefore" -> inTable(table -> table.column = count(xml.attribute("val"), 0));
            case "tc" ->
                inTable(table -> {
                    table.width = 1;
                    table.merged = false;
                });
            case "gridSpan" -> inTable(table -> table.width = Math.max(1, count(xml.attribute("val"), 1)));
            case "vMerge" -> inTable(table -> table.merged = !"restart".equals(xml.attribute("val")));
            default -> {
                if (!paragraphs.isEmpty()) {
                    paragraphs.peek().text.append(mark(xml.name()));
                }
            }
        }
    }

    /** Style and list of the paragraph. */
    private void readFormat(PullParser xml) {
        int outside = xml.depth() - 1;
        while (xml.nextWithin(outside)) {
            if (NO_FORMAT_OF_NOW.contains(xml.name())) {
                xml.skip();
            } else if (!paragraphs.isEmpty()) {
                Paragraph paragraph = paragraphs.peek();
                switch (xml.name()) {
                    case "pStyle" -> paragraph.style = xml.attribute("val");
                    case "numId" -> paragraph.list = xml.attribute("val");
                    case "ilvl" -> paragraph.level = xml.attribute("val");
                    default -> {
                        // spacing, tabs, borders
                    }
                }
            }
        }
    }

    private void end(String element) {
        switch (element) {
            case "p" -> endParagraph(paragraphs.pop());
            case "tc" -> inTable(table -> table.column = Math.min(MAX_COLUMNS, table.column + table.width));
            case "tbl" -> tables.pop();
            default -> {
                // ends that mean nothing here
            }
        }
    }

    private void endParagraph(Paragraph paragraph) {
        number++;
        String label = numbering.next(paragraph.style, paragraph.list, paragraph.level);
        for (String text : (label + paragraph.text).split("\n", -1)) {
            lines.add(number, text, cell());
        }
    }

    private void inTable(Consumer<Table> change) {
        if (!tables.isEmpty()) {
            change.accept(tables.peek());
        }
    }

    /** The place in the outermost table: a table within a cell is the content of that cell. */
    private Line.Cell cell() {
        Table table = tables.peekLast();
        return table == null
                ? null
                : new Line.Cell(table.number, Math.max(0, table.row), table.column, table.width, table.merged);
    }

    private static int count(String value, int instead) {
        return value != null && value.matches("\\d{1,2}") ? Integer.parseInt(value) : instead;
    }

    private void append(String text) {
        StringBuilder paragraph = paragraphs.peek().text;
        if (paragraph.length() + text.length() > DocumentFile.MAX_CHARACTERS) {
            throw new UnreadableDocument(
                    Problem.of(Problem.Code.LINE_TOO_LONG, number + 1, DocumentFile.MAX_LINE_LENGTH));
        }
        paragraph.append(text);
    }

    private static String mark(String element) {
        return switch (element) {
            case "tab", "ptab" -> "\t";
            case "br", "cr" -> "\n";
            case "noBreakHyphen" -> "-";
            default -> "";
        };
    }
}
