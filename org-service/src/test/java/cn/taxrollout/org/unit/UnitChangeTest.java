package cn.taxrollout.org.unit;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.messaging.DirectoryTopic;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@ServiceTest
class UnitChangeTest {

    @Test
    void aRenamedUnitIsCalledAsItWasOnEveryEarlierDay() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        change(group, Map.of("name", "协调组", "effectiveFrom", "2023-04-01"))
                .statusCode(200)
                .body("name", equalTo("协调组"))
                .body("from", equalTo("2023-04-01"));
        unitOn(group, "2023-03-31").body("name", equalTo("综合协调组")).body("to", equalTo("2023-03-31"));
        unitOn(group, "2023-04-01").body("name", equalTo("协调组"));
        asSystem().get("/v1/units/" + group + "/periods").then().body("name", contains("综合协调组", "协调组"));
        asSystem()
                .get("/v1/units/" + group + "/command-chain?at=2023-03-31")
                .then()
                .body("rungs[0].unitName", equalTo("综合协调组"));
    }

    @Test
    void aMoveKeepsTheOldPlaceOnRecordAndTakesTheSubtreeAlong() {
        var bureau = new SampleBureau();
        bureau.unit("S3", "第三分局", "SECTION", "B");
        bureau.unit("S31", "综合岗", "SECTION", "S1");
        bureau.imported();
        change(bureau.unitId("S31"), Map.of("parentId", bureau.unitId("S3"), "effectiveFrom", "2023-04-01"))
                .statusCode(200);
        asSystem()
                .get("/v1/units?under=" + bureau.unitId("S1") + "&at=2023-03-31")
                .then()
                .body("items.code", contains(bureau.code("S1"), bureau.code("S31")));
        asSystem()
                .get("/v1/units?under=" + bureau.unitId("S1") + "&at=2023-04-01")
                .then()
                .body("items.code", contains(bureau.code("S1")));
        asSystem()
                .get("/v1/units?under=" + bureau.unitId("S3"))
                .then()
                .body("items.code", contains(bureau.code("S3"), bureau.code("S31")));
        asSystem()
                .get("/v1/units?parentId=" + bureau.unitId("S3") + "&at=2023-04-01")
                .then()
                .body("items.code", contains(bureau.code("S31")));
    }

    @Test
    void aMoveIsAChangeOfBothUnitsAbove() {
        var own = new SampleBureau().imported();
        var other = new SampleBureau().imported();
        own.asStaff(6)
                .header("If-Match", "*")
                .body(Map.of("parentId", other.unitId("B")))
                .patch("/v1/units/" + own.unitId("S2"))
                .then()
                .statusCode(404);
        own.asStaff(6)
                .header("If-Match", "*")
                .body("{\"parentId\":null}")
                .patch("/v1/units/" + own.unitId("S2"))
                .then()
                .statusCode(403);
    }

    @Test
    void aUnitNeverStandsBelowItselfOnAnyDay() {
        var bureau = new SampleBureau().imported();
        change(bureau.unitId("LG"), Map.of("parentId", bureau.unitId("G1")))
                .statusCode(422)
                .body("violations.field", contains("parentId"));
        // today it would do, from 2031 on LGO stands below G1 again
        change(bureau.unitId("G1"), Map.of("parentId", bureau.unitId("LG"), "effectiveFrom", "2030-01-01"))
                .statusCode(200);
        change(bureau.unitId("LGO"), Map.of("parentId", bureau.unitId("G1"), "effectiveFrom", "2031-01-01"))
                .statusCode(200);
        change(bureau.unitId("G1"), Map.of("parentId", bureau.unitId("LGO"), "effectiveFrom", "2030-06-01"))
                .statusCode(422)
                .body("violations[0].message", equalTo("单位 " + bureau.code("G1") + " 成了自己的下级"));
    }

    @Test
    void ofTwoMovesAtOnceThatTogetherMakeACircleOneIsRefused() throws Exception {
        var bureau = new SampleBureau().imported();
        String one = bureau.unitId("S1");
        String two = bureau.unitId("S2");
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                List<Callable<Integer>> moves = List.of(
                        () -> change(one, Map.of("parentId", two)).extract().statusCode(),
                        () -> change(two, Map.of("parentId", one)).extract().statusCode());
                List<Integer> answers = new ArrayList<>();
                for (var answer : threads.invokeAll(moves)) {
                    answers.add(answer.get());
                }
                assertThat(answers).containsExactlyInAnyOrder(200, 422);
                change(one, Map.of("parentId", bureau.unitId("B"))).statusCode(200);
                change(two, Map.of("parentId", bureau.unitId("B"))).statusCode(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anUpdateNamesTheStateItIsBasedOn() {
        var bureau = new SampleBureau().imported();
        String unit = bureau.unitId("S1");
        String seen = asSystem().get("/v1/units/" + unit).header("ETag");
        asSystem().body(Map.of("name", "甲")).patch("/v1/units/" + unit).then().statusCode(428);
        asSystem()
                .header("If-Match", seen)
                .body(Map.of("name", "甲"))
                .patch("/v1/units/" + unit)
                .then()
                .statusCode(200);
        asSystem()
                .header("If-Match", seen)
                .body(Map.of("name", "乙"))
                .patch("/v1/units/" + unit)
                .then()
                .statusCode(412);
        asSystem().get("/v1/units/" + unit).then().body("name", equalTo("甲"));
    }

    @Test
    void aUnitOnWhichSomethingHangsDoesNotEndAndSaysWhat() {
        var bureau = new SampleBureau().imported();
        end(bureau.unitId("S1"), "2023-06-30")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:unit-in-use"))
                .body("violations.field", containsInAnyOrder("staff", "staff", "staff", "appointments", "seats"))
                .body("violations.message", hasItem("席位“工作领导小组 成员”在 2023-06-30 之后仍由该科室的负责人或副职担任"));
        end(bureau.unitId("PT"), "2023-06-30")
                .statusCode(409)
                .body("violations.message", contains("下级单位“综合协调组”在 2023-06-30 之后仍然存在"));
        unitOn(bureau.unitId("S1"), "2023-07-01").statusCode(200);
    }

    @Test
    void anEndedUnitIsThereOnItsLastDayAndGoneOnTheNext() {
        var bureau = new SampleBureau();
        bureau.unit("G2", "临时组", "WORKING_GROUP", "PT");
        bureau.seat("G2", "成员", "MEMBER", "principalOf", bureau.code("S1"));
        bureau.imported();
        String group = bureau.unitId("G2");
        end(group, "2023-06-30").statusCode(200).body("to", equalTo("2023-06-30"));
        end(group, "2023-07-30").statusCode(409);
        unitOn(group, "2023-06-30").statusCode(200);
        unitOn(group, "2023-07-01").statusCode(404);
        asSystem().get("/v1/units?under=" + bureau.unitId("PT")).then().body("items.id", not(hasItem(group)));
        asSystem()
                .get("/v1/units/" + group + "/members?at=2023-06-30")
                .then()
                .body("members.holder.staffNo", contains(bureau.no(1)));
        asSystem().get("/v1/units/" + group + "/members?at=2023-07-01").then().body("members", hasSize(0));
        var states = DirectoryTopic.await(2, record -> record.key().equals(group));
        assertThat(states.get(1).value()).contains("\"deleted\":true");
        DirectoryTopic.await(
                1,
                record -> record.value().contains("\"unitId\":\"" + group)
                        && record.value().contains("\"to\":\"2023-06-30\""));
        change(group, Map.of("name", "又来")).statusCode(409);
    }

    @Test
    void noUnitOutlivesTheOneAboveIt() {
        var bureau = new SampleBureau().imported();
        Map<String, Object> unit =
                new HashMap<>(Map.of("code", bureau.code("G9"), "name", "九组", "kind", "WORKING_GROUP"));
        unit.put("parentId", bureau.unitId("PT"));
        unit.put("effectiveFrom", "2024-01-01");
        String id = asSystem()
                .body(unit)
                .post("/v1/units")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, Object> below =
                new HashMap<>(Map.of("code", bureau.code("G91"), "name", "小组", "kind", "WORKING_GROUP"));
        below.put("parentId", id);
        below.put("effectiveFrom", "2023-12-31");
        asSystem().body(below).post("/v1/units").then().statusCode(422);
        below.put("effectiveFrom", "2024-01-01");
        asSystem().body(below).post("/v1/units").then().statusCode(201);
        end(id, "2024-06-30").statusCode(409);
        unitOn(id, "2023-12-31").statusCode(404);
    }

    @Test
    void listsAreLimitedToTheOwnBureauAndThoseBelowIt() {
        var upper = new SampleBureau().imported();
        var lower = new SampleBureau().imported();
        change(lower.unitId("B"), Map.of("parentId", upper.unitId("B"))).statusCode(200);
        assertThat(visible(lower)).allMatch(code -> code.startsWith(lower.code("")));
        assertThat(visible(upper)).contains(upper.code("S1"), lower.code("S1"));
        lower.asStaff(1).get("/v1/units/" + upper.unitId("S1")).then().statusCode(404);
        lower.asStaff(1).get("/v1/units?under=" + upper.unitId("B")).then().statusCode(404);
        upper.asStaff(1).get("/v1/units/" + lower.unitId("S1")).then().statusCode(200);
        // who administers the upper bureau administers what stands under it
        upper.asStaff(6)
                .header("If-Match", "*")
                .body(Map.of("name", "新名"))
                .patch("/v1/units/" + lower.unitId("S1"))
                .then()
                .statusCode(200);
    }

    @Test
    void whoLeavesABureauSeesItNoMore() {
        var own = new SampleBureau().imported();
        String section = own.unitId("S1");
        own.asStaff(5).get("/v1/units/" + section).then().statusCode(200);
        var other = new SampleBureau().imported();
        asSystem()
                .header("If-Match", "*")
                .body(Map.of("homeUnitId", other.unitId("S1")))
                .patch("/v1/staff/" + own.staffId(5))
                .then()
                .statusCode(200);
        own.asStaff(5).get("/v1/units/" + section).then().statusCode(404);
        own.asStaff(5).get("/v1/units/" + other.unitId("S1")).then().statusCode(200);
    }

    private static List<String> visible(SampleBureau bureau) {
        return SampleBureau.as(TokenIssuer.shared().staff(bureau.no(1)))
                .get("/v1/units?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("items.code");
    }

    private static ValidatableResponse unitOn(String id, String day) {
        return asSystem().get("/v1/units/" + id + "?at=" + LocalDate.parse(day)).then();
    }

    private static ValidatableResponse change(String id, Map<String, Object> change) {
        return asSystem()
                .header("If-Match", "*")
                .body(change)
                .patch("/v1/units/" + id)
                .then();
    }

    private static ValidatableResponse end(String id, String lastDay) {
        return asSystem()
                .body(Map.of("lastDay", lastDay))
                .post("/v1/units/" + id + "/end")
                .then();
    }
}
