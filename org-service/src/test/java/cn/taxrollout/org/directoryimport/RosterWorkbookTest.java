package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.directoryimport.Book.SEAT_HEADER;
import static cn.taxrollout.org.directoryimport.Book.STAFF_HEADER;
import static cn.taxrollout.org.directoryimport.Book.UNIT_HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.StaffRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.directoryimport.workbook.Reason;
import cn.taxrollout.org.directoryimport.workbook.WorkbookWriter;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbookType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterWorkbookTest {
    private static final LocalDate DAY = LocalDate.of(2023, 3, 1);

    @Test
    void allFourSheetsAreReadWithTheRowEachLineStandsIn() throws IOException {
        Book book = new Book()
                .sheet(
                        "单位",
                        UNIT_HEADER,
                        List.of("B", "某某区税务局", "局"),
                        List.of(),
                        List.of("G1", "综合协调组", "工作组", "B", "综合协调、监督考核", DAY, "2023/12/31"))
                .sheet("人员", STAFF_HEADER, List.of("N1", "甲某", "B", "n1@example.com", "13900000000", "jia", DAY, DAY))
                .sheet("席位", SEAT_HEADER, Arrays.asList("G1", "组长", "正职", "N1", null, null, "2023年3月1日", "2023-03-31"))
                .sheet("职责", List.of("单位代码", "序号", "职责内容", "起始日期"), List.of("G1", 1, "负责统筹。\n含协调。", DAY));

        RosterRows read = RosterRows.ofWorkbook(book.bytes());

        assertThat(read.units())
                .containsExactly(
                        sound(2, new UnitRow("B", "某某区税务局", UnitKind.BUREAU, null, null, null, null)),
                        sound(
                                4,
                                new UnitRow(
                                        "G1",
                                        "综合协调组",
                                        UnitKind.WORKING_GROUP,
                                        "B",
                                        Set.of(UnitFunction.COORDINATING, UnitFunction.SUPERVISING),
                                        DAY,
                                        LocalDate.of(2023, 12, 31))));
        assertThat(read.staff())
                .containsExactly(
                        sound(2, new StaffRow("N1", "甲某", "B", "n1@example.com", "13900000000", "jia", DAY, DAY)));
        assertThat(read.seats())
                .containsExactly(sound(
                        2,
                        new SeatRow(
                                null,
                                "G1",
                                "组长",
                                SeatRank.HEAD,
                                DAY,
                                LocalDate.of(2023, 3, 31),
                                "N1",
                                null,
                                null,
                                null,
                                null)));
        assertThat(read.duties()).containsExactly(sound(2, new DutyRow("G1", 1, "负责统筹。\n含协调。", DAY)));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws IOException {
        RosterRows rows = RosterRows.of(new Roster(
                List.of(
                        new UnitRow("=B", "+某某区\uD842\uDFB7税务局", UnitKind.BUREAU, null, null, null, null),
                        new UnitRow(
                                "007",
                                "<协调> & \"监督\"",
                                UnitKind.WORKING_GROUP,
                                "=B",
                                Set.of(UnitFunction.SUPERVISING),
                                DAY,
                                DAY)),
                List.of(new StaffRow("1001", "@甲某", "007", "-x@example.com", "13900000000", "1e5", null, DAY)),
                List.of(new SeatRow(
                        UUID.fromString("01a2093e-c363-7437-b56f-d0e807920f9e"),
                        "007",
                        "组长",
                        SeatRank.HEAD,
                        DAY,
                        null,
                        "1001",
                        "@甲某",
                        null,
                        "=B",
                        DAY)),
                List.of(new DutyRow("007", 12, "2023-03-01", DAY))));

        RosterRows read = RosterRows.ofWorkbook(written(rows));

        assertThat(contents(read.units())).isEqualTo(contents(rows.units()));
        assertThat(contents(read.staff())).isEqualTo(contents(rows.staff()));
        assertThat(contents(read.seats())).isEqualTo(contents(rows.seats()));
        assertThat(contents(read.duties())).isEqualTo(contents(rows.duties()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1+1", "-1", "@SUM(A1)", "\t=1", "0012", "1-2", "1E5"})
    void aTextThatLooksLikeSomethingElseIsWrittenAsTextAndStaysTextWhenEdited(String text) throws IOException {
        RosterRows rows = RosterRows.of(
                new Roster(null, List.of(new StaffRow(text, text, text, null, null, null, null, null)), null, null));
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(written(rows)))) {
            XSSFRow row = workbook.getSheet("人员").getRow(1);
            for (int c = 0; c < 3; c++) {
                XSSFCell cell = row.getCell(c);
                assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
                assertThat(cell.getStringCellValue()).isEqualTo(text);
                assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo("@");
            }
        }
    }

    @Test
    void aWrittenSheetHasAFrozenStyledHeaderWidthsDatesAndChoices() throws IOException {
        RosterRows rows = RosterRows.of(new Roster(
                List.of(new UnitRow("B", "某某区税务局", UnitKind.BUREAU, null, null, DAY, null)), null, null, null));
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(written(rows)))) {
            var sheet = workbook.getSheet("单位");
            assertThat(sheet.getPaneInformation().getHorizontalSplitTopRow()).isEqualTo((short) 1);
            XSSFCell header = sheet.getRow(0).getCell(1);
            assertThat(header.getStringCellValue()).isEqualTo("单位名称");
            assertThat(header.getCellStyle().getFont().getBold()).isTrue();
            assertThat(sheet.getColumnWidth(1)).isGreaterThan(sheet.getColumnWidth(0));
            XSSFCell from = sheet.getRow(1).getCell(5);
            assertThat(from.getLocalDateTimeCellValue().toLocalDate()).isEqualTo(DAY);
            assertThat(from.getCellStyle().getDataFormatString()).isEqualTo("yyyy-mm-dd");
            assertThat(sheet.getColumnStyle(0).getDataFormatString()).isEqualTo("@");
            assertThat(sheet.getDataValidations()
                            .get(0)
                            .getValidationConstraint()
                            .getExplicitListValues())
                    .contains("局", "工作组");
        }
    }

    @ParameterizedTest
    @EnumSource(UnitKind.class)
    void everyKindOfUnitHasAWord(UnitKind kind) {
        assertThat(RosterSheets.KINDS).containsKey(kind);
    }

    @ParameterizedTest
    @EnumSource(SeatRank.class)
    void everyRankHasAWord(SeatRank rank) {
        assertThat(RosterSheets.RANKS).containsKey(rank);
    }

    @ParameterizedTest
    @EnumSource(UnitFunction.class)
    void everyFunctionHasAWord(UnitFunction function) {
        assertThat(RosterSheets.FUNCTIONS).containsKey(function);
    }

    @Test
    void englishNamesAreUnderstoodAndColumnsMayStandInAnyOrderAndBeLeftOut() throws IOException {
        Book book = new Book()
                .sheet("Units", List.of("kind", "Name ", "CODE"), List.of("WORKING_GROUP", "Coordination", "G1"));
        assertThat(RosterRows.ofWorkbook(book.bytes()).units())
                .containsExactly(
                        sound(2, new UnitRow("G1", "Coordination", UnitKind.WORKING_GROUP, null, null, null, null)));
    }

    @Test
    void whatPeopleTypeIsUnderstood() throws IOException {
        Book book = new Book()
                .staff(1001, " 张　三 ", "Ｇ１", "ａ@example.com", 13900000000.0, "无", 45000, "２０２３年 3 月 1 日")
                .sheet("席位", SEAT_HEADER);
        StaffRow read = RosterRows.ofWorkbook(book.bytes()).staff().get(0).content();
        assertThat(read)
                .isEqualTo(new StaffRow(
                        "1001", "张三", "G1", "a@example.com", "13900000000", "", LocalDate.of(2023, 3, 15), DAY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-03-01",
                "2023-3-1",
                "2023/3/1",
                "2023年3月1日",
                "2023年03月01日",
                "2023.3.1",
                "20230301",
                " 2023-03-01 "
            })
    void datesAreReadInTheFormsInWhichTheyAreTyped(String text) throws IOException {
        Book book = new Book().staff("N1", "甲某", "B", "", "", "", text);
        assertThat(RosterRows.ofWorkbook(book.bytes()).staff().get(0).content().from())
                .isEqualTo(DAY);
    }

    @Test
    void aDateOfAFileThatCountsFrom1904IsThatDate() throws IOException {
        Book book = new Book();
        book.workbook.getCTWorkbook().addNewWorkbookPr().setDate1904(true);
        book.staff("N1", "甲某", "B", "", "", "", 43524);
        assertThat(RosterRows.ofWorkbook(book.bytes()).staff().get(0).content().from())
                .isEqualTo(DAY);
    }

    @Test
    void aNumberShownWithLeadingZerosKeepsThem() throws IOException {
        Book book = new Book().staff(12, "甲某", "B");
        book.cell("人员", 2, 1).setCellStyle(book.format("0000"));
        assertThat(RosterRows.ofWorkbook(book.bytes()).staff().get(0).content().staffNo())
                .isEqualTo("0012");
    }

    @Test
    void phoneticGuidesAreNotPartOfAName() throws IOException {
        byte[] file = Book.with(
                new Book().staff("N1", "NAME", "B").bytes(),
                "xl/sharedStrings.xml",
                xml -> xml.replace(
                        "<t>NAME</t>",
                        "<r><t>甲</t></r><r><t>某</t></r><rPh sb=\"0\" eb=\"1\"><t>jia</t></rPh><phoneticPr fontId=\"1\"/>"));
        assertThat(RosterRows.ofWorkbook(file).staff().get(0).content().name()).isEqualTo("甲某");
    }

    @ParameterizedTest
    @CsvSource({
        "0, value-missing, staffNo, ' '",
        "0, value-became-date, staffNo, date",
        "0, value-not-whole, staffNo, 1.5",
        "0, value-not-whole, staffNo, -1",
        "0, value-lost-digits, staffNo, 21098765432109876",
        "0, value-lost-digits, staffNo, 1E300",
        "0, value-boolean, staffNo, true",
        "0, value-too-long, staffNo, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "3, value-no-email, email, nobody",
        "6, value-no-date, from, 2023-02-29",
        "6, value-no-date, from, soon",
        "6, value-no-date, from, 45000.5",
        "6, date-unlikely, from, 2023",
        "6, value-boolean, from, true",
    })
    void aValueThatCannotBeTakenRejectsItsRowAndNamesTheColumn(int column, String code, String field, String value)
            throws IOException {
        Book book = new Book().staff("N1", "甲某", "B", "", "", "", "");
        var cell = book.cell("人员", 2, column + 1);
        if (value.equals("date")) {
            cell.setCellValue(DAY);
            cell.setCellStyle(book.format("m\"月\"d\"日\""));
        } else if (value.equals("true")) {
            cell.setCellValue(true);
        } else if (value.matches("-?[0-9.E]+")) {
            cell.setCellValue(Double.parseDouble(value));
        } else {
            cell.setCellValue(value);
        }
        Placed<StaffRow> row = RosterRows.ofWorkbook(book.bytes()).staff().get(0);
        assertThat(row.row()).isEqualTo(2);
        assertThat(row.reasons()).extracting(Reason::column, Reason::code).containsExactly(tuple(field, code));
        assertThat(row.content().name()).isEqualTo("甲某");
    }

    @Test
    void aWrongChoiceNamesTheRightOnes() throws IOException {
        Book book = new Book().sheet("单位", UNIT_HEADER, List.of("G1", "综合协调组", "班组"));
        Reason reason =
                RosterRows.ofWorkbook(book.bytes()).units().get(0).reasons().get(0);
        assertThat(reason.column()).isEqualTo("kind");
        assertThat(reason.code()).isEqualTo("value-not-one-of");
        assertThat(reason.arguments().get(1).toString()).contains("工作组 (WORKING_GROUP)");
    }

    @Test
    void anUnknownSheetIsRefused() {
        assertRefused(
                new Book().sheet("人员", STAFF_HEADER).sheet("工资", List.of("x")), at("工资", null, null, "sheet-unknown"));
    }

    @Test
    void aSheetThatComesTwiceIsRefused() {
        assertRefused(
                new Book().sheet("人员", STAFF_HEADER).sheet("staff", STAFF_HEADER),
                at("staff", null, null, "sheet-twice"));
    }

    @Test
    void aHeaderThatIsUnknownTwiceOrMissingIsRefused() {
        assertRefused(
                new Book().sheet("人员", List.of("工号", "姓 名", "工资", "staffNo")),
                at("人员", 1, "C", "header-unknown"),
                at("人员", 1, "D", "header-twice"),
                at("人员", 1, null, "column-missing"));
        Book late = new Book().sheet("人员", List.of(), STAFF_HEADER);
        assertRefused(late, at("人员", 1, null, "header-missing"));
    }

    @Test
    void aValueWithoutAHeaderIsRefused() {
        Book book = new Book().staff("N1", "甲某", "B");
        book.cell("人员", 2, 28).setCellValue("x");
        assertRefused(book, at("人员", 2, "AB", "cell-without-header"));
    }

    @Test
    void formulasErrorsAndMergedCellsAreRefusedEachWithItsPlace() {
        Book book = new Book().staff("N1", "甲某", "B", "n1@example.com");
        book.cell("人员", 2, 2).setCellFormula("CONCATENATE(\"甲\",\"某\")");
        book.cell("人员", 2, 3).setCellErrorValue(org.apache.poi.ss.usermodel.FormulaError.REF.getCode());
        book.workbook.getSheet("人员").addMergedRegion(new CellRangeAddress(4, 6, 0, 1));
        assertRefused(
                book,
                at("人员", 2, "B", "cell-formula"),
                at("人员", 2, "C", "cell-error"),
                at("人员", 5, "A", "cells-merged"));
    }

    @Test
    void aMillionEmptyRowsAreRefused() {
        byte[] file = Book.with(new Book().staff("N1", "甲某", "B").bytes(), "xl/worksheets/sheet1.xml", xml -> {
            StringBuilder rows = new StringBuilder();
            for (int r = 3; r <= 1_000_000; r++) {
                rows.append("<row r=\"").append(r).append("\" ht=\"15\"/>");
            }
            return xml.replace("</sheetData>", rows + "</sheetData>");
        });
        assertRefused(file, at("人员", 100_002, null, "sheet-too-long"));
    }

    @Test
    void aRowFarBelowIsRefusedAndAnEmptyOneIsNot() throws IOException {
        byte[] file = new Book().staff("N1", "甲某", "B").bytes();
        String row = "<row r=\"1048576\">%s</row></sheetData>";
        assertRefused(
                Book.with(
                        file,
                        "xl/worksheets/sheet1.xml",
                        xml -> xml.replace(
                                "</sheetData>",
                                row.formatted("<c r=\"A1048576\" t=\"inlineStr\"><is><t>x</t></is></c>"))),
                at("人员", 1_048_576, null, "sheet-too-long"));
        byte[] empty = Book.with(
                file,
                "xl/worksheets/sheet1.xml",
                xml -> xml.replace("</sheetData>", row.formatted("<c r=\"A1048576\"/>")));
        assertThat(RosterRows.ofWorkbook(empty).staff()).hasSize(1);
    }

    @Test
    void aFileThatUnpacksToFarMoreThanItIsIsRefused() {
        byte[] file = new Book().staff("N1", "甲某", "B").bytes();
        String zeros = "0".repeat(20 * 1024 * 1024);
        assertRefused(
                Book.with(file, "xl/media/image1.png", old -> zeros),
                new Problem(null, null, null, "file-bomb", List.of("100:1")));
    }

    @Test
    void aFileThatLiesAboutWhatItUnpacksToIsRefusedWhileItIsRead() {
        byte[] file = new Book().staff("N1", "甲某", "B").bytes();
        String spaces = " ".repeat(20 * 1024 * 1024);
        byte[] bomb =
                Book.with(file, "xl/worksheets/sheet1.xml", xml -> xml.replace("<sheetData>", "<sheetData>" + spaces));
        declareSmall(bomb, "xl/worksheets/sheet1.xml");
        assertThatThrownBy(() -> RosterRows.ofWorkbook(bomb))
                .isInstanceOfSatisfying(UnreadableFile.class, refused -> assertThat(refused.problems())
                        .extracting(Problem::code)
                        .containsAnyOf("file-bomb", "file-damaged"));
    }

    @Test
    void sharedTextsBeyondAnyRosterAreRefused() {
        byte[] file = new Book().staff("N1", "甲某", "B").bytes();
        assertRefused(
                Book.with(
                        file,
                        "xl/sharedStrings.xml",
                        xml -> xml.replace("<t>N1</t>", "<t>" + "x".repeat(40_000) + "</t>")),
                at(null, null, null, "file-too-much-text"));
        assertRefused(
                Book.with(
                        file,
                        "xl/sharedStrings.xml",
                        xml -> xml.replace(
                                "</sst>",
                                IntStream.rangeClosed(0, 1_000_000)
                                        .mapToObj("<si><t>%d</t></si>"::formatted)
                                        .collect(Collectors.joining("", "", "</sst>")))),
                at(null, null, null, "file-too-much-text"));
    }

    @Test
    void aTextLongerThanACellHoldsIsRefused() {
        byte[] file = Book.with(
                new Book().staff("N1", "甲某", "B").bytes(),
                "xl/worksheets/sheet1.xml",
                xml -> xml.replace(
                        "</sheetData>",
                        "<row r=\"3\"><c t=\"inlineStr\"><is><t>" + "x".repeat(40_000)
                                + "</t></is></c></row></sheetData>"));
        assertRefused(file, at("人员", 3, "A", "cell-too-long"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"})
    void documentTypesAreRefusedWhereverTheyStand(String part) {
        byte[] file = Book.with(new Book().staff("N1", "甲某", "B").bytes(), part, xml -> {
            String body = xml.replaceFirst("^<\\?xml[^>]*\\?>", "").replace("N1", "&secret;");
            return "<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]>" + body;
        });
        assertRefused(file, at(null, null, null, "file-unsafe-xml"));
    }

    @Test
    void macrosAreRefused() throws IOException {
        byte[] file = new Book().staff("N1", "甲某", "B").bytes();
        assertRefused(Book.with(file, "xl/vbaProject.bin", old -> "x"), at(null, null, null, "file-macros"));
        try (var macros = new XSSFWorkbook(XSSFWorkbookType.XLSM)) {
            macros.createSheet("人员");
            var out = new ByteArrayOutputStream();
            macros.write(out);
            assertRefused(out.toByteArray(), at(null, null, null, "file-macros"));
        }
    }

    @Test
    void anEncryptedFileIsRefusedAsSuch() throws IOException, GeneralSecurityException {
        try (var container = new POIFSFileSystem()) {
            var encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (OutputStream data = encryptor.getDataStream(container)) {
                data.write(new Book().staff("N1", "甲某", "B").bytes());
            }
            var out = new ByteArrayOutputStream();
            container.writeFilesystem(out);
            assertRefused(out.toByteArray(), at(null, null, null, "file-encrypted"));
        }
    }

    @Test
    void whatIsNoWorkbookIsRefusedAsSuch() throws IOException {
        assertRefused("工号,姓名".getBytes(), at(null, null, null, "file-not-office"));
        assertRefused(new byte[0], at(null, null, null, "file-not-office"));
        assertRefused(Book.zip(Collections.singletonMap("x", new byte[1])), at(null, null, null, "file-not-office"));
        try (var old = new org.apache.poi.hssf.usermodel.HSSFWorkbook();
                var word = new org.apache.poi.xwpf.usermodel.XWPFDocument()) {
            var out = new ByteArrayOutputStream();
            old.createSheet("人员");
            old.write(out);
            assertRefused(out.toByteArray(), at(null, null, null, "file-legacy"));
            var document = new ByteArrayOutputStream();
            word.write(document);
            assertRefused(document.toByteArray(), at(null, null, null, "file-not-workbook"));
        }
        byte[] cut = Arrays.copyOf(new Book().staff("N1", "甲某", "B").bytes(), 1000);
        assertRefused(cut, at(null, null, null, "file-damaged"));
        byte[] nonsense = Book.with(
                new Book().staff("N1", "甲某", "B").bytes(),
                "xl/worksheets/sheet1.xml",
                xml -> xml.replace("</row>", ""));
        assertRefused(nonsense, at(null, null, null, "file-damaged"));
        byte[] backwards = Book.with(
                new Book().staff("N1", "甲某", "B").bytes(),
                "xl/worksheets/sheet1.xml",
                xml -> xml.replace("<row r=\"2\"", "<row r=\"1\""));
        assertRefused(backwards, at(null, null, null, "file-damaged"));
    }

    @Test
    void noMoreFaultsThanAnybodyReadsAreCollected() {
        Book book = new Book().staff("N1", "甲某", "B");
        for (int r = 3; r < 200; r++) {
            book.workbook.getSheet("人员").createRow(r).createCell(0).setCellFormula("1+1");
        }
        assertThatThrownBy(() -> RosterRows.ofWorkbook(book.bytes()))
                .isInstanceOfSatisfying(UnreadableFile.class, refused -> assertThat(refused.problems())
                        .hasSize(50));
    }

    private static <R> Placed<R> sound(int row, R content) {
        return new Placed<>(row, content, List.of());
    }

    private static <R> List<R> contents(List<Placed<R>> rows) {
        assertThat(rows).allSatisfy(row -> assertThat(row.reasons()).isEmpty());
        return rows.stream().map(Placed::content).toList();
    }

    private static byte[] written(RosterRows rows) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new WorkbookWriter(out)) {
            writer.write(
                    RosterSheets.UNITS,
                    rows.units().stream().map(Placed::content).iterator());
            writer.write(
                    RosterSheets.STAFF,
                    rows.staff().stream().map(Placed::content).iterator());
            writer.write(
                    RosterSheets.SEATS,
                    rows.seats().stream().map(Placed::content).iterator());
            writer.write(
                    RosterSheets.DUTIES,
                    rows.duties().stream().map(Placed::content).iterator());
        }
        return out.toByteArray();
    }

    /** A problem whose arguments don't matter. */
    private static Problem at(String sheet, Integer row, String column, String code) {
        return new Problem(sheet, row, column, code, null);
    }

    private static void assertRefused(Book book, Problem... expected) {
        assertRefused(book.bytes(), expected);
    }

    private static void assertRefused(byte[] file, Problem... expected) {
        assertThatThrownBy(() -> RosterRows.ofWorkbook(file))
                .isInstanceOfSatisfying(UnreadableFile.class, refused -> assertThat(refused.problems())
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("arguments")
                        .containsExactly(expected));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    /** Lets the zip's directory say that a part is small. */
    private static void declareSmall(byte[] zip, String part) {
        byte[] name = part.getBytes();
        for (int i = 0; i + 46 + name.length <= zip.length; i++) {
            boolean entry = zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2;
            if (entry && Arrays.equals(zip, i + 46, i + 46 + name.length, name, 0, name.length)) {
                Arrays.fill(zip, i + 24, i + 28, (byte) 0);
                zip[i + 25] = 8; // 2 KiB
            }
        }
    }
}
