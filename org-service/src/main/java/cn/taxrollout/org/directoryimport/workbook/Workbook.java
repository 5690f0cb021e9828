package cn.taxrollout.org.directoryimport.workbook;

import cn.taxrollout.org.directoryimport.upload.OfficeFile;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.upload.PullParser;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sheets of an xlsx and the cells in them (ECMA-376 part 1, SpreadsheetML), as a stream of rows: nothing but the texts that
 * cells share is held in memory.
 *
 * <p>A sheet is taken for data. What has no meaning as data (formulas, merged cells, cells with an error) is refused with its
 * place instead of being guessed at.
 */
final class Workbook implements Closeable {
    /** Rows of data in a sheet, below its header. */
    static final int MAX_ROWS = 100_000;

    /** What a cell can hold in Excel. */
    static final int MAX_CELL_CHARACTERS = 32_767;

    /** Far above four sheets of {@link #MAX_ROWS} that share nothing. */
    static final int MAX_SHARED_TEXTS = 1_000_000;

    static final int MAX_SHARED_CHARACTERS = 20_000_000;

    /** What Excel allows. */
    private static final int MAX_STYLES = 65_536;

    /** More faults than this nobody reads at once. */
    private static final int MAX_PROBLEMS = 50;

    /** Phonetic guides stand beside the text that they explain. */
    private static final Set<String> SKIPPED = Set.of("rPh", "phoneticPr", "rPr", "extLst");

    /** How Excel writes the ends of lines of other systems in a text. */
    private static final Pattern WHITESPACE_ESCAPE = Pattern.compile("_x000[9AD]_");

    private final OfficeFile file;
    private final Map<String, String> partOfSheet = new LinkedHashMap<>();
    private final List<NumberFormat> formats = new ArrayList<>();
    private final List<String> sharedTexts = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean from1904;

    /** Takes the rows of a sheet that hold something, in order. */
    @FunctionalInterface
    interface Rows {
        /**
         * @param number from 1
         * @param cells those that hold something, from left to right; never empty
         */
        void row(int number, List<Cell> cells);
    }

