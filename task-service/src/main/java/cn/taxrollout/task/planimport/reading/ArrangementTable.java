package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.draft.ChineseNumber;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A table that arranges tasks: 任务, 责任单位, 完成时限 and what else such tables have, in any order, with cells merged as its author liked. */
final class ArrangementTable {

    /** What a column holds, by the words at its head. */
    enum Column {
        NUMBER("序号|编号|任务编号|项次|No\\.?"),
        PHASE("(?:工作|实施|推进)?阶段|(?:任务|工作|项目)?(?:类别|类型|分类|大类)|(?:一级|总体|总)(?:任务|指标)|板块|领域|方面|工作方向"),
        TASK("(?:重点|主要|具体|工作|二级|目标|改革|整改)*(?:任务|事项|项目|任务名称|事项名称|项目名称|工作名称|任务事项|工作任务|任务清单)(?:名称)?|工作|重点工作|主要工作|具体工作"),
        CONTENT(
                "(?:(?:工作|任务|具体|主要|实施|推进|整改|落实|重点)*(?:内容|措施|举措|要求|标准|目标|目标要求|任务内容|做法|工作内容)|任务描述|内容及要求|目标要求|工作目标)(?:及(?:要求|目标|标准))?"),
        LEAD("(?:牵头|主办|主责|第一责任|牵头责任|责任牵头)(?:\\(责任\\))?(?:单位|部门|科室|股室|处室|机构|主体)?"),
        SUPPORT("(?:配合|协办|协同|协助|参与|参加|联办|责任配合|配合责任)(?:单位|部门|科室|股室|处室|机构)?"),
        UNITS(
                "(?:责任|承办|承担|落实|负责|实施|责任主体|任务)(?:单位|部门|科室|股室|处室|机构|主体)|责任分工|分工|单位|部门|科室|股室|承办|责任单位(?:及|和|、|/)(?:责任人|负责人|配合单位)|责任单位\\(部门\\)|责任\\(牵头\\)单位|牵头及配合单位|牵头、配合单位"),
        DEADLINE("(?:计划|要求|预计|最迟|截止|办结|整改|完成|实施|推进|工作|时间|进度)*(?:时限|时间|期限|日期|时间节点|时间要求|时限要求|节点|进度安排|进度要求|时间安排)"),
        DELIVERABLE("(?:工作|任务|预期|主要)*(?:成果|成果形式|交付物|成果体现|佐证材料|输出物|完成标志|成果清单)"),
        /** People, remarks: nothing that a task has. */
        OTHER(
                "备注|说明|(?:责任|牵头|分管|包保|包联)(?:局)?(?:领导|人|负责人|人员)|联系人|联系方式|联系电话|完成情况|进展情况|落实情况|是否完成|责任人及联系方式|资金|经费|预算|依据|来源"),
        /** The head of several columns: 责任分工 above 牵头单位 and 配合单位. */
        GROUP("责任(?:单位)?分工|时间(?:安排)?|责任(?:落实)?|分工(?:安排)?|(?:工作)?任务分工|工作安排|任务安排");

        private final Pattern words;

        Column(String words) {
            this.words = Pattern.compile(words);
        }
    }

    /** A row that is a task. */
    record Row(Integer number, Passage numberedAt, TaskClauses clauses) {}

    /** Rows below one heading of the table; the heading is null for those below none. */
    record Part(Passage heading, List<Row> rows) {}

    private record Cell(Passage content, int width, boolean merged) {}

    /** More rows at the head of a table are no heads. */
    private static final int HEAD_ROWS = 4;

    private final Map<Integer, Column> columns;
    private final Map<String, Integer> notUsed;
    private final List<Map<Integer, Cell>> rows;
    private final Map<Integer, Cell> head;
    private final Passage caption;
    private final Passage headingAbove;
    private List<Part> parts;
    private final List<Passage> rowsNotUsed = new ArrayList<>();

    private ArrangementTable(
            Map<Integer, Column> columns,
            Map<String, Integer> notUsed,
            List<Map<Integer, Cell>> rows,
            Map<Integer, Cell> head,
            Passage caption,
            Passage headingAbove) {
        this.columns = columns;
        this.notUsed = notUsed;
        this.rows = rows;
        this.head = head;
        this.caption = caption;
        this.headingAbove = headingAbove;
    }

