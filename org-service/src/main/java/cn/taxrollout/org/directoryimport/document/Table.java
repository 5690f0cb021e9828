package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.SeatRank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A table of a Word document, or of a text whose columns are parted by tabs or bars. */
final class Table {

    private static final int MOST_COLUMNS = 20;

    private static final Pattern GROUP_COLUMN =
            Pattern.compile("组别|(?:工作|专项|专业|下设)?(?:小)?组(?:名称?|别)?|(?:机构|小组|工作组)?名称|机构|工作组|小组");
    private static final Pattern PERSON_COLUMN = Pattern.compile("姓名|人员|人员姓名");
    private static final Pattern TITLE_COLUMN =
            Pattern.compile("(?:领导小组|工作组|小组|组内|专班|担任|拟任)(?:内)?(?:职务|职责|分工|角色)|组内分工|角色");
    private static final Pattern SECTION_COLUMN = Pattern.compile("(?:所在|工作)?(?:单位|部门|股室|科室|处室)");
    private static final Pattern POST_COLUMN = Pattern.compile("(?:现任|行政|原)?职务|(?:所在)?单位(?:及|和|、)?职务|部门(?:及|和|、)?职务");
    private static final Pattern NO_MATTER = Pattern.compile("序号|编号|");
    private static final Map<Column.Kind, Pattern> KINDS = Map.of(
            Column.Kind.GROUP, GROUP_COLUMN,
            Column.Kind.PERSON, PERSON_COLUMN,
            Column.Kind.TITLE, TITLE_COLUMN,
            Column.Kind.SECTION, SECTION_COLUMN,
            Column.Kind.POST, POST_COLUMN,
            Column.Kind.NO_MATTER, NO_MATTER);
    private static final Pattern BAR = Pattern.compile("\\t|\\s*[|│┃]\\s*");
    private static final Pattern TABS = Pattern.compile("\\t+");
    private static final Pattern RULE = Pattern.compile("[\\s|│┃+┼─━┌┐└┘├┤┬┴:-]+");

    /** What a column holds; a title or duties as a label. */
    record Column(Kind kind, Label label) {
        enum Kind {
            GROUP,
            PERSON,
            TITLE,
            SECTION,
            POST,
            LABELLED,
            NO_MATTER,
            UNKNOWN
        }
    }

    /** @param merged whether the cell is one with the cell above */
    record Cell(Passage content, boolean merged) {}

    private final List<Map<Integer, Cell>> rows = new ArrayList<>();
    private int length;

    /** The table of a Word document that begins with the first of the lines. */
    static Table ofCells(List<Line> lines) {
        Table table = new Table();
        int number = lines.get(0).cell().table();
        Map<Integer, Map<Integer, List<Line>>> places = new TreeMap<>();
        for (Line line : lines) {
            if (line.cell() == null || line.cell().table() != number) {
                break;
            }
            table.length++;
            places.computeIfAbsent(line.cell().row(), row -> new TreeMap<>())
                    .computeIfAbsent(line.cell().column(), column -> new ArrayList<>())
                    .add(line);
        }
        for (Map<Integer, List<Line>> row : places.values()) {
            Map<Integer, Cell> cells = new TreeMap<>();
            row.forEach((column, content) -> cells.put(
                    column,
                    new Cell(
                            Passage.stack(content.stream().map(Passage::of).toList()),
                            content.get(0).cell().merged())));
            table.rows.add(cells);
        }
        return table;
    }

    /** The cells of a line of text whose columns are parted by tabs or bars; a single one if it has no columns. */
    private static Map<Integer, Cell> cells(Line line, Pattern between) {
        String text = line.text().strip();
        Map<Integer, Cell> cells = new TreeMap<>();
        if (RULE.matcher(text).matches()) {
            return cells;
        }
        String[] parts = between.split(text.replaceAll("^[|│┃]|[|│┃]$", ""), -1);
        for (int column = 0; column < parts.length; column++) {
            cells.put(column, new Cell(Passage.of(line.number(), parts[column]), false));
        }
        return cells;
    }

    /** What parts the columns of the table that the line heads; nothing if it heads none. */
    private static Optional<Pattern> parting(Line line) {
        return Stream.of(BAR, TABS)
                .filter(pattern -> {
                    Map<Integer, Cell> cells = cells(line, pattern);
                    return cells.size() > 2
                            && cells.size() <= MOST_COLUMNS
                            && cells.values().stream()
                                    .noneMatch(cell -> cell.content().isEmpty())
                            && columns(cells).filter(Table::namesHolders).isPresent();
                })
                .findFirst();
    }

    /** The table in a text that begins with the first of the lines: all lines that have columns, too; nothing if it heads none. */
    static Optional<Table> ofText(List<Line> lines) {
        Optional<Pattern> between = parting(lines.get(0));
        return between.map(pattern -> {
            Table table = new Table();
            int columns = cells(lines.get(0), pattern).size();
            for (Line line : lines) {
                Map<Integer, Cell> cells = cells(line, pattern);
                boolean blank = Passage.of(line).isEmpty();
                if (line.cell() != null || cells.size() == 1 && !blank || cells.size() > columns) {
                    break;
                }
                if (!cells.isEmpty() && !blank) {
                    table.rows.add(cells);
                }
                table.length++;
            }
            return table;
        });
    }

    /** How many lines of the document it takes. */
    int length() {
        return length;
    }

    /** The columns, if the first row names them. */
    Optional<Map<Integer, Column>> columns() {
        return rows.isEmpty() ? Optional.empty() : columns(rows.get(0)).filter(Table::namesHolders);
    }

    List<Map<Integer, Cell>> rows() {
        return rows;
    }

    /** The row as one line of text: what its columns mean is said by their first word, as in 组长 | 张三 | 局长. */
    static Passage line(Map<Integer, Cell> row) {
        return Passage.join(
                row.values().stream()
                        .filter(cell -> !cell.merged())
                        .map(Cell::content)
                        .toList(),
                " ");
    }

    private static Optional<Map<Integer, Column>> columns(Map<Integer, Cell> cells) {
        Map<Integer, Column> columns = new HashMap<>();
        cells.forEach((index, cell) -> columns.put(index, column(cell.content().unspaced())));
        long known = columns.values().stream()
                .filter(column -> column.kind() != Column.Kind.UNKNOWN)
                .count();
        return known > 1 && 2 * known > columns.size() ? Optional.of(columns) : Optional.empty();
    }

    private static boolean namesHolders(Map<Integer, Column> columns) {
        Predicate<Column.Kind> has = kind -> columns.values().stream().anyMatch(column -> column.kind() == kind);
        return has.test(Column.Kind.GROUP) && has.test(Column.Kind.LABELLED) || has.test(Column.Kind.PERSON);
    }

    private static Column column(String heading) {
        String title = heading.replaceFirst("^(?:小组|工作组|本组|拟任|主要)(?=.*(?:长|成员|主任|人|职责|部门|单位))", "");
        SeatRank rank = Label.rank(title);
        if (rank != null) {
            return new Column(Column.Kind.LABELLED, new Label(title, rank, false));
        }
        if (title.matches("(?:工作)?职责(?:分工|任务)?|(?:主要|工作)?(?:任务|内容)")) {
            return new Column(Column.Kind.LABELLED, new Label(title, null, false));
        }
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().matcher(heading).matches())
                .findFirst()
                .map(kind -> new Column(kind.getKey(), null))
                .orElse(new Column(Column.Kind.UNKNOWN, null));
    }
}
