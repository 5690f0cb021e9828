package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class RosterImportTest {

    @Test
    void previewCountsWhatWouldBeAddedAndNamesVacanciesAndSavesNothing() {
        var bureau = new SampleBureau();
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(201)
                .body("state", equalTo("PREVIEW"))
                .body("units.added", equalTo(7))
                .body("staff.added", equalTo(6))
                .body("seats.added", equalTo(10))
                .body("anomalies", contains("领导小组办公室的成员席位没有人任职（信息中心副职待明确）"));
        asSystem()
                .get("/v1/units?limit=200")
                .then()
                .body("items.findAll { it.code.startsWith('" + bureau.code("") + "') }", hasSize(0));
    }

    @Test
    void aRosterConfirmedAgainChangesNothing() {
        var bureau = new SampleBureau().imported();
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(201)
                .body("units", equalTo(Map.of("added", 0, "changed", 0, "unchanged", 7)))
                .body("staff", equalTo(Map.of("added", 0, "changed", 0, "unchanged", 6)))
                .body("seats", equalTo(Map.of("added", 0, "changed", 0, "unchanged", 10)));
    }

    @Test
    void aChangedNameIsCountedAsChanged() {
        var bureau = new SampleBureau().imported();
        bureau.staff.get(0).put("name", "新名字");
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(201)
                .body("staff", equalTo(Map.of("added", 0, "changed", 1, "unchanged", 5)));
    }

    @Test
    void secondConfirmationIsRefused() {
        var bureau = new SampleBureau();
        String id = asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .extract()
                .path("id");
        asSystem()
                .post("/v1/directory-imports/" + id + "/confirmation")
                .then()
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"));
        asSystem()
                .post("/v1/directory-imports/" + id + "/confirmation")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:import-confirmed"));
    }

    @Test
    void everyRefusedPlaceIsNamedAndNothingIsSaved() {
        var bureau = new SampleBureau();
        bureau.unit("S1", "又一个", "SECTION", "B");
        bureau.member(1, "S1");
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(422)
                .body("violations.field", contains("units[7].code"));

        bureau.units.remove(7);
        bureau.member(9, "NOWHERE");
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(422)
                .body("violations.field", contains("staff[6].staffNo", "staff[7].section"));

        bureau.staff.remove(7);
        bureau.staff.remove(6);
        bureau.seat("G1", "成员", "MEMBER", "staff", "NOBODY");
        bureau.seat("G1", "成员", "MEMBER", "principalOf", bureau.code("LG"));
        bureau.seat("G1", "成员", "MEMBER", "principalOf", bureau.code("S1")).put("staff", bureau.no(1));
        asSystem()
                .header("Accept-Language", "en")
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(422)
                .body("detail", equalTo("Some of this is not acceptable; nothing was saved"))
                .body("violations.field", containsInAnyOrder("seats[10].staff", "seats[11].principalOf", "seats[12]"))
                .body("violations[0].message", containsString("NOBODY"));
    }

    @Test
    void aUnitBelowItselfIsRefused() {
        var bureau = new SampleBureau().imported();
        bureau.units.get(0).put("parent", bureau.code("PT"));
        asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(422)
                .body("violations.message", contains("单位 " + bureau.code("B") + " 成了自己的下级"));
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
}