    /** The table in these lines, all of which stand in one; nothing if it arranges no tasks. */
    static Optional<ArrangementTable> of(List<Line> lines) {
        List<Map<Integer, Cell>> rows = rows(lines);
        Map<Integer, Column> columns = new HashMap<>();
        Map<String, Integer> notUsed = new LinkedHashMap<>();
        Passage caption = null;
        int head = -1;
        for (int r = 0; r < Math.min(HEAD_ROWS, rows.size()); r++) {
            Map<Integer, Cell> row = rows.get(r);
            Map<Integer, Column> named = named(row);
            long texts = row.values().stream()
                    .filter(cell -> !cell.content().isEmpty())
                    .count();
            if (!named.isEmpty() && named.size() * 2 > texts) {
                for (Map.Entry<Integer, Cell> cell : row.entrySet()) {
                    Column column = named.get(cell.getKey());
                    if (column != null && column != Column.GROUP) {
                        for (int c = 0; c < cell.getValue().width(); c++) {
                            columns.put(cell.getKey() + c, column);
                        }
                    }
                    if ((column == null || column == Column.OTHER)
                            && !cell.getValue().content().isEmpty()) {
                        notUsed.put(
                                cell.getValue().content().unspaced(),
                                cell.getValue().content().firstLine());
                    }
                }
                head = r;
            } else if (head < 0 && texts == 1) {
                caption = row.values().stream()
                        .map(Cell::content)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(null);
            } else if (head >= 0) {
                break;
            }
        }
        boolean arranges = columns.containsValue(Column.TASK) || columns.containsValue(Column.CONTENT);
        boolean assigns = columns.values().stream()
                .anyMatch(column -> Set.of(Column.UNITS, Column.LEAD, Column.SUPPORT, Column.DEADLINE)
                        .contains(column));
        return arranges && assigns
                ? Optional.of(new ArrangementTable(
                        columns, notUsed, rows.subList(head + 1, rows.size()), rows.get(head), caption, null))
                : Optional.empty();
    }

    /** A table without a head that goes on after a page, if it has the columns of this one. */
    Optional<ArrangementTable> goingOn(List<Line> lines) {
        List<Map<Integer, Cell>> more = rows(lines);
        int width = more.stream().mapToInt(ArrangementTable::width).max().orElse(0);
        int own = rows.stream().mapToInt(ArrangementTable::width).max().orElse(width(head));
        if (width != own) {
            return Optional.empty();
        }
        List<Part> before = parts();
        Passage heading =
                before.isEmpty() ? headingAbove : before.get(before.size() - 1).heading();
        return Optional.of(new ArrangementTable(columns, Map.of(), more, head, null, heading));
    }

    private static int width(Map<Integer, Cell> row) {
        return row.entrySet().stream()
                .mapToInt(cell -> cell.getKey() + cell.getValue().width())
                .max()
                .orElse(0);
    }

    private static Map<Integer, Column> named(Map<Integer, Cell> row) {
        Map<Integer, Column> named = new HashMap<>();
        row.forEach((index, cell) -> {
            String words = cell.content().plain().replace(" ", "");
            for (Column column : Column.values()) {
                if (column.words.matcher(words).matches()) {
                    named.put(index, column);
                    break;
                }
            }
        });
        return named;
    }

    /** Cells by row and column; what a cell says goes for all the rows it covers. */
    private static List<Map<Integer, Cell>> rows(List<Line> lines) {
        Map<Integer, Map<Integer, List<Line>>> places = new TreeMap<>();
        for (Line line : lines) {
            places.computeIfAbsent(line.cell().row(), row -> new TreeMap<>())
                    .computeIfAbsent(line.cell().column(), column -> new ArrayList<>())
                    .add(line);
        }
        List<Map<Integer, Cell>> rows = new ArrayList<>();
        for (Map<Integer, List<Line>> row : places.values()) {
            Map<Integer, Cell> above = rows.isEmpty() ? Map.of() : rows.get(rows.size() - 1);
            Map<Integer, Cell> cells = new TreeMap<>();
            row.forEach((column, content) -> {
                Line.Cell place = content.get(0).cell();
                Passage text = Passage.stack(content.stream().map(Passage::of).toList());
                Cell merged = place.merged() ? above.get(column) : null;
                cells.put(
                        column,
                        merged != null
                                ? new Cell(merged.content(), place.width(), true)
                                : new Cell(text, place.width(), false));
            });
            rows.add(cells);
        }
        return rows;
    }

