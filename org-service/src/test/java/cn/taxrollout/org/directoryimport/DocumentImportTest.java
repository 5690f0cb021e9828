package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.org.Imports;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.restassured.response.ValidatableResponse;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class DocumentImportTest {
    private static final Imports IMPORTS = Imports.bySystem();

    @ParameterizedTest
    @ValueSource(strings = {"plan.txt", "plan.docx"})
    void theSampleDocumentSaysOfTheSampleBureauWhatItsRosterSays(String name) throws IOException {
        Map<?, ?> roster = new YAMLMapper().readValue(new File("../deploy/sample/roster.yaml"), Map.class);
        IMPORTS.apply(roster);

        ValidatableResponse preview = IMPORTS.preview(name, sample(name))
                .body("state", equalTo("PREVIEW"))
                .body("format", equalTo("DOCUMENT"))
                .body("counts.units", equalTo(count(0, 0, 10)))
                .body("counts.staff", equalTo(count(0, 0, 0)))
                .body("counts.seats", equalTo(count(0, 0, 60)));
        assertThat(notes(preview))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "anomaly-concurrent-posts", 11L,
                        "anomaly-deputy-section-not-in-office", 1L,
                        "anomaly-member-section-not-in-office", 1L,
                        "anomaly-sits-with-supervisors", 1L,
                        "seat-vacant", 10L));
        IMPORTS.confirm(preview).body("state", equalTo("CONFIRMED"));

        IMPORTS.preview(name, sample(name)).body("counts.duties", equalTo(count(0, 0, 9)));
        IMPORTS.preview(roster)
                .body("counts.units", equalTo(count(0, 0, 24)))
                .body("counts.seats.unchanged", equalTo(((List<?>) roster.get("seats")).size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan.txt", "plan.docx"})
    void ofABureauWithSectionsOnlyItMakesGroupsSeatsAndDutiesAndNamesWhoIsMissing(String name) throws IOException {
        Sections bureau = new Sections();

        ValidatableResponse preview = bureau.preview(name, sample(name))
                .body("state", equalTo("PREVIEW"))
                .body("counts.units", equalTo(count(10, 0, 0)))
                .body("counts.seats", equalTo(count(60, 0, 0)))
                .body("counts.duties", equalTo(count(9, 0, 0)))
                .body("anomalies.message", hasItem("业务集成组的成员“林既白”不在本局人员中，席位空缺"))
                .body("anomalies.find { it.message.contains('林既白') }.row", equalTo(91));
        assertThat(notes(preview))
                .containsEntry("anomaly-person-unknown", 37L)
                .containsEntry("seat-vacant", 10L)
                .containsEntry("seat-vacant-principal", 13L);
        IMPORTS.confirm(preview).body("state", equalTo("CONFIRMED"));

        bureau.unit("ZHXTZ")
                .body("name", equalTo("综合协调组"))
                .body("kind", equalTo("WORKING_GROUP"))
                .body("functions", contains("COORDINATING"));
        bureau.members("YWJCZ").body("members", hasSize(7)).body("members.holder", contains(nulls(7)));
        bureau.duties("JDKHZ")
                .body("version.clauses.text", contains("检查任务完成情况，督办领导交办事项，按结果考核各组"))
                .body("version.clauses.sourceLine", contains(133));
        bureau.preview(name, sample(name))
                .body("counts.units", equalTo(count(0, 0, 10)))
                .body("counts.seats", equalTo(count(0, 0, 60)))
                .body("counts.duties", equalTo(count(0, 0, 9)));
    }

    @Test
    void whoeverIsSaidToHoldAnOpenSeatGetsIt() throws IOException {
        Sections bureau = new Sections();
        bureau.person("N1", "林 既 白", "S5");
        bureau.person("N2", "徐二", "S6");
        ValidatableResponse preview = bureau.preview("plan.txt", sample("plan.txt"))
                .body("anomalies.message", not(hasItem(containsString("林既白"))));
        String id = preview.extract().path("id");

        asSystem()
                .header("If-Match", IMPORTS.get(id).header("ETag"))
                .contentType("application/merge-patch+json;charset=UTF-8")
                .body(Map.of("holders", Map.of("91 唐予墨", bureau.code("N2"), "97", bureau.code("N2"), "999", "N9")))
                .patch("/v1/directory-imports/" + id)
                .then()
                .statusCode(202);
        preview = IMPORTS.settled(id)
                .body("state", equalTo("PREVIEW"))
                .body("anomalies.message", not(hasItem(containsString("唐予墨"))))
                .body("anomalies.findAll { it.code == 'anomaly-holder-not-placed' }.message", hasSize(1));
        IMPORTS.confirm(preview).body("state", equalTo("CONFIRMED"));

        bureau.members("YWJCZ").body("members.findAll { it.holder != null }.holder.name", contains("林 既 白", "徐二"));
        bureau.members("NSFWZ").body("members.find { it.rank == 'HEAD' }.holder.name", equalTo("徐二"));
    }

    @Test
    void aRevisedDocumentTakesAwayTheClausesThatItNoLongerHas() throws IOException {
        Sections bureau = new Sections();
        String text = """
                一、推广工作领导小组
                组长：沈望舒
                职责：统一领导；研究问题；督促落实。
                2023年12月1日
                """;
        IMPORTS.confirm(bureau.preview("a.txt", text.getBytes(StandardCharsets.UTF_8)));

        String revised = text.replace("；督促落实", "").replace("12月1日", "12月20日");
        ValidatableResponse preview = bureau.preview("b.txt", revised.getBytes(StandardCharsets.UTF_8))
                .body("counts.duties.ended", equalTo(1));
        IMPORTS.confirm(preview);

        bureau.duties("TGGZLDXZ").body("version.clauses.text", contains("统一领导", "研究问题"));
    }

    @Test
    void whatCannotBeReadIsRejectedWithItsLineAndSavesNothing() throws IOException {
        Sections bureau = new Sections();

        bureau.preview("a.txt", "一、推广组\n组长：沈望舒\n成员：张\u0000三\n".getBytes(StandardCharsets.UTF_8))
                .body("state", equalTo("REJECTED"))
                .body("problems.row", contains(3))
                .body("problems.message", contains("此处含有不是文字的控制字符 U+0000"));
        bureau.preview("b.txt", "%PDF-1.7".getBytes(StandardCharsets.UTF_8))
                .body("state", equalTo("REJECTED"))
                .body("problems.code", contains("document-format"))
                .body("problems.row", contains(nullValue()));
    }

    @Test
    void withoutABureauGivenItIsTheIssuersOrTheOnlyOneOfTheCaller() {
        byte[] document = "一、推广组\n组长：沈望舒\n成员：陆时雨\n职责：推广。\n某处税务局\n2023年12月1日\n".getBytes(StandardCharsets.UTF_8);
        new Sections();
        new Sections();
        IMPORTS.preview("a.txt", document)
                .body("state", equalTo("REJECTED"))
                .body("problems.message", contains("看不出文件属于哪个局：请用 bureauId 指明"));

        SampleBureau bureau = new SampleBureau();
        bureau.staff.get(2).put("name", "沈望舒");
        bureau.staff.get(3).put("name", "陆时雨");
        bureau.imported();
        Imports byAdministrator = Imports.by(() -> bureau.asStaff(6));
        ValidatableResponse preview = byAdministrator
                .preview("a.txt", document)
                .body("state", equalTo("PREVIEW"))
                .body("anomalies.message", hasItem("发文机关是某处税务局，导入的是某某区税务局"))
                .body("counts.units.added", equalTo(1))
                .body("counts.seats.added", equalTo(2));
        byAdministrator.confirm(preview).body("state", equalTo("CONFIRMED"));
        asSystem()
                .get("/v1/units/" + bureau.unitId("B-TGZ") + "/members?at=2023-12-01")
                .then()
                .body("members.holder.name", contains("沈望舒", "陆时雨"));
    }

    @Test
    void aBureauOfOthersIsNotThereForWhoImports() throws IOException {
        Sections others = new Sections();
        SampleBureau bureau = new SampleBureau().imported();

        bureau.asStaff(6)
                .contentType("multipart/form-data")
                .multiPart("file", "plan.txt", sample("plan.txt"))
                .multiPart("bureauId", others.bureau.unitId("B"))
                .post("/v1/directory-imports")
                .then()
                .statusCode(404);
    }

    @Test
    void aBureauOfNobodyIsNotThereForSystemsEither() throws IOException {
        asSystem()
                .contentType("multipart/form-data")
                .multiPart("file", "plan.txt", sample("plan.txt"))
                .multiPart("bureauId", UUID.randomUUID().toString())
                .post("/v1/directory-imports")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:unit-unknown"));
    }

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(Path.of("../deploy/sample", name));
    }

    private static Map<String, Integer> count(int added, int changed, int unchanged) {
        return Map.of("added", added, "changed", changed, "ended", 0, "unchanged", unchanged, "rejected", 0);
    }

    private static Object[] nulls(int count) {
        return new Object[count];
    }

    private static Map<String, Long> notes(ValidatableResponse preview) {
        return preview.extract().<List<String>>path("anomalies.code").stream()
                .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
    }

    /** A bureau with the sections of the sample and nobody in it. */
    private static final class Sections {
        private final SampleBureau bureau = new SampleBureau();

        Sections() {
            bureau.units.clear();
            bureau.staff.clear();
            bureau.seats.clear();
            bureau.unit("B", "某县税务局", "BUREAU", null);
            List<String> names = List.of(
                    "办公室",
                    "法制股",
                    "税政一股",
                    "税政二股",
                    "社保费和非税收入股",
                    "收入核算股",
                    "征收管理股",
                    "风险管理股",
                    "财务管理股",
                    "组织人事股",
                    "机关党委",
                    "信息中心",
                    "第一税务分局");
            for (int i = 0; i < names.size(); i++) {
                bureau.unit("S" + (i + 1), names.get(i), "SECTION", "B");
            }
            bureau.imported();
        }

        void person(String number, String name, String section) {
            bureau.staff.add(Map.of("staffNo", code(number), "name", name, "section", code(section)));
            bureau.imported();
        }

        String code(String code) {
            return bureau.code(code);
        }

        ValidatableResponse preview(String fileName, byte[] file) {
            return IMPORTS.settled(asSystem()
                    .contentType("multipart/form-data")
                    .multiPart("file", fileName, file)
                    .multiPart("bureauId", bureau.unitId("B"))
                    .post("/v1/directory-imports")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("id"));
        }

        ValidatableResponse unit(String initials) {
            return asSystem().get("/v1/units/" + id(initials)).then().statusCode(200);
        }

        ValidatableResponse members(String initials) {
            return asSystem()
                    .get("/v1/units/" + id(initials) + "/members?at=2023-02-23")
                    .then()
                    .statusCode(200);
        }

        ValidatableResponse duties(String initials) {
            return asSystem()
                    .get("/v1/units/" + id(initials) + "/duties")
                    .then()
                    .statusCode(200);
        }

        private String id(String initials) {
            return bureau.unitId("B-" + initials);
        }
    }
}
