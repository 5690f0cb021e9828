package cn.taxrollout.org.staff;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.messaging.DirectoryTopic;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class StaffChangeTest {

    @Test
    void aMovedPersonBelongsToTheOldSectionOnEarlierDays() {
        var bureau = new SampleBureau().imported();
        String person = bureau.staffId(5);
        change(person, Map.of("homeUnitId", bureau.unitId("S2"), "effectiveFrom", "2023-04-01"))
                .statusCode(200)
                .body("homeUnitId", equalTo(bureau.unitId("S2")));
        personOn(person, "2023-03-31").body("homeUnitId", equalTo(bureau.unitId("S1")));
        personOn(person, "2023-04-01").body("homeUnitId", equalTo(bureau.unitId("S2")));
        asSystem()
                .get("/v1/staff?homeUnitId=" + bureau.unitId("S2") + "&at=2023-03-31")
                .then()
                .body("items.id", not(hasItem(person)));
        asSystem()
                .get("/v1/staff?under=" + bureau.unitId("S2") + "&at=2023-04-01")
                .then()
                .body("items.id", hasItem(person));
    }

    @Test
    void contactPointsChangeOneByOneAndCanBeCleared() {
        var bureau = new SampleBureau().imported();
        String person = bureau.staffId(5);
        change(person, Map.of("mobile", "10000000005"))
                .statusCode(200)
                .body("contact.mobile", equalTo("10000000005"))
                .body("contact.email", equalTo("n5@example.com"));
        asSystem()
                .header("If-Match", "*")
                .body("{\"email\":null}")
                .patch("/v1/staff/" + person)
                .then()
                .statusCode(200)
                .body("contact.email", equalTo(null))
                .body("contact.mobile", equalTo("10000000005"));
        asSystem()
                .header("If-Match", "*")
                .body("{\"name\":null}")
                .patch("/v1/staff/" + person)
                .then()
                .statusCode(400);
    }

    @Test
    void aPersonCanWaitInNoSection() {
        var bureau = new SampleBureau().imported();
        String person = bureau.staffId(5);
        asSystem()
                .header("If-Match", "*")
                .body("{\"homeUnitId\":null,\"effectiveFrom\":\"2023-04-01\"}")
                .patch("/v1/staff/" + person)
                .then()
                .statusCode(200)
                .body("homeUnitId", equalTo(null))
                .body("status", equalTo("ACTIVE"));
        personOn(person, "2023-03-31").body("homeUnitId", equalTo(bureau.unitId("S1")));
        // those who kept the person's data go on doing so
        bureau.asStaff(6)
                .header("If-Match", "*")
                .body(Map.of("homeUnitId", bureau.unitId("S2")))
                .patch("/v1/staff/" + person)
                .then()
                .statusCode(200);
    }

    @Test
    void whoStillHoldsSeatsDoesNotLeaveAndIsToldWhich() {
        var bureau = new SampleBureau().imported();
        String person = bureau.staffId(1);
        depart(person, "2023-06-30")
                .statusCode(409)
                .body(
                        "violations.message",
                        containsInAnyOrder(
                                "任职“征收管理股 股长”在 2023-06-30 之后仍未结束",
                                "任职“领导小组办公室 主任”在 2023-06-30 之后仍未结束",
                                "任职“综合协调组 组长”在 2023-06-30 之后仍未结束"));
        personOn(person, "2023-07-01").body("status", equalTo("ACTIVE"));
    }

    @Test
    void whoHasLeftIsRefusedEverywhereFromTheNextDayOn() {
        var bureau = new SampleBureau().imported();
        String person = bureau.staffId(5);
        bureau.asStaff(5).get("/v1/staff/me").then().statusCode(200);
        depart(person, "2023-06-30").statusCode(200).body("status", equalTo("LEFT"));
        bureau.asStaff(5).get("/v1/staff/me").then().statusCode(403);
        personOn(person, "2023-06-30").body("status", equalTo("ACTIVE"));
        personOn(person, "2023-07-01").body("status", equalTo("LEFT"));
        DirectoryTopic.await(
                1, record -> record.key().equals(person) && record.value().contains("\"status\":\"LEFT\""));
        asSystem()
                .body(Map.of("title", "成员", "rank", "MEMBER", "holderRule", "NAMED", "existsFrom", "2023-01-01"))
                .post("/v1/units/" + bureau.unitId("G1") + "/seats")
                .then()
                .statusCode(201);
        change(person, Map.of("homeUnitId", bureau.unitId("S2"))).statusCode(409);
    }

    @Test
    void nobodyIsMovedToASectionThatDoesNotExistThen() {
        var bureau = new SampleBureau().imported();
        asSystem()
                .body(Map.of(
                        "code",
                        bureau.code("S8"),
                        "name",
                        "新设股",
                        "kind",
                        "SECTION",
                        "parentId",
                        bureau.unitId("B"),
                        "effectiveFrom",
                        "2024-01-01"))
                .post("/v1/units")
                .then()
                .statusCode(201);
        change(bureau.staffId(5), Map.of("homeUnitId", bureau.unitId("S8"), "effectiveFrom", "2023-12-31"))
                .statusCode(422)
                .body("violations.field", contains("homeUnitId"));
        change(bureau.staffId(5), Map.of("homeUnitId", bureau.unitId("S8"), "effectiveFrom", "2024-01-01"))
                .statusCode(200);
    }

    private static ValidatableResponse personOn(String id, String day) {
        return asSystem().get("/v1/staff/" + id + "?at=" + day).then().statusCode(200);
    }

    private static ValidatableResponse change(String id, Map<String, Object> change) {
        return asSystem()
                .header("If-Match", "*")
                .body(change)
                .patch("/v1/staff/" + id)
                .then();
    }

    private static ValidatableResponse depart(String id, String lastDay) {
        return asSystem()
                .body(Map.of("lastDay", lastDay))
                .post("/v1/staff/" + id + "/departure")
                .then();
    }
}
