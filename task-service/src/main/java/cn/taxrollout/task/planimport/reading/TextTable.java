package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A table in plain text, its cells parted by tabs or bars, as copying from a word processor leaves it. */
final class TextTable {

    private static final Pattern BAR = Pattern.compile("\\t|[|│┃]");
    private static final Pattern RULE = Pattern.compile("[\\s|│┃+┼─━┌┐└┘├┤┬┴:-]+");

    /** Fewer columns are more often a text with tabs in it. */
    private static final int COLUMNS = 3;

    private TextTable() {}

    /** Where the table ends whose head is this line; the line itself if it heads none. */
    static int end(List<Line> lines, int from) {
        if (split(lines.get(from).text()).length < COLUMNS
                || ArrangementTable.of(cells(lines.subList(from, from + 1))).isEmpty()) {
            return from;
        }
        int end = from + 1;
        while (end < lines.size()
                && (lines.get(end).text().isBlank()
                        || split(lines.get(end).text()).length >= 2
                        || isRule(lines.get(end)))) {
            end++;
        }
        return end;
    }

    /** The lines as cells. */
    static List<Line> cells(List<Line> lines) {
        List<Line> cells = new ArrayList<>();
        int row = 0;
        for (Line line : lines) {
            if (!line.text().isBlank() && !isRule(line)) {
                String[] texts = split(line.text());
                for (int column = 0; column < texts.length; column++) {
                    cells.add(new Line(line.number(), texts[column].strip(), new Line.Cell(0, row, column, 1, false)));
                }
                row++;
            }
        }
        return cells;
    }

    private static boolean isRule(Line line) {
        return RULE.matcher(line.text()).matches();
    }

    private static String[] split(String text) {
        boolean barred = text.strip().matches("[|│┃].*");
        return BAR.split(barred ? text.strip().replaceAll("^[|│┃]|[|│┃]$", "") : text, -1);
    }
}