    /** @throws UnreadableFile if it is no workbook, or not a sound one */
    static Workbook open(byte[] bytes) throws IOException {
        OfficeFile file = OfficeFile.open(bytes);
        try {
            return new Workbook(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Workbook(OfficeFile file) throws IOException {
        this.file = file;
        if (file.kind() != OfficeFile.Kind.WORKBOOK) {
            throw new UnreadableFile("file-not-workbook");
        }
        Map<String, String> parts = new HashMap<>();
        String texts = null;
        String styles = null;
        String folder = file.mainPart().substring(0, file.mainPart().lastIndexOf('/') + 1);
        String relations = folder + "_rels/" + file.mainPart().substring(folder.length()) + ".rels";
        try (PullParser xml = file.parse(relations)) {
            while (xml.nextElement()) {
                String type = xml.attribute("Type");
                if (type == null || "External".equals(xml.attribute("TargetMode"))) {
                    continue;
                }
                String part = resolve(folder, xml.attribute("Target"));
                parts.put(xml.attribute("Id"), part);
                texts = type.endsWith("/sharedStrings") ? part : texts;
                styles = type.endsWith("/styles") ? part : styles;
            }
        }
        readSheets(parts);
        if (styles != null) {
            readFormats(styles);
        }
        if (texts != null) {
            readSharedTexts(texts);
        }
    }

    private static String resolve(String folder, String target) {
        try {
            return URI.create("/" + folder)
                    .resolve(target)
                    .normalize()
                    .getPath()
                    .substring(1);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new UnreadableFile("file-damaged");
        }
    }

    private void readSheets(Map<String, String> parts) throws IOException {
        try (PullParser xml = file.parse(file.mainPart())) {
            while (xml.nextElement()) {
                if (xml.isStart("workbookPr")) {
                    from1904 = isTrue(xml.attribute("date1904"));
                } else if (xml.isStart("sheet")) {
                    String part = parts.get(xml.attribute("id"));
                    String name = xml.attribute("name");
                    if (name == null || part == null || partOfSheet.put(name, part) != null) {
                        throw new UnreadableFile("file-damaged");
                    }
                }
            }
        }
    }

    private void readFormats(String part) throws IOException {
        Map<Integer, String> codes = new HashMap<>();
        boolean cellFormats = false;
        try (PullParser xml = file.parse(part)) {
            while (xml.next()) {
                if (xml.isEnd("cellXfs")) {
                    return;
                }
                if (xml.isStart("numFmt") && codes.size() < MAX_STYLES) {
                    codes.put(number(xml.attribute("numFmtId"), 0), xml.attribute("formatCode"));
                } else if (xml.isStart("cellXfs")) {
                    cellFormats = true;
                } else if (cellFormats && xml.isStart("xf") && formats.size() < MAX_STYLES) {
                    int id = number(xml.attribute("numFmtId"), 0);
                    formats.add(NumberFormat.of(id, codes.get(id)));
                }
            }
        }
    }

    private void readSharedTexts(String part) throws IOException {
        int characters = 0;
        try (PullParser xml = file.parse(part)) {
            while (xml.nextElement()) {
                if (xml.isStart("si")) {
                    String text = text(xml, "si");
                    characters += text.length();
                    if (text.length() > MAX_CELL_CHARACTERS
                            || characters > MAX_SHARED_CHARACTERS
                            || sharedTexts.size() == MAX_SHARED_TEXTS) {
                        throw new UnreadableFile("file-too-much-text", MAX_SHARED_CHARACTERS, MAX_CELL_CHARACTERS);
                    }
                    sharedTexts.add(text);
                }
            }
        }
    }

    /** The text of the element that has just started, whatever runs it is cut into; a little longer than allowed if it is too long. */
    private static String text(PullParser xml, String element) {
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        while (xml.next() && !xml.isEnd(element)) {
            if (xml.isStart() && SKIPPED.contains(xml.name())) {
                xml.skip();
            } else if (xml.isStart() || xml.isEnd()) {
                inText = xml.isStart("t");
            } else if (inText && xml.isText() && text.length() <= MAX_CELL_CHARACTERS) {
                text.append(xml.text());
            }
        }
        return WHITESPACE_ESCAPE.matcher(text).replaceAll("\n");
    }

    /** The names of the sheets, hidden ones too, in their order. */
    Set<String> sheets() {
        return partOfSheet.keySet();
    }

    /** Whether dates count from 1904-01-01, as they did on old Macintoshes, instead of from 1900. */
    boolean from1904() {
        return from1904;
    }

    /**
     * Reads a sheet through. What is refused in it is kept for {@link #refuseProblems}.
     *
     * @throws UnreadableFile if the file is damaged, or has more faults than anybody reads
     */
    void read(String sheet, Rows rows) throws IOException {
        try (PullParser xml = file.parse(partOfSheet.get(sheet))) {
            int rowsSeen = 0;
            int row = 0;
            while (xml.nextElement()) {
                if (xml.isStart("row")) {
                    row = following(row, number(xml.attribute("r"), row + 1));
                    List<Cell> cells = readRow(xml, sheet, row);
                    if (++rowsSeen > MAX_ROWS + 1 || row > MAX_ROWS + 1 && !cells.isEmpty()) {
                        refuse(sheet, row, null, "sheet-too-long", MAX_ROWS);
                        refuseProblems();
                    }
                    if (!cells.isEmpty()) {
                        rows.row(row, cells);
                    }
                } else if (xml.isStart("mergeCell")) {
                    String range = String.valueOf(xml.attribute("ref"));
                    String first = range.split(":", 2)[0];
                    refuse(sheet, digits(first), letters(first), "cells-merged", range);
                }
            }
        }
    }

    private List<Cell> readRow(PullParser xml, String sheet, int row) {
        List<Cell> cells = new ArrayList<>();
        int column = 0;
        while (xml.next() && !xml.isEnd("row")) {
            if (xml.isStart("c")) {
                String place = xml.attribute("r");
                column = following(column, place == null ? column + 1 : column(letters(place)));
                Cell cell = readCell(xml, sheet, row, column);
                if (cell != null && !cell.text().isBlank()) {
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private Cell readCell(PullParser xml, String sheet, int row, int column) {
        String type = xml.attribute("t") == null ? "n" : xml.attribute("t");
        int style = number(xml.attribute("s"), 0);
        NumberFormat format = style < formats.size() ? formats.get(style) : NumberFormat.PLAIN;
        StringBuilder value = new StringBuilder();
        boolean inValue = false;
        boolean formula = false;
        while (xml.next() && !xml.isEnd("c")) {
            if (xml.isStart("is")) {
                value.append(text(xml, "is"));
            } else if (xml.isStart() || xml.isEnd()) {
                formula |= xml.isStart("f");
                inValue = xml.isStart("v");
            } else if (inValue && xml.isText() && value.length() <= MAX_CELL_CHARACTERS) {
                value.append(xml.text());
            }
        }
        String letters = Cell.letters(column);
        if (formula) {
            refuse(sheet, row, letters, "cell-formula");
            return null;
        }
        if (value.length() > MAX_CELL_CHARACTERS) {
            refuse(sheet, row, letters, "cell-too-long", MAX_CELL_CHARACTERS);
            return null;
        }
        return switch (type) {
            case "s" -> new Cell(column, Cell.Type.TEXT, value.isEmpty() ? "" : sharedText(value.toString()), format);
            case "str", "inlineStr" -> new Cell(column, Cell.Type.TEXT, value.toString(), format);
            case "n" -> new Cell(column, Cell.Type.NUMBER, value.toString().strip(), format);
            case "d" -> new Cell(column, Cell.Type.ISO_DATE, value.toString().strip(), format);
            case "b" -> new Cell(column, Cell.Type.BOOLEAN, value.toString().strip(), format);
            case "e" -> {
                refuse(sheet, row, letters, "cell-error", value.toString());
                yield null;
            }
            default -> throw new UnreadableFile("file-damaged");
        };
    }

    private String sharedText(String index) {
        int at = number(index.strip(), -1);
        if (at >= sharedTexts.size()) {
            throw new UnreadableFile("file-damaged");
        }
        return sharedTexts.get(at);
    }

    /** Remembers a place that is refused, until enough of them are found to say so. */
    void refuse(String sheet, Integer row, String column, String code, Object... arguments) {
        problems.add(new Problem(sheet, row, column, code, List.of(arguments)));
        if (problems.size() == MAX_PROBLEMS) {
            refuseProblems();
        }
    }

    /** @throws UnreadableFile with all places refused so far, if there are any */
    void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new UnreadableFile(problems);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Rows and cells stand in their order; a file that says otherwise was not made by a sound program. */
    private static int following(int last, int next) {
        if (next <= last) {
            throw new UnreadableFile("file-damaged");
        }
        return next;
    }

    private static String letters(String place) {
        int end = 0;
        while (end < place.length() && place.charAt(end) >= 'A' && place.charAt(end) <= 'Z') {
            end++;
        }
        return place.substring(0, end);
    }

    private static Integer digits(String place) {
        return number(place.substring(letters(place).length()), 1);
    }

    private static int column(String letters) {
        if (letters.isEmpty() || letters.length() > 3) {
            throw new UnreadableFile("file-damaged");
        }
        int column = 0;
        for (char letter : letters.toCharArray()) {
            column = column * 26 + letter - 'A' + 1;
        }
        return column;
    }

    private static boolean isTrue(String attribute) {
        return "1".equals(attribute) || "true".equals(attribute);
    }

    private static int number(String attribute, int otherwise) {
        if (attribute == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(attribute);
            if (number < 0) {
                throw new UnreadableFile("file-damaged");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new UnreadableFile("file-damaged");
        }
    }
}
