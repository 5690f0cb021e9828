package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static cn.taxrollout.org.directoryimport.Book.SEAT_HEADER;
import static cn.taxrollout.org.directoryimport.Book.STAFF_HEADER;
import static cn.taxrollout.org.directoryimport.Book.UNIT_HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.Imports;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class WorkbookImportTest {
    private static final Imports IMPORTS = Imports.bySystem();
    private static final List<String> DUTY_HEADER = List.of("单位代码", "序号", "职责内容", "起始日期");

    @Test
    void aWorkbookBecomesTheOrganisation() {
        var bureau = new SampleBureau();
        Book book = new Book()
                .sheet(
                        "单位",
                        UNIT_HEADER,
                        List.of(bureau.code("B"), "某某区税务局", "局"),
                        List.of(bureau.code("S1"), "征收管理股", "科室", bureau.code("B")))
                .sheet("人员", STAFF_HEADER, List.of(bureau.no(1), "甲　某", bureau.code("S1"), "n1@example.com"))
                .sheet(
                        "席位",
                        SEAT_HEADER,
                        Arrays.asList(
                                bureau.code("S1"), "股长", "正职", bureau.no(1), null, null, LocalDate.of(2022, 12, 15)))
                .sheet("职责", DUTY_HEADER, List.of(bureau.code("S1"), 1, "负责征收管理。"));
        ValidatableResponse preview = IMPORTS.preview("名册.xlsx", book.bytes());
        preview.body("format", equalTo("WORKBOOK"))
                .body("fileName", equalTo("名册.xlsx"))
                .body("state", equalTo("PREVIEW"))
                .body("counts.collect { it.value.added }", equalTo(List.of(2, 1, 1, 1)));
        IMPORTS.confirm(preview).body("state", equalTo("CONFIRMED"));
        asSystem()
                .get("/v1/units/" + bureau.unitId("S1") + "/members?at=2023-01-01")
                .then()
                .body("members.holder.name", contains("甲某"));
        asSystem()
                .get("/v1/units/" + bureau.unitId("S1") + "/duties")
                .then()
                .body("version.clauses.text", contains("负责征收管理。"));
        IMPORTS.preview("名册.xlsx", book.bytes())
                .body("counts.collect { it.value.unchanged }", equalTo(List.of(2, 1, 1, 1)));
    }

    @Test
    void aRowThatCannotBeTakenIsRejectedByColumn() {
        var bureau = new SampleBureau().imported();
        Book book = new Book().staff(bureau.no(7), "甲某", bureau.code("S1"), "not an address", null, null, "2023-02-30");
        ValidatableResponse preview = IMPORTS.preview("r.xlsx", book.bytes());
        IMPORTS.rows(preview, "REJECTED")
                .body("items.row", contains(2))
                .body("items[0].reasons.column", contains("电子邮箱", "起始日期"))
                .body("items[0].reasons[1].message", equalTo("“2023-02-30”不是日期；可以写作 2023-03-01、2023/3/1、2023年3月1日"));
    }

    @Test
    void whatIsNoDataIsRefusedByItsPlaceAndNothingIsSaved() {
        var bureau = new SampleBureau();
        Book book = new Book()
                .sheet("单位", UNIT_HEADER, List.of(bureau.code("B"), "某某区税务局", "局"))
                .staff(bureau.no(7), "甲某", bureau.code("B"));
        book.cell("人员", 2, 2).setCellFormula("1+1");
        ValidatableResponse rejected = IMPORTS.preview("r.xlsx", book.bytes());
        rejected.body("state", equalTo("REJECTED"))
                .body("problems", hasSize(1))
                .body("problems[0].sheet", equalTo("人员"))
                .body("problems[0].row", equalTo(2))
                .body("problems[0].column", equalTo("B"))
                .body("problems[0].code", equalTo("cell-formula"))
                .body("problems[0].message", equalTo("单元格含有公式，请改为数值或文字"));
        IMPORTS.rows(rejected, "ADDED").body("items", empty());
        asSystem()
                .post("/v1/directory-imports/" + rejected.extract().path("id") + "/confirmation")
                .then()
                .statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-macros", "file-bomb", "file-legacy", "file-not-office"})
    void aHostileFileIsRefusedAtOnce(String reason) throws IOException {
        byte[] sound = new Book().staff("N1", "甲某", "B").bytes();
        byte[] file =
                switch (reason) {
                    case "file-macros" -> Book.with(sound, "xl/vbaProject.bin", old -> "x");
                    case "file-bomb" -> Book.with(sound, "xl/media/image1.png", old -> "0".repeat(20 * 1024 * 1024));
                    case "file-legacy" -> legacy();
                    default -> Book.zip(Map.of("x", new byte[1]));
                };
        upload(asSystem(), "名册.xlsx", file)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:import-unreadable"))
                .body("violations.field", contains("file"));
    }

    private static byte[] legacy() throws IOException {
        try (var old = new org.apache.poi.hssf.usermodel.HSSFWorkbook()) {
            var out = new ByteArrayOutputStream();
            old.createSheet("人员");
            old.write(out);
            return out.toByteArray();
        }
    }

    @Test
    void anUploadWithoutAFileIsRefused() {
        asSystem()
                .contentType("multipart/form-data")
                .multiPart("bureauId", "01a2093e-c363-7437-b56f-d0e807920f9e")
                .post("/v1/directory-imports")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:file-missing"));
    }

    @Test
    void dutiesAreAddedReplacedAndTakenAwayOneByOne() {
        var bureau = new SampleBureau().imported();
        String group = bureau.code("G1");
        apply(new Book()
                .sheet(
                        "职责",
                        DUTY_HEADER,
                        List.of(group, 2, "负责督办。", "2023-01-01"),
                        List.of(group, 1, "负责统筹。", "2023-01-01"),
                        List.of(group, 3, "负责宣传。", "2023-01-01")));
        Book changed = new Book()
                .sheet(
                        "职责",
                        DUTY_HEADER,
                        List.of(group, 1, "无", "2023-06-01"),
                        List.of(group, 3, "负责培训。", "2023-06-01"));
        ValidatableResponse preview = IMPORTS.preview("r.xlsx", changed.bytes());
        preview.body("counts.duties.ended", equalTo(1)).body("counts.duties.changed", equalTo(1));
        IMPORTS.confirm(preview);
        duties(bureau, "2023-05-31").body("version.clauses.text", contains("负责统筹。", "负责督办。", "负责宣传。"));
        duties(bureau, "2023-06-01").body("version.clauses.text", contains("负责督办。", "负责培训。"));

        Book wrong = new Book()
                .sheet(
                        "职责",
                        DUTY_HEADER,
                        List.of(group, 1, "甲", "2023-07-01"),
                        List.of(group, 1, "乙", "2023-07-01"),
                        List.of(group, 2, "丙", "2023-07-02"),
                        List.of(group, 9, "丁", "2023-07-01"),
                        List.of(bureau.code("X"), 1, "戊", "2023-07-01"));
        IMPORTS.rows(IMPORTS.preview("r.xlsx", wrong.bytes()), "REJECTED")
                .body("items.row", contains(3, 4, 5, 6))
                .body(
                        "items.reasons.message",
                        contains(
                                List.of("与第 2 行重复"),
                                List.of("同一单位各条职责的起始日期须相同（见第 2 行）"),
                                List.of("序号须连续；下一条是第 3 条"),
                                List.of("文件和现有机构中都没有代码为 " + bureau.code("X") + " 的单位")));
    }

    private static ValidatableResponse duties(SampleBureau bureau, String day) {
        return asSystem()
                .get("/v1/units/" + bureau.unitId("G1") + "/duties?at=" + day)
                .then();
    }

    @Test
    void anExportHandedInAgainChangesNothingWhateverTheDay() {
        var bureau = eventfulBureau();
        for (String day : List.of(
                "2022-12-31", "2023-03-15", "2023-07-01", LocalDate.now().toString())) {
            byte[] file = export(asSystem(), bureau.unitId("B"), day).asByteArray();
            ValidatableResponse preview = IMPORTS.preview("r.xlsx", file);
            IMPORTS.rows(preview, "REJECTED").body("items", empty());
            IMPORTS.rows(preview, "CHANGED").body("items", empty());
            IMPORTS.rows(preview, "ENDED").body("items", empty());
            IMPORTS.rows(preview, "ADDED").body("items", empty());
            assertThat(preview.extract().<Integer>path("counts.staff.unchanged"))
                    .isPositive();
        }
    }

    /** Things were renamed, moved, ended and handed over in it, and a name begins with what Excel takes for a formula. */
    private static SampleBureau eventfulBureau() {
        var bureau = new SampleBureau();
        bureau.staff.get(2).put("name", "=1+1");
        bureau.staff.get(2).put("mobile", "13900000003");
        bureau.imported();
        bureau.units.get(1).put("name", "征管科");
        bureau.units.get(1).put("from", "2023-03-01");
        bureau.unit("G2", "技术支撑组", "WORKING_GROUP", "PT").put("to", "2023-03-31");
        bureau.staff.get(4).put("section", bureau.code("S2"));
        bureau.staff.get(4).put("from", "2023-06-01");
        bureau.member(8, "S2").put("lastDay", "2023-06-30");
        bureau.seats.get(8).put("to", "2023-06-30");
        bureau.seat("G1", "组长", "HEAD", "staff", bureau.no(2)).put("from", "2023-07-01");
        bureau.seat("LGO", "副主任", "DEPUTY_HEAD", "staff", "").remove("staff");
        bureau.seat("LGO", "成员", "MEMBER", "unnamedDeputyOf", bureau.code("S2")).put("staff", bureau.no(4));
        IMPORTS.apply(bureau.roster());
        apply(new Book().sheet("职责", DUTY_HEADER, List.of(bureau.code("G1"), 1, "=统筹", "2023-01-01")));
        return bureau;
    }

    @Test
    void anExportShowsASubtreeAsOfADay() throws IOException {
        var bureau = eventfulBureau();
        var response = export(asSystem(), bureau.unitId("PT"), "2023-03-15");
        response.then()
                .contentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .header(
                        "Content-Disposition",
                        equalTo("attachment; filename=\"roster-2023-03-15.xlsx\"; filename*=UTF-8''"
                                + "%E9%A1%B9%E7%9B%AE%E7%BB%84%202023-03-15.xlsx"));
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(response.asByteArray()))) {
            assertThat(column(workbook.getSheet("单位"), 0))
                    .containsExactly("单位代码", bureau.code("PT"), bureau.code("G1"), bureau.code("G2"));
            assertThat(column(workbook.getSheet("席位"), 3)).containsExactly("工号", bureau.no(1), bureau.no(4));
            assertThat(column(workbook.getSheet("职责"), 2)).containsExactly("职责内容", "=统筹");
            assertThat(column(workbook.getSheet("人员"), 0)).containsExactly("工号");
        }
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(
                export(asSystem(), bureau.unitId("S1"), "2023-02-01").asByteArray()))) {
            assertThat(column(workbook.getSheet("单位"), 1)).containsExactly("单位名称", "征收管理股");
        }
        asSystem()
                .get("/v1/directory-export?unitId=" + bureau.unitId("PT") + "&at=2023-13-01")
                .then()
                .statusCode(400);
        asSystem().get("/v1/directory-export").then().statusCode(400);
    }

    @Test
    void contactPointsAreInItOnlyForWhoMaySeeThem() throws IOException {
        var bureau = new SampleBureau().imported();
        String unit = bureau.unitId("B");
        assertThat(emails(export(bureau.asStaff(6), unit, "2023-03-15").asByteArray()))
                .contains("n3@example.com");
        assertThat(emails(export(as(TokenIssuer.shared().system("reader", "org:read")), unit, "2023-03-15")
                        .asByteArray()))
                .containsOnly("电子邮箱", "");
        bureau.asStaff(5).get("/v1/directory-export?unitId=" + unit).then().statusCode(403);
        new SampleBureau()
                .imported()
                .asStaff(6)
                .get("/v1/directory-export?unitId=" + unit)
                .then()
                .statusCode(404);
    }

    private static List<String> emails(byte[] file) throws IOException {
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(file))) {
            return column(workbook.getSheet("人员"), 3);
        }
    }

    private static List<String> column(XSSFSheet sheet, int column) {
        return java.util.stream.IntStream.rangeClosed(0, sheet.getLastRowNum())
                .mapToObj(r -> sheet.getRow(r).getCell(column))
                .map(cell -> cell == null ? "" : cell.toString())
                .toList();
    }

    private static io.restassured.response.Response export(RequestSpecification caller, String unitId, String day) {
        var response = caller.get("/v1/directory-export?unitId=" + unitId + "&at=" + day);
        response.then().statusCode(200);
        return response;
    }

    private static void apply(Book book) {
        ValidatableResponse preview = IMPORTS.preview("r.xlsx", book.bytes());
        IMPORTS.confirm(preview.body("state", equalTo("PREVIEW"))).body("state", equalTo("CONFIRMED"));
    }

    private static ValidatableResponse upload(RequestSpecification caller, String name, byte[] file) {
        return caller.contentType("multipart/form-data")
                .multiPart("file", name, file)
                .post("/v1/directory-imports")
                .then();
    }
}