    /** What its first row says in all its width, null if that is the head already. */
    Passage caption() {
        return caption;
    }

    /** Heads of columns whose meaning isn't known, with their lines. */
    Map<String, Integer> columnsNotUsed() {
        return notUsed;
    }

    /** Rows that are no tasks; known after {@link #parts()}. */
    List<Passage> rowsNotUsed() {
        return rowsNotUsed;
    }

    /** The tasks, in order. */
    List<Part> parts() {
        if (parts == null) {
            parts = new ArrayList<>();
            readParts();
        }
        return parts;
    }

    private void readParts() {
        Passage heading = headingAbove;
        for (int i = 0; i < rows.size(); ) {
            Map<Integer, Cell> row = rows.get(i);
            int end = i + 1;
            if (heading(row).isPresent()) {
                heading = heading(row).get();
            } else if (!isHead(row)) {
                Passage inColumn = text(row, Column.PHASE);
                boolean ofHead =
                        inColumn.unspaced().equals(text(head, Column.PHASE).unspaced());
                heading = inColumn.isEmpty() || ofHead ? heading : inColumn;
                while (end < rows.size() && isSameTask(rows.get(end))) {
                    end++;
                }
                addTask(heading, rows.subList(i, end), sharesTask(row, end));
            }
            i = end;
        }
    }

    private void addTask(Passage heading, List<Map<Integer, Cell>> group, boolean shared) {
        Passage task = inOneLine(text(group.get(0), Column.TASK));
        Passage above = shared && heading == null ? task : heading;
        Optional<Row> read = shared ? measure(group, above == task ? null : task) : task(group, task);
        if (read.isEmpty()) {
            return;
        }
        if (parts.isEmpty() || !same(parts.get(parts.size() - 1).heading(), above)) {
            parts.add(new Part(above, new ArrayList<>()));
        }
        parts.get(parts.size() - 1).rows().add(read.get());
    }

    private static boolean same(Passage one, Passage other) {
        return one == other || one != null && other != null && one.unspaced().equals(other.unspaced());
    }

    /** A row with one text over its whole width, or with nothing but the number and name of a phase. */
    private Optional<Passage> heading(Map<Integer, Cell> row) {
        List<Cell> texts =
                row.values().stream().filter(cell -> !cell.content().isEmpty()).toList();
        if (texts.size() != 1 || texts.get(0).merged()) {
            return Optional.empty();
        }
        Passage text = inOneLine(texts.get(0).content());
        boolean wide = row.size() == 1 || texts.get(0).width() * 2 > columns.size();
        boolean numbered = Marker.of(text.plain())
                .filter(marker -> marker.style().compareTo(Marker.Style.SECTION) <= 0)
                .isPresent();
        return wide || numbered || PhaseHeading.isPhase(text.plain()) ? Optional.of(text) : Optional.empty();
    }

    /** The head again, as on a new page. */
    private boolean isHead(Map<Integer, Cell> row) {
        String words = words(row);
        return !words.isEmpty() && words.equals(words(head));
    }

    private static String words(Map<Integer, Cell> row) {
        return row.values().stream().map(cell -> cell.content().unspaced()).collect(Collectors.joining("|"));
    }

    /** Whether a row only goes on with the task of the row above: it says nothing of its own but more of the content. */
    private boolean isSameTask(Map<Integer, Cell> row) {
        boolean merged = false;
        for (Map.Entry<Integer, Cell> cell : row.entrySet()) {
            if (tells(columns.get(cell.getKey())) && !cell.getValue().content().isEmpty()) {
                if (!cell.getValue().merged()) {
                    return false;
                }
                merged = true;
            }
        }
        return merged || has(Column.TASK) && !text(row, Column.CONTENT).isEmpty();
    }

    private boolean tells(Column column) {
        return column == Column.TASK
                || column == Column.UNITS
                || column == Column.LEAD
                || column == Column.DEADLINE
                || column == Column.CONTENT && !has(Column.TASK);
    }

