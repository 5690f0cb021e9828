package cn.taxrollout.org.directoryimport.document;

import static cn.taxrollout.org.directoryimport.document.DocumentFile.refusedAt;

import cn.taxrollout.org.directoryimport.document.DocumentFile.Lines;
import cn.taxrollout.org.directoryimport.upload.OfficeFile;
import cn.taxrollout.org.directoryimport.upload.PullParser;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The paragraphs of a .docx in reading order, those in tables with their place (ECMA-376 part 1, WordprocessingML). */
final class WordDocument {

    private static final Set<String> WORD = Set.of(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main");

    /** Formatting, text moved elsewhere, phonetic guides, field codes, and second renderings of what was read already. */
    private static final Set<String> SKIPPED =
            Set.of("pPrChange", "rPr", "moveFrom", "rt", "instrText", "delText", "Fallback");

    private final WordNumbers numbers;
    private final Lines lines = new Lines();
    private final Deque<StringBuilder> paragraphs = new ArrayDeque<>(); // more than one within a text box
    private final Deque<Table> tables = new ArrayDeque<>();
    private int tablesBegun;
    private int number;

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

    private WordDocument(WordNumbers numbers) {
        this.numbers = numbers;
    }

    static List<Line> lines(byte[] bytes) throws IOException {
        try (OfficeFile file = OfficeFile.open(bytes)) {
            if (file.kind() != OfficeFile.Kind.DOCUMENT) {
                throw new UnreadableFile("document-format", "xlsx");
            }
            try (PullParser xml = file.parse(file.mainPart())) {
                return new WordDocument(WordNumbers.of(file)).read(xml);
            }
        }
    }

    private List<Line> read(PullParser xml) {
        boolean inText = false;
        while (xml.next()) {
            if (xml.isStart() && SKIPPED.contains(xml.name())) {
                xml.skip();
            } else if (xml.isStart("pPr")) {
                readNumber(xml);
            } else if (xml.isStart() && isWord(xml)) {
                inText = xml.isStart("t");
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

    /** Writes the number that Word puts before the paragraph, so that it is read as if its author had typed it. */
    private void readNumber(PullParser xml) {
        String list = null;
        String depth = null;
        while (xml.next() && !xml.isEnd("pPr")) {
            if (xml.isStart() && SKIPPED.contains(xml.name())) {
                xml.skip();
            } else if (xml.isStart("numId")) {
                list = xml.attribute("val");
            } else if (xml.isStart("ilvl")) {
                depth = xml.attribute("val");
            }
        }
        if (list != null && !paragraphs.isEmpty()) {
            paragraphs.peek().append(numbers.next(list, depth));
        }
    }

    private static boolean isWord(PullParser xml) {
        return xml.namespace() != null && WORD.contains(xml.namespace());
    }

    private void begin(PullParser xml) {
        switch (xml.name()) {
            case "p" -> paragraphs.push(new StringBuilder());
            case "tbl" -> tables.push(new Table(tablesBegun++));
            case "tr" ->
                onTable(table -> {
                    table.row++;
                    table.column = 0;
                });
            case "tc" ->
                onTable(table -> {
                    table.width = 1;
                    table.merged = false;
                });
            case "gridSpan" -> onTable(table -> table.width = width(xml.attribute("val")));
            case "vMerge" -> onTable(table -> table.merged = !"restart".equals(xml.attribute("val")));
            default -> {
                if (!paragraphs.isEmpty()) {
                    paragraphs.peek().append(mark(xml.name()));
                }
            }
        }
    }

    private void end(String element) {
        switch (element) {
            case "p" -> {
                number++;
                for (String text : paragraphs.pop().toString().split("\n", -1)) {
                    lines.add(number, text, cell());
                }
            }
            case "tc" -> onTable(table -> table.column += table.width);
            case "tbl" -> tables.pop();
            default -> {
                // ends that mean nothing here
            }
        }
    }

    private void onTable(Consumer<Table> change) {
        if (!tables.isEmpty()) {
            change.accept(tables.peek());
        }
    }

    /** The place of the outermost table: a table within a cell is the content of that cell. */
    private Line.Cell cell() {
        Table table = tables.peekLast();
        return table == null ? null : new Line.Cell(table.number, table.row, table.column, table.merged);
    }

    private static int width(String span) {
        return span != null && span.matches("[1-9]\\d?") ? Integer.parseInt(span) : 1;
    }

    private void append(String text) {
        if (paragraphs.peek().length() + text.length() > DocumentFile.MAX_CHARACTERS) {
            throw refusedAt(number + 1, "document-line-too-long", DocumentFile.MAX_LINE_LENGTH);
        }
        paragraphs.peek().append(text);
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
