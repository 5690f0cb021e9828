package cn.taxrollout.org.directoryimport.workbook;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Writes a workbook that people can edit and hand in again, row by row into a stream. Texts are texts, whatever they begin
 * with, and their cells stay texts when somebody edits them: nothing in them is ever taken for a formula, a date or a number.
 */
public final class WorkbookWriter implements Closeable {
    private static final int FLUSHED_ROWS = 500;
    private static final String HEADER_COLOR = "D9E1F2";

    private final Workbook workbook;

    public WorkbookWriter(OutputStream out) {
        workbook = new Workbook(out, "org-service", null);
    }

    /** Writes one sheet with its header, which stays in sight. */
    public <R> void write(Sheet<R> sheet, Iterator<R> rows) throws IOException {
        try (Worksheet worksheet = workbook.newWorksheet(sheet.name())) {
            List<Column<R, ?>> columns = sheet.columns();
            for (int c = 0; c < columns.size(); c++) {
                worksheet.width(c, columns.get(c).width());
                worksheet.style(c).format(columns.get(c).content().format()).set();
                worksheet.inlineString(0, c, columns.get(c).header());
                worksheet
                        .style(0, c)
                        .bold()
                        .fillColor(HEADER_COLOR)
                        .format(Content.TEXT_FORMAT)
                        .set();
                offerChoices(worksheet, c, columns.get(c));
            }
            worksheet.freezePane(0, 1);
            for (int r = 1; rows.hasNext(); r++) {
                R row = rows.next();
                for (int c = 0; c < columns.size(); c++) {
                    write(worksheet, r, c, columns.get(c), row);
                }
                if (r % FLUSHED_ROWS == 0) {
                    worksheet.flush();
                }
            }
        }
    }

    private static <R> void offerChoices(Worksheet worksheet, int c, Column<R, ?> column) {
        if (!column.content().choices().isEmpty()) {
            String list = column.content().choices().stream().collect(Collectors.joining(",", "\"", "\""));
            worksheet
                    .range(1, c, org.dhatim.fastexcel.Worksheet.MAX_ROWS - 1, c)
                    .validateWithListByFormula(list);
        }
    }

    private static <R, T> void write(Worksheet worksheet, int r, int c, Column<R, T> column, R row) {
        T value = column.value().apply(row);
        if (value == null) {
            return;
        }
        Object written = column.content().write(value);
        if (written instanceof LocalDate date) {
            worksheet.value(r, c, date);
        } else if (written instanceof Number number) {
            worksheet.value(r, c, number);
        } else if (!written.toString().isEmpty()) {
            worksheet.inlineString(r, c, written.toString());
        }
        worksheet.style(r, c).format(column.content().format()).set();
    }

    @Override
    public void close() throws IOException {
        workbook.close();
    }
}