    /** Whether the task's cell covers rows that are tasks of their own. */
    private boolean sharesTask(Map<Integer, Cell> row, int next) {
        boolean goesOn = next < rows.size() && isMergedTask(rows.get(next));
        return has(Column.CONTENT) && (goesOn || isMergedTask(row));
    }

    private boolean isMergedTask(Map<Integer, Cell> row) {
        return row.entrySet().stream()
                .anyMatch(cell -> columns.get(cell.getKey()) == Column.TASK
                        && cell.getValue().merged()
                        && !cell.getValue().content().isEmpty());
    }

    private boolean has(Column column) {
        return columns.containsValue(column);
    }

    private Passage text(Map<Integer, Cell> row, Column column) {
        List<Passage> texts = row.entrySet().stream()
                .filter(cell -> columns.get(cell.getKey()) == column)
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(cell -> cell.getValue().content())
                .filter(text -> !text.isEmpty())
                .toList();
        return Passage.stack(texts);
    }

    private Optional<Row> task(List<Map<Integer, Cell>> group, Passage written) {
        Optional<Marker> marker = Marker.of(written.plain());
        Passage title = marker.isPresent() ? written.from(marker.get().end()) : written;
        List<Passage> content = content(group);
        Passage first = !written.isEmpty() ? written : content.isEmpty() ? null : content.get(0);
        if (first == null) {
            noteUnused(group.get(0));
            return Optional.empty();
        }
        Passage ordinal = text(group.get(0), Column.NUMBER);
        Integer number = number(ordinal).or(() -> marker.map(Marker::ordinal)).orElse(null);
        return Optional.of(new Row(number, ordinal.isEmpty() ? first : ordinal, clauses(group.get(0), title, content)));
    }

    /** One of several rows that share a task's cell: what it does is the task, its number isn't its own. */
    private Optional<Row> measure(List<Map<Integer, Cell>> group, Passage above) {
        List<Passage> content = content(group);
        if (content.isEmpty()) {
            noteUnused(group.get(0));
            return Optional.empty();
        }
        Optional<Marker> marker = Marker.of(content.get(0).plain());
        Passage title = marker.isPresent() ? content.get(0).from(marker.get().end()) : content.get(0);
        TaskClauses clauses = clauses(group.get(0), title, content.subList(1, content.size()));
        return Optional.of(new Row(null, content.get(0), above == null ? clauses : clauses.below(above)));
    }

    private TaskClauses clauses(Map<Integer, Cell> row, Passage title, List<Passage> content) {
        return TaskClauses.ofRow(
                title,
                content,
                List.of(
                        new TaskClauses.UnitClause(Role.LEAD, text(row, Column.LEAD)),
                        new TaskClauses.UnitClause(Role.RESPONSIBLE, text(row, Column.UNITS)),
                        new TaskClauses.UnitClause(Role.SUPPORTING, text(row, Column.SUPPORT))),
                inOneLine(text(row, Column.DEADLINE)),
                text(row, Column.DELIVERABLE).lineByLine());
    }

    private List<Passage> content(List<Map<Integer, Cell>> group) {
        List<Passage> content = new ArrayList<>();
        for (Map<Integer, Cell> row : group) {
            boolean repeats = row != group.get(0)
                    && row.entrySet().stream()
                            .filter(cell -> columns.get(cell.getKey()) == Column.CONTENT)
                            .allMatch(cell -> cell.getValue().merged());
            content.addAll(repeats ? List.of() : text(row, Column.CONTENT).lineByLine());
        }
        return content;
    }

    private void noteUnused(Map<Integer, Cell> row) {
        List<Passage> texts = row.values().stream()
                .map(Cell::content)
                .filter(text -> !text.isEmpty())
                .toList();
        boolean onlyNumber = texts.size() == 1 && number(texts.get(0)).isPresent();
        if (!texts.isEmpty() && !onlyNumber) {
            rowsNotUsed.add(inOneLine(Passage.stack(texts)));
        }
    }

    private static Passage inOneLine(Passage text) {
        return Passage.join(text.lineByLine());
    }

    private static Optional<Integer> number(Passage written) {
        OptionalInt read = ChineseNumber.of(written.plain().replaceAll("[()、.\\s]", ""));
        return read.isPresent() && read.getAsInt() > 0 ? Optional.of(read.getAsInt()) : Optional.empty();
    }
}
