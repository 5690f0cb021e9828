package cn.taxrollout.org.directoryimport.workbook;

import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.directoryimport.workbook.Content.Unacceptable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of a workbook whose sheets are known. A sheet that is missing or empty mentions nothing. */
public final class WorkbookRows {
    private final Map<Sheet<?>, List<Placed<?>>> rows = new HashMap<>();
    private final Map<Sheet<?>, Set<String>> fields = new HashMap<>();

    private WorkbookRows() {}

    /**
     * Reads a workbook. A value that can't be taken rejects its row; a file that is not such a workbook is refused as a whole.
     *
     * @throws UnreadableFile naming each place: a damaged, encrypted or oversized file, macros, formulas, merged cells, unknown
     *     sheets, headers that are unknown, missing or twice
     */
    public static WorkbookRows read(byte[] file, List<Sheet<?>> known) throws IOException {
        WorkbookRows read = new WorkbookRows();
        try (Workbook workbook = Workbook.open(file)) {
            Map<Sheet<?>, String> found = new HashMap<>();
            for (String name : workbook.sheets()) {
                Sheet<?> sheet = known.stream()
                        .filter(candidate -> isCalled(name, candidate.name(), candidate.field()))
                        .findFirst()
                        .orElse(null);
                if (sheet == null) {
                    workbook.refuse(
                            name,
                            null,
                            null,
                            "sheet-unknown",
                            known.stream().map(Sheet::name).collect(Collectors.joining("、")));
                } else if (found.putIfAbsent(sheet, name) != null) {
                    workbook.refuse(name, null, null, "sheet-twice", found.get(sheet));
                }
            }
            workbook.refuseProblems();
            for (Map.Entry<Sheet<?>, String> one : found.entrySet()) {
                read.read(workbook, one.getValue(), one.getKey());
            }
            workbook.refuseProblems();
        }
        return read;
    }

    /** The rows of a sheet in their order. */
    @SuppressWarnings("unchecked") // rows are put in under the sheet that made them
    public <R> List<Placed<R>> of(Sheet<R> sheet) {
        return (List<Placed<R>>) (List<?>) rows.getOrDefault(sheet, List.of());
    }

    private static boolean isCalled(String name, String... names) {
        return Set.of(names).stream().anyMatch(one -> Content.headerKey(one).equals(Content.headerKey(name)));
    }

    private <R> void read(Workbook workbook, String name, Sheet<R> sheet) throws IOException {
        List<Placed<?>> read = new ArrayList<>();
        Map<Integer, Column<R, ?>> columns = new HashMap<>();
        workbook.read(name, (number, cells) -> {
            if (columns.isEmpty()) {
                columns.putAll(header(workbook, name, number, cells, sheet));
            } else {
                read.add(row(workbook, name, number, cells, sheet, columns));
            }
        });
        rows.put(sheet, read);
    }

    /** @throws UnreadableFile if it is not such a header: what stands below it can't be understood then */
    private static <R> Map<Integer, Column<R, ?>> header(
            Workbook workbook, String name, int number, List<Cell> cells, Sheet<R> sheet) {
        Map<Integer, Column<R, ?>> columns = new HashMap<>();
        Set<Column<R, ?>> missing = new HashSet<>(sheet.columns());
        if (number != 1) {
            workbook.refuse(name, 1, null, "header-missing");
        }
        for (Cell cell : cells) {
            Column<R, ?> column = sheet.columns().stream()
                    .filter(candidate -> isCalled(cell.text(), candidate.header(), candidate.field()))
                    .findFirst()
                    .orElse(null);
            String letters = Cell.letters(cell.column());
            if (column == null) {
                workbook.refuse(
                        name,
                        number,
                        letters,
                        "header-unknown",
                        Content.shortened(cell.text()),
                        sheet.columns().stream().map(Column::header).collect(Collectors.joining("、")));
            } else if (!missing.remove(column)) {
                workbook.refuse(name, number, letters, "header-twice", column.header());
            } else {
                columns.put(cell.column(), column);
            }
        }
        for (Column<R, ?> column : sheet.columns()) {
            if (column.required() && missing.contains(column)) {
                workbook.refuse(name, number, null, "column-missing", column.header());
            }
        }
        workbook.refuseProblems();
        return columns;
    }

    private static <R> Placed<R> row(
            Workbook workbook,
            String name,
            int number,
            List<Cell> cells,
            Sheet<R> sheet,
            Map<Integer, Column<R, ?>> columns) {
        Values values = new Values();
        List<Reason> reasons = new ArrayList<>();
        Set<Column<?, ?>> filled = new HashSet<>();
        for (Cell cell : cells) {
            Column<R, ?> column = columns.get(cell.column());
            if (column == null) {
                workbook.refuse(name, number, Cell.letters(cell.column()), "cell-without-header");
                continue;
            }
            filled.add(column);
            try {
                values.put(column.field(), column.content().read(cell, workbook.from1904()));
            } catch (Unacceptable e) {
                reasons.add(e.in(column.field()));
            }
        }
        for (Column<R, ?> column : sheet.columns()) {
            if (column.required() && !filled.contains(column)) {
                reasons.add(Reason.of(column.field(), "value-missing"));
            }
        }
        return new Placed<>(number, sheet.row().apply(values), reasons);
    }
}
