package cn.taxrollout.task.tasks;

import cn.taxrollout.task.web.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;

/**
 * The list of tasks as people take it into their own tables. Rows go to disk as they are written. Every text is a text, also for
 * programs that would take one that begins like a formula for one.
 */
final class TaskSheet implements AutoCloseable {
    private static final int ROWS_IN_MEMORY = 100;
    private static final int LONGEST_TEXT = 32_767;

    /** Names of columns in the texts, with widths in characters. */
    private enum Column {
        PLAN_NUMBER(22),
        PLAN(30),
        CONFIDENTIAL(10),
        PHASE(24),
        NUMBER(6),
        TITLE(40),
        UNIT(20),
        LEAD(6),
        STATE(12),
        LIGHT(10),
        OPENS_ON(12),
        DUE_ON(12),
        PERCENT(8),
        SUBMITTED_ON(12),
        DAYS_LATE(10),
        BACKFILLED(6),
        DELIVERABLES(40);

        private final int width;

        Column(int width) {
            this.width = width;
        }
    }

    private final SXSSFWorkbook workbook = new SXSSFWorkbook(ROWS_IN_MEMORY);
    private final Texts texts;
    private final SXSSFSheet sheet;
    private final CellStyle text = textStyle();
    private final CellStyle day = style("yyyy-mm-dd");
    private Row row;
    private int rows;

    TaskSheet(Texts texts) {
        this.texts = texts;
        this.sheet = workbook.createSheet(texts.text("export.sheet", List.of()));
        workbook.setCompressTempFiles(true);
        CellStyle heading = style("@");
        Font bold = workbook.createFont();
        bold.setBold(true);
        heading.setFont(bold);
        row = sheet.createRow(rows++);
        for (Column column : Column.values()) {
            Cell cell = row.createCell(column.ordinal());
            cell.setCellValue(texts.text("export." + column, List.of()));
            cell.setCellStyle(heading);
            sheet.setColumnWidth(column.ordinal(), column.width * 256);
        }
        sheet.createFreezePane(0, 1);
        sheet.setAutoFilter(new CellRangeAddress(0, 0, 0, Column.values().length - 1));
    }

    /** @param share nothing in a draft */
    void add(Task task, String unitName, Optional<Assignment> share, Optional<Light> light, boolean leads) {
        row = sheet.createRow(rows++);
        put(Column.PLAN_NUMBER, task.plan().number());
        put(Column.PLAN, task.plan().title());
        put(Column.CONFIDENTIAL, yes(task.plan().confidential()));
        put(Column.PHASE, task.phase().title());
        put(Column.NUMBER, task.number());
        put(Column.TITLE, task.title());
        put(Column.UNIT, unitName);
        put(Column.LEAD, yes(leads));
        put(Column.STATE, share.map(issued -> word(issued.state())).orElseGet(() -> word(task.status())));
        put(Column.LIGHT, light.map(this::word).orElse(""));
        put(Column.OPENS_ON, task.deadline().opensOn());
        put(Column.DUE_ON, share.map(Assignment::dueOn).orElse(task.deadline().dueOn()));
        share.ifPresent(issued -> {
            put(Column.PERCENT, issued.percent());
            put(Column.SUBMITTED_ON, issued.submittedOn());
            if (issued.workingDaysLate() != null) {
                put(Column.DAYS_LATE, issued.workingDaysLate());
            }
        });
        put(Column.BACKFILLED, yes(task.backfilled()));
        put(Column.DELIVERABLES, String.join("\n", task.deliverables()));
    }

    void writeTo(OutputStream out) throws IOException {
        workbook.write(out);
    }

    /** Removes what was written to disk on the way. */
    @Override
    public void close() throws IOException {
        workbook.close();
    }

    private void put(Column column, String value) {
        Cell cell = row.createCell(column.ordinal());
        cell.setCellValue(value.substring(0, Math.min(value.length(), LONGEST_TEXT)));
        cell.setCellStyle(text);
    }

    private void put(Column column, int value) {
        row.createCell(column.ordinal()).setCellValue(value);
    }

    private void put(Column column, LocalDate value) {
        if (value != null) {
            Cell cell = row.createCell(column.ordinal());
            cell.setCellValue(value);
            cell.setCellStyle(day);
        }
    }

    private String yes(boolean holds) {
        return holds ? texts.text("export.yes", List.of()) : "";
    }

    private String word(Enum<?> constant) {
        return texts.text(constant.getDeclaringClass().getSimpleName() + "." + constant.name(), List.of());
    }

    private CellStyle textStyle() {
        CellStyle style = style("@");
        ((XSSFCellStyle) style).setQuotePrefixed(true);
        style.setWrapText(true);
        return style;
    }

    private CellStyle style(String format) {
        CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        return style;
    }
}
