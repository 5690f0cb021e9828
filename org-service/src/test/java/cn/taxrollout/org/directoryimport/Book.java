package cn.taxrollout.org.directoryimport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** A workbook as a bureau would keep it, made by Apache POI and so by other code than the one that reads it. */
final class Book {
    static final List<String> UNIT_HEADER = List.of("单位代码", "单位名称", "单位类型", "上级单位代码", "职能", "起始日期", "截止日期");
    static final List<String> STAFF_HEADER = List.of("工号", "姓名", "科室代码", "电子邮箱", "手机号", "企业微信账号", "起始日期", "离职日期");
    static final List<String> SEAT_HEADER = List.of("单位代码", "席位名称", "级别", "工号", "由科室负责人担任", "由科室副职担任", "起始日期", "截止日期");

    final XSSFWorkbook workbook = new XSSFWorkbook();

    /** A sheet with one row per list; null leaves a cell out. */
    Book sheet(String name, List<?>... rows) {
        Sheet sheet = workbook.createSheet(name);
        for (List<?> values : rows) {
            Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
            for (int c = 0; c < values.size(); c++) {
                if (values.get(c) != null) {
                    set(row.createCell(c), values.get(c));
                }
            }
        }
        return this;
    }

    /** One person in an otherwise sound sheet of people. */
    Book staff(Object... cells) {
        return sheet("人员", STAFF_HEADER, Arrays.asList(cells));
    }

    Cell cell(String sheet, int row, int column) {
        Row found = workbook.getSheet(sheet).getRow(row - 1);
        return found.getCell(column - 1) == null ? found.createCell(column - 1) : found.getCell(column - 1);
    }

    CellStyle format(String code) {
        CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(code));
        return style;
    }

    private void set(Cell cell, Object value) {
        if (value instanceof Number number) {
            cell.setCellValue(number.doubleValue());
        } else if (value instanceof LocalDate date) {
            cell.setCellValue(date);
            cell.setCellStyle(format("yyyy/m/d"));
        } else if (value instanceof Boolean truth) {
            cell.setCellValue(truth);
        } else {
            cell.setCellValue(value.toString());
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            workbook.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The file with the text of one of its parts replaced; a part that isn't there is added. */
    static byte[] with(byte[] file, String part, UnaryOperator<String> change) {
        Map<String, byte[]> parts = parts(file);
        String before = new String(parts.getOrDefault(part, new byte[0]), StandardCharsets.UTF_8);
        parts.put(part, change.apply(before).getBytes(StandardCharsets.UTF_8));
        return zip(parts);
    }

    static Map<String, byte[]> parts(byte[] file) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
