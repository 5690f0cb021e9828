package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.Imports;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class RosterImportTest {
    private static final Imports IMPORTS = Imports.bySystem();

    @Test
    void anImportIsTakenInAndPointsToWhatBecomesOfIt() {
        var bureau = new SampleBureau();
        ValidatableResponse taken = asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(202)
                .body("state", equalTo("RECEIVED"))
                .body("format", equalTo("ROSTER"));
        String id = taken.extract().path("id");
        taken.header("Location", containsString("/v1/directory-imports/" + id));
        IMPORTS.settled(id).body("state", equalTo("PREVIEW")).body("progress", nullValue());
    }

    @Test
    void previewCountsWhatWouldBeAddedAndNamesVacanciesAndSavesNothing() {
        var bureau = new SampleBureau();
        IMPORTS.preview(bureau.roster())
                .body("state", equalTo("PREVIEW"))
                .body("counts.units", equalTo(count(7, 0, 0, 0, 0)))
                .body("counts.staff", equalTo(count(6, 0, 0, 0, 0)))
                .body("counts.seats", equalTo(count(10, 0, 0, 0, 0)))
                .body("anomalies.message", contains("领导小组办公室的成员席位没有人任职（信息中心副职待明确）"))
                .body("anomalies.sheet", contains("席位"))
                .body("anomalies.row", contains(8));
        asSystem()
                .get("/v1/units?limit=200")
                .then()
                .body("items.findAll { it.code.startsWith('" + bureau.code("") + "') }", hasSize(0));
    }

    @Test
    void aRosterConfirmedAgainChangesNothing() {
        var bureau = new SampleBureau().imported();
        assertChangesNothing(IMPORTS.preview(bureau.roster()));
        IMPORTS.apply(bureau.roster());
        assertChangesNothing(IMPORTS.preview(bureau.roster()));
    }

    private static void assertChangesNothing(ValidatableResponse preview) {
        preview.body("state", equalTo("PREVIEW"))
                .body("counts.units", equalTo(count(0, 0, 0, 7, 0)))
                .body("counts.staff", equalTo(count(0, 0, 0, 6, 0)))
                .body("counts.seats", equalTo(count(0, 0, 0, 10, 0)));
    }

    @Test
    void aRowTellsWhatIsOtherThanBefore() {
        var bureau = new SampleBureau().imported();
        bureau.staff.get(0).put("name", "新名字");
        bureau.staff.get(0).put("section", bureau.code("S2"));
        bureau.staff.get(0).put("mobile", "13900000000");
        bureau.units.get(6).put("functions", List.of());
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        preview.body("counts.staff", equalTo(count(0, 1, 0, 5, 0)));
        IMPORTS.rows(preview, "CHANGED")
                .body("items.sheet", contains("单位", "人员"))
                .body("items.row", contains(7, 1))
                .body("items.label", contains(bureau.code("G1"), bureau.no(1)))
                .body("items[0].changes", equalTo(List.of(change("functions", "[COORDINATING]", "[]"))))
                .body(
                        "items[1].changes",
                        equalTo(List.of(
                                change("name", "人员1", "新名字"),
                                change("mobile", null, "13900000000"),
                                change("section", bureau.code("S1"), bureau.code("S2")))));
    }

    @Test
    void whatTheFileDoesNotMentionStaysAsItIs() {
        var bureau = new SampleBureau();
        bureau.staff.get(0).put("mobile", "13900000000");
        bureau.imported();
        bureau.staff.get(0).remove("mobile");
        bureau.staff.get(0).remove("email");
        bureau.units.get(6).remove("functions");
        bureau.units.get(6).remove("parent");
        assertChangesNothing(IMPORTS.preview(bureau.roster()));
        bureau.staff.get(0).put("mobile", "");
        IMPORTS.rows(IMPORTS.preview(bureau.roster()), "CHANGED")
                .body("items[0].changes", equalTo(List.of(change("mobile", "13900000000", null))));
        IMPORTS.preview(Map.of("units", List.of())).body("state", equalTo("PREVIEW"));
    }

    @Test
    void aChangeHoldsFromItsDayOnAndWhatWasBeforeStaysOnRecord() {
        var bureau = new SampleBureau().imported();
        bureau.staff.get(3).put("section", bureau.code("S1"));
        bureau.staff.get(3).put("from", "2023-05-01");
        bureau.units.get(1).put("name", "征管科");
        bureau.units.get(1).put("from", "2023-05-01");
        IMPORTS.apply(bureau.roster());
        String person = "/v1/staff/" + bureau.staffId(4);
        asSystem().get(person + "?at=2023-04-30").then().body("homeUnitId", equalTo(bureau.unitId("S2")));
        asSystem().get(person + "?at=2023-05-01").then().body("homeUnitId", equalTo(bureau.unitId("S1")));
        String unit = "/v1/units/" + bureau.unitId("S1");
        asSystem().get(unit + "?at=2023-04-30").then().body("name", equalTo("征收管理股"));
        asSystem().get(unit + "?at=2023-05-01").then().body("name", equalTo("征管科"));
        assertChangesNothing(IMPORTS.preview(bureau.roster()));
    }

    @Test
    void lastDaysEndAppointmentsPeopleAndUnitsAndSayingThemAgainChangesNothing() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        bureau.seats.get(9).put("to", "2023-06-30");
        bureau.seats.get(8).put("to", "2023-06-30");
        bureau.staff.get(3).put("lastDay", "2023-06-30");
        bureau.units.get(6).put("to", "2023-06-30");
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        preview.body("counts.units", equalTo(count(0, 0, 1, 6, 0)))
                .body("counts.staff", equalTo(count(0, 0, 1, 5, 0)))
                .body("counts.seats", equalTo(count(0, 0, 2, 8, 0)));
        IMPORTS.confirm(preview).body("state", equalTo("CONFIRMED"));
        asSystem()
                .get("/v1/units/" + group + "/members?at=2023-06-30")
                .then()
                .body("members.holder.name", contains("人员1", "人员4"));
        asSystem()
                .get("/v1/staff/" + bureau.staffId(4))
                .then()
                .body("status", equalTo("LEFT"))
                .body("lastDay", equalTo("2023-06-30"));
        assertChangesNothing(IMPORTS.preview(bureau.roster()));
    }

    @Test
    void whatWouldBeLeftBehindRejectsTheRow() {
        var bureau = new SampleBureau().imported();
        bureau.staff.get(3).put("lastDay", "2023-06-30");
        bureau.units.get(5).put("to", "2023-06-30");
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        assertRejected(preview, List.of("单位", 6, List.of("截止日期")), List.of("人员", 4, List.of("离职日期")));
    }

    @Test
    void aSuccessorTakesTheSeatThatBecomesFree() {
        var bureau = new SampleBureau().imported();
        bureau.seats.get(8).put("to", "2023-06-30");
        bureau.seat("G1", "组长", "HEAD", "staff", bureau.no(2)).put("from", "2023-07-01");
        IMPORTS.apply(bureau.roster());
        asSystem()
                .get("/v1/units/" + bureau.unitId("G1") + "/members?at=2023-07-01")
                .then()
                .body("members.holder.name", contains("人员2", "人员4"));
    }

    @Test
    void theFollowersOfASectionsPrincipalFollowAnImportToo() {
        var bureau = new SampleBureau().imported();
        bureau.seats.get(1).put("to", "2023-06-30");
        bureau.seat("S1", "股长", "HEAD", "staff", bureau.no(3)).put("from", "2023-07-01");
        IMPORTS.apply(bureau.roster());
        asSystem()
                .get("/v1/units/" + bureau.unitId("LG") + "/members?at=2023-07-01")
                .then()
                .body("members.holder.name", containsInAnyOrder("人员3", "人员3", "人员2"));
    }

    @Test
    void somebodyWhoLeftComesBackOnlyWithAFirstDay() {
        var bureau = new SampleBureau();
        bureau.staff.get(4).put("lastDay", "2023-06-30");
        bureau.imported();
        Map<String, Object> person = bureau.staff.get(4);
        person.remove("lastDay");
        IMPORTS.preview(bureau.roster()).body("counts.staff", equalTo(count(0, 0, 0, 6, 0)));
        person.put("section", bureau.code("S2"));
        assertRejected(IMPORTS.preview(bureau.roster()), List.of("人员", 5, List.of("起始日期")));
        person.put("from", "2023-09-01");
        IMPORTS.apply(bureau.roster());
        String path = "/v1/staff/" + bureau.staffId(5);
        asSystem().get(path + "?at=2023-09-01").then().body("homeUnitId", equalTo(bureau.unitId("S2")));
        asSystem().get(path + "?at=2023-08-31").then().body("homeUnitId", nullValue());
    }

    @Test
    void aPreviewWithRejectedRowsCannotBeConfirmed() {
        var bureau = new SampleBureau();
        bureau.member(1, "S1");
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        preview.body("state", equalTo("PREVIEW")).body("counts.staff", equalTo(count(6, 0, 0, 0, 1)));
        asSystem()
                .post("/v1/directory-imports/" + preview.extract().path("id") + "/confirmation")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:import-rows-rejected"))
                .body("detail", startsWith("有 1 行不能接受"));
    }

    @Test
    void secondConfirmationIsRefused() {
        var bureau = new SampleBureau();
        ValidatableResponse confirmed = IMPORTS.confirm(IMPORTS.preview(bureau.roster()));
        confirmed.body("state", equalTo("CONFIRMED")).body("finishedAt", notNullValue());
        asSystem()
                .post("/v1/directory-imports/" + confirmed.extract().path("id") + "/confirmation")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:import-not-in-preview"))
                .body("detail", containsString("CONFIRMED"));
    }

    @Test
    void everyRejectedRowIsNamedWithColumnAndReason() {
        var bureau = new SampleBureau();
        bureau.unit("S1", "又一个", "SECTION", "B");
        bureau.member(1, "S1");
        bureau.member(9, "NOWHERE");
        bureau.seat("G1", "成员", "MEMBER", "staff", "NOBODY");
        bureau.seat("G1", "成员", "MEMBER", "principalOf", bureau.code("LG"));
        bureau.seat("G1", "成员", "MEMBER", "principalOf", bureau.code("S1")).put("staff", bureau.no(1));
        bureau.seat("G1", "成员", "MEMBER", "staff", bureau.no(9));
        bureau.seat("G1", "组长", "HEAD", "staff", bureau.no(1));
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        assertRejected(
                preview,
                List.of("单位", 8, List.of("单位代码")),
                List.of("人员", 7, List.of("工号")),
                List.of("人员", 8, List.of("科室代码")),
                List.of("席位", 11, List.of("工号")),
                List.of("席位", 12, List.of("由科室负责人担任")),
                List.of("席位", 13, List.of("由科室负责人担任")),
                List.of("席位", 14, List.of("工号")),
                List.of("席位", 15, List.of("工号")));
        IMPORTS.rows(preview, "REJECTED")
                .body("items[0].reasons.message", contains("与第 2 行重复"))
                .body("items[3].reasons.message", contains("文件和现有人员中都没有工号为 NOBODY 的人员"))
                .body("items[6].reasons.message", contains("所引用的第 8 行不能接受"));
        Imports.by(() -> asSystem().header("Accept-Language", "en"))
                .rows(preview, "REJECTED")
                .body("items[3].sheet", equalTo("seats"))
                .body(
                        "items[3].reasons",
                        equalTo(
                                List.of(
                                        Map.of(
                                                "column", "staff",
                                                "message",
                                                        "There is nobody with the staff number NOBODY, neither in the file nor in the organisation"))));
    }

    @ParameterizedTest
    @CsvSource({
        "units, 1, to, 2022-01-01, from, 2022-06-01, 截止日期",
        "staff, 1, lastDay, 2022-01-01, from, 2022-06-01, 离职日期",
        "seats, 4, to, 2022-01-01, title, 组长, 截止日期",
        "seats, 4, seatTo, 2022-01-01, title, 组长, 席位撤销日期"
    })
    void datesOutOfOrderRejectTheirRow(
            String list, int index, String field, String value, String other, String otherValue, String column) {
        var bureau = new SampleBureau();
        Map<String, List<Map<String, Object>>> lists =
                Map.of("units", bureau.units, "staff", bureau.staff, "seats", bureau.seats);
        lists.get(list).get(index).put(field, value);
        lists.get(list).get(index).put(other, otherValue);
        IMPORTS.rows(IMPORTS.preview(bureau.roster()), "REJECTED")
                .body("items[0].row", equalTo(index + 1))
                .body("items[0].reasons.column", contains(column))
                .body("items[0].reasons.message", contains(startsWith("结束日期早于开始日期")));
    }

    @Test
    void overlappingAppointmentsToOneSeatAreRejected() {
        var bureau = new SampleBureau().imported();
        String seat = asSystem()
                .get("/v1/units/" + bureau.unitId("G1") + "/members?at=2023-01-01")
                .then()
                .extract()
                .path("members.find { it.rank == 'HEAD' }.seatId");
        Map<String, Object> row = bureau.seat("G1", "组长", "HEAD", "staff", bureau.no(2));
        row.put("seat", seat);
        row.put("from", "2023-06-01");
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        assertRejected(preview, List.of("席位", 11, List.of("起始日期")));
        row.put("title", "副组长");
        assertRejected(IMPORTS.preview(bureau.roster()), List.of("席位", 11, List.of("席位编号")));
        bureau.seats.remove(10);
        bureau.seats.get(8).put("seat", seat);
        assertChangesNothing(IMPORTS.preview(bureau.roster()));
    }

    @Test
    void aUnitBelowItselfIsRejectedWhetherItIsNewOrNot() {
        var bureau = new SampleBureau().imported();
        bureau.units.get(0).put("parent", bureau.code("PT"));
        ValidatableResponse known = IMPORTS.preview(bureau.roster());
        known.body("state", equalTo("PREVIEW"));
        IMPORTS.rows(known, "REJECTED")
                .body("items[0].label", equalTo(bureau.code("B")))
                .body("items[0].reasons.message", contains("单位 " + bureau.code("B") + " 成了自己的下级"));
        var circle = new SampleBureau();
        circle.unit("X", "甲组", "WORKING_GROUP", "Y");
        circle.unit("Y", "乙组", "WORKING_GROUP", "X");
        circle.unit("Z", "丙组", "WORKING_GROUP", "Y");
        circle.unit("W", "丁组", "WORKING_GROUP", "W");
        IMPORTS.rows(IMPORTS.preview(circle.roster()), "REJECTED")
                .body("items.label", contains(circle.code("X"), circle.code("Y"), circle.code("Z"), circle.code("W")))
                .body("items[2].reasons.message", contains(startsWith("所引用的第")))
                .body("items[3].reasons.message", contains("单位 " + circle.code("W") + " 成了自己的下级"));
        var self = new SampleBureau().imported();
        self.units.get(6).put("parent", self.code("G1"));
        assertRejected(IMPORTS.preview(self.roster()), List.of("单位", 7, List.of("上级单位代码")));
    }

    @Test
    void anOrganisationThatHasChangedSinceThePreviewSavesNothing() {
        var bureau = new SampleBureau().imported();
        bureau.staff.get(4).put("name", "改名");
        bureau.seat("G1", "成员", "MEMBER", "staff", bureau.no(5)).put("from", "2023-06-01");
        ValidatableResponse preview = IMPORTS.preview(bureau.roster());
        asSystem()
                .body(Map.of("lastDay", "2023-03-01"))
                .post("/v1/staff/" + bureau.staffId(5) + "/departure")
                .then()
                .statusCode(200);
        ValidatableResponse failed = IMPORTS.confirm(preview);
        failed.body("state", equalTo("FAILED")).body("counts.seats.rejected", equalTo(1));
        assertRejected(failed, List.of("席位", 11, List.of("工号")));
        asSystem().get("/v1/staff/" + bureau.staffId(5)).then().body("name", equalTo("人员5"));
    }

    @Test
    void anAdministratorImportsWhatBelongsToTheBureauAndNothingElse() {
        var own = new SampleBureau().imported();
        var other = new SampleBureau().imported();
        Imports administrator = Imports.by(() -> own.asStaff(6));
        own.staff.get(0).put("name", "改名");
        own.unit("S3", "法制股", "SECTION", "B");
        administrator.apply(own.roster());

        own.staff.add(other.staff.get(0));
        own.units.add(other.units.get(1));
        own.unit("S4", "财务股", "SECTION", "B").put("parent", other.code("B"));
        own.unit("S5", "另一局", "BUREAU", null);
        own.seat("G1", "成员", "MEMBER", "staff", other.no(1));
        own.seats.add(other.seats.get(8));
        ValidatableResponse preview = administrator.preview(own.roster());
        administrator
                .rows(preview, "REJECTED")
                .body(
                        "items.reasons.message.flatten()",
                        contains(
                                "单位代码 " + other.code("S1") + " 已被使用",
                                "文件和现有机构中都没有代码为 " + other.code("B") + " 的单位",
                                "没有进行此操作的权限（CHANGE_UNITS）：人员的权限来自其任职，系统的权限来自令牌的 scope",
                                "文件和现有机构中都没有代码为 " + other.code("S1") + " 的单位",
                                "文件和现有人员中都没有工号为 " + other.no(1) + " 的人员",
                                "文件和现有机构中都没有代码为 " + other.code("G1") + " 的单位",
                                "文件和现有人员中都没有工号为 " + other.no(1) + " 的人员"));
    }

    @Test
    void whoMayChangeNothingCannotImport() {
        var bureau = new SampleBureau().imported();
        bureau.asStaff(5)
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:tax-rollout:problem:not-entitled"));
    }

    @Test
    void theCoordinatingGroupImportsSeatsOfItsTeamButNotStaff() {
        var bureau = new SampleBureau().imported();
        Imports coordinator = Imports.by(() -> bureau.asStaff(4));
        bureau.seat("G1", "成员", "MEMBER", "staff", bureau.no(5));
        coordinator.apply(Map.of("seats", List.of(bureau.seats.get(9), bureau.seats.get(10))));
        ValidatableResponse preview = coordinator.preview(bureau.roster());
        preview.body("counts.staff.rejected", equalTo(6));
    }

    @Test
    void anImportIsForTheOneWhoHandedItIn() {
        var bureau = new SampleBureau().imported();
        String path = "/v1/directory-imports/"
                + IMPORTS.preview(bureau.roster()).extract().path("id");
        for (String stranger : List.of(
                TokenIssuer.shared().staff(bureau.no(6)), TokenIssuer.shared().system("another", "org:write"))) {
            as(stranger).get(path).then().statusCode(404);
            as(stranger).get(path + "/rows").then().statusCode(404);
            as(stranger).post(path + "/confirmation").then().statusCode(404);
            as(stranger)
                    .header("If-Match", "*")
                    .body(Map.of("holders", Map.of()))
                    .patch(path)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void holdersAreNamedForDocumentsAlone() {
        ValidatableResponse preview = IMPORTS.preview(Map.of());
        String path = "/v1/directory-imports/" + preview.extract().path("id");
        Map<String, Object> holders = Map.of("holders", Map.of("12", "N1"));
        asSystem().body(holders).patch(path).then().statusCode(428);
        asSystem().header("If-Match", "\"99\"").body(holders).patch(path).then().statusCode(412);
        asSystem()
                .header("If-Match", "*")
                .body(holders)
                .patch(path)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:import-no-document"));
    }

    @Test
    void rowsArePaged() {
        var bureau = new SampleBureau();
        String path = "/v1/directory-imports/"
                + IMPORTS.preview(bureau.roster()).extract().path("id") + "/rows?limit=10";
        ValidatableResponse first = asSystem().get(path).then().body("items", hasSize(10));
        String next = first.extract().path("nextCursor");
        ValidatableResponse second =
                asSystem().get(path + "&cursor=" + next).then().body("items", hasSize(10));
        asSystem()
                .get(path + "&cursor=" + second.extract().path("nextCursor"))
                .then()
                .body("items", hasSize(3))
                .body("nextCursor", nullValue());
        asSystem().get(path + "&cursor=xyz").then().statusCode(400);
        asSystem().get(path + "&outcome=REJECTED").then().body("items", empty());
    }

    @Test
    void aMisspeltFieldIsRefused() {
        var bureau = new SampleBureau();
        bureau.staff.get(0).put("emial", "x@example.com");
        asSystem().body(bureau.roster()).post("/v1/directory-imports").then().statusCode(400);
    }

    @Test
    void aMissingFieldIsNamed() {
        var bureau = new SampleBureau();
        bureau.seats.get(2).remove("title");
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(400)
                .body("violations.field", contains(containsString("seats[2].title")));
    }

    private static Map<String, Integer> count(int added, int changed, int ended, int unchanged, int rejected) {
        return Map.of("added", added, "changed", changed, "ended", ended, "unchanged", unchanged, "rejected", rejected);
    }

    private static Map<String, String> change(String field, String before, String after) {
        Map<String, String> change = new LinkedHashMap<>();
        change.put("field", field);
        change.put("before", before);
        change.put("after", after);
        return change;
    }

    /** @param rows each as sheet, row, columns */
    @SafeVarargs
    private static void assertRejected(ValidatableResponse of, List<Object>... rows) {
        IMPORTS.rows(of, "REJECTED")
                .body("items.collect { [it.sheet, it.row, it.reasons.column] }", equalTo(Arrays.asList(rows)));
    }
}
