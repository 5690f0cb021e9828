package cn.taxrollout.org.standin;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.messaging.DirectoryTopic;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

@ServiceTest
class StandInTest {
    @Inject
    Clock clock;

    @Inject
    Session session;

    @Test
    void whoStandsInIsShownWithEachSeatOnTheDaysOfIt() {
        var bureau = new SampleBureau().imported();
        named(bureau, 1, 5, null, "2023-03-13", "2023-03-17");
        named(bureau, 1, 4, bureau.unitId("LGO"), "2023-03-17", "2023-03-31");

        members(bureau, "G1", "2023-03-12").body("members[0].standIns", empty());
        members(bureau, "G1", "2023-03-17")
                .body("members.holder.name", contains("人员1", "人员4"))
                .body("members[0].standIns.name", contains("人员5"))
                .body("members[0].standIns.until", contains("2023-03-17"))
                .body("members[1].standIns", empty());
        members(bureau, "G1", "2023-03-18").body("members[0].standIns", empty());
        members(bureau, "LGO", "2023-03-17")
                .body("members.title", contains("主任", "成员"))
                .body("members[0].standIns.name", contains("人员5", "人员4"));
        chain(bureau, "2023-03-16").body("rungs[0].heads[0].standIns.name", contains("人员5"));
        chain(bureau, "2023-03-18").body("rungs[0].heads[0].standIns", empty());
    }

    @Test
    void aStandInHasThePersonsRightsAndNotThoseOfOthersForWhomThePersonStandsIn() {
        var bureau = new SampleBureau().imported();
        LocalDate today = LocalDate.now(clock);
        String colleague = "/v1/staff/" + bureau.staffId(3);
        bureau.asStaff(5).get(colleague).then().body("contact", equalTo(null));
        named(bureau, 1, 5, null, today.toString(), today.toString());
        named(bureau, 5, 4, null, today.toString(), today.toString());
        bureau.asStaff(5).get(colleague).then().body("contact.email", equalTo("n3@example.com"));
        bureau.asStaff(4).get(colleague).then().body("contact", equalTo(null));
    }

    @Test
    void aPersonTheLeadersAndTheAdministratorNameWhoStandsInAndNobodyElse() {
        var bureau = new SampleBureau().imported();
        var other = new SampleBureau().imported();
        var march = standIn(bureau.staffId(5), bureau.staffId(3), null, "2023-03-01", "2023-03-31");
        name(bureau.asStaff(4), march).statusCode(403).body("type", equalTo("urn:tax-rollout:problem:not-entitled"));
        name(other.asStaff(6), march).statusCode(404);
        // 5 for oneself, 1 as head of the section, 6 as administrator
        String own = name(bureau.asStaff(5), march).statusCode(201).extract().path("id");
        end(bureau.asStaff(4), own, "2023-03-10").statusCode(403);
        end(bureau.asStaff(1), own, "2023-02-28").statusCode(200);
        name(bureau.asStaff(6), march).statusCode(201);
        var foreigner = standIn(bureau.staffId(5), other.staffId(3), null, "2023-03-01", "2023-03-31");
        name(bureau.asStaff(5), foreigner).statusCode(404);
    }

    private record Refused(String why, Map<String, Object> standIn, int status, List<String> fields) {}

    @Test
    void whatMakesNoSenseIsRefusedByField() {
        var bureau = new SampleBureau().imported();
        String one = bureau.staffId(1);
        String five = bureau.staffId(5);
        String three = bureau.staffId(3);
        depart(bureau, 5, "2023-06-30").statusCode(200);
        named(bureau, 1, 3, bureau.unitId("G1"), "2023-03-10", "2023-03-20");
        String group = bureau.unitId("G1");
        String later = asSystem()
                .body(Map.of(
                        "code", bureau.code("G9"),
                        "name", "新组",
                        "kind", "WORKING_GROUP",
                        "parentId", bureau.unitId("PT"),
                        "effectiveFrom", "2023-03-02"))
                .post("/v1/units")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String nobody = UUID.randomUUID().toString();
        Stream.of(
                        refused("oneself", one, one, null, "2023-03-01", "2023-03-02", 422, "staffId"),
                        refused("dates out of order", one, five, null, "2023-03-02", "2023-03-01", 422, "to"),
                        refused("who stands in leaves", one, five, null, "2023-06-30", "2023-07-01", 422, "staffId"),
                        refused("the person leaves", five, one, null, "2023-06-30", "2023-07-01", 422, "forStaffId"),
                        refused("no unit yet", one, five, later, "2023-03-01", "2023-03-05", 422, "unitId"),
                        refused("twice in a unit", one, three, group, "2023-03-20", "2023-03-21", 409),
                        refused("in all units too", one, three, null, "2023-03-01", "2023-03-10", 409),
                        refused("unknown person", nobody, five, null, "2023-03-01", "2023-03-02", 404),
                        refused("unknown stand-in", one, nobody, null, "2023-03-01", "2023-03-02", 404),
                        refused("unknown unit", one, five, nobody, "2023-03-01", "2023-03-02", 404))
                .forEach(wrong -> {
                    ValidatableResponse answer =
                            name(asSystem(), wrong.standIn()).statusCode(wrong.status());
                    if (!wrong.fields().isEmpty()) {
                        assertThat(answer.extract().<List<String>>path("violations.field"))
                                .as(wrong.why())
                                .isEqualTo(wrong.fields());
                    }
                });
        named(bureau, 1, 3, bureau.unitId("LGO"), "2023-03-10", "2023-03-20");
        named(bureau, 1, 3, group, "2023-03-21", "2023-03-31");
        named(bureau, 1, 5, group, "2023-03-10", "2023-06-30");
    }

    private static Refused refused(
            String why,
            String forStaff,
            String staff,
            String unit,
            String from,
            String to,
            int status,
            String... fields) {
        return new Refused(why, standIn(forStaff, staff, unit, from, to), status, List.of(fields));
    }

    @Test
    void theSamePairIsNamedOnceHoweverManyDoItAtTheSameMoment() {
        var bureau = new SampleBureau().imported();
        var march = standIn(bureau.staffId(1), bureau.staffId(5), null, "2023-03-01", "2023-03-31");
        var answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> name(asSystem(), march).extract().statusCode()))
                .limit(4)
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(201, 409, 409, 409);
    }

    @Test
    void aStandInEndsEarlierOrIsTakenBackAndIsNotMadeLonger() {
        var bureau = new SampleBureau().imported();
        String id = named(bureau, 1, 5, null, "2023-03-13", "2023-03-17");
        end(asSystem(), id, "2023-03-18").statusCode(422).body("violations.field", contains("lastDay"));
        end(asSystem(), id, "2023-03-17").statusCode(200).body("to", equalTo("2023-03-17"));
        end(asSystem(), id, "2023-03-15").statusCode(200).body("to", equalTo("2023-03-15"));
        members(bureau, "G1", "2023-03-16").body("members[0].standIns", empty());
        members(bureau, "G1", "2023-03-15").body("members[0].standIns.name", contains("人员5"));
        end(asSystem(), id, "2023-03-12").statusCode(200).body("takenBack", equalTo(true));
        end(asSystem(), id, "2023-03-12").statusCode(409).body("detail", equalTo("该代理已撤回"));
        members(bureau, "G1", "2023-03-13").body("members[0].standIns", empty());
        list(asSystem(), "forStaffId=" + bureau.staffId(1)).body("items", empty());
        end(asSystem(), UUID.randomUUID().toString(), "2023-03-12").statusCode(404);

        var sent = DirectoryTopic.await(3, record -> record.key().equals(id));
        assertThat(sent)
                .extracting(record -> record.value().replaceAll(".*(\"version\":\\d+,\"deleted\":\\w+).*", "$1"))
                .containsExactly(
                        "\"version\":0,\"deleted\":false",
                        "\"version\":1,\"deleted\":false",
                        "\"version\":2,\"deleted\":true");
        assertThat(sent.get(0).value()).doesNotContain("reason");
        assertThat(recordedActions(id)).containsExactly("ADDED", "CHANGED", "ENDED");
    }

    @Test
    void whoStandsInForSomebodyDoesNotLeaveBeforeButIsNotNeededWhenThatPersonLeaves() {
        var bureau = new SampleBureau().imported();
        named(bureau, 3, 5, null, "2023-03-01", "2023-03-31");
        depart(bureau, 5, "2023-03-30")
                .statusCode(409)
                .body("violations.field", contains("standIns"))
                .body("violations.message", contains("在 2023-03-30 之后仍代理“人员3 " + bureau.no(3) + "”"));
        depart(bureau, 5, "2023-03-31").statusCode(200);

        var second = new SampleBureau().imported();
        String shortened = named(second, 5, 1, null, "2023-03-01", "2023-03-31");
        String needless = named(second, 5, 1, null, "2023-04-01", "2023-04-30");
        depart(second, 5, "2023-03-15").statusCode(200);
        list(asSystem(), "forStaffId=" + second.staffId(5))
                .body("items.id", contains(shortened))
                .body("items.to", contains("2023-03-15"));
        DirectoryTopic.await(
                1, record -> record.key().equals(needless) && record.value().contains("\"deleted\":true"));
    }

    @Test
    void withAUnitTheStandInsForItsSeatsEnd() {
        var bureau = new SampleBureau();
        bureau.unit("G2", "临时组", "WORKING_GROUP", "PT");
        bureau.imported();
        String ended = named(bureau, 1, 5, bureau.unitId("G2"), "2023-03-01", "2023-03-31");
        String other = named(bureau, 1, 4, null, "2023-03-01", "2023-03-31");
        asSystem()
                .body(Map.of("lastDay", "2023-03-20"))
                .post("/v1/units/" + bureau.unitId("G2") + "/end")
                .then()
                .statusCode(200);
        list(asSystem(), "forStaffId=" + bureau.staffId(1))
                .body("items.id", contains(ended, other))
                .body("items.to", contains("2023-03-20", "2023-03-31"));
    }

    @Test
    void standInsAreListedForWhomTheyConcern() {
        var bureau = new SampleBureau().imported();
        String first = named(bureau, 1, 5, null, "2023-03-01", "2023-03-31");
        String second = named(bureau, 1, 4, bureau.unitId("G1"), "2023-04-01", "2023-04-30");
        String third = named(bureau, 2, 4, null, "2023-03-15", "2023-04-15");
        list(bureau.asStaff(3), "limit=50").body("items.id", contains(first, second, third));
        list(bureau.asStaff(3), "forStaffId=" + bureau.staffId(1)).body("items.id", contains(first, second));
        list(bureau.asStaff(3), "staffId=" + bureau.staffId(4)).body("items.id", contains(second, third));
        list(bureau.asStaff(3), "unitId=" + bureau.unitId("G1"))
                .body("items.id", contains(second))
                .body("items.unitName", contains("综合协调组"))
                .body("items.staff.name", contains("人员4"))
                .body("items.forStaff.name", contains("人员1"));
        list(bureau.asStaff(3), "at=2023-03-31").body("items.id", contains(first, third));

        String cursor = list(bureau.asStaff(3), "limit=2")
                .body("items.id", contains(first, second))
                .extract()
                .path("nextCursor");
        list(bureau.asStaff(3), "limit=2&cursor=" + cursor)
                .body("items.id", contains(third))
                .body("nextCursor", equalTo(null));
        bureau.asStaff(3).get("/v1/stand-ins?cursor=eHg").then().statusCode(400);

        var other = new SampleBureau().imported();
        list(other.asStaff(3), "limit=50").body("items", empty());
        other.asStaff(3)
                .get("/v1/stand-ins?forStaffId=" + bureau.staffId(1))
                .then()
                .statusCode(404);
        list(asSystem(), "limit=200&staffId=" + bureau.staffId(4)).body("items.id", hasItem(third));
    }

    @Test
    void theReasonIsForThoseWhoMayNameAStandIn() {
        var bureau = new SampleBureau().imported();
        named(bureau, 5, 3, null, "2023-03-01", "2023-03-31");
        String query = "forStaffId=" + bureau.staffId(5);
        list(bureau.asStaff(5), query).body("items.reason", contains("出差"));
        list(bureau.asStaff(1), query).body("items.reason", contains("出差"));
        list(bureau.asStaff(4), query).body("items[0]", not(hasKey("reason")));
        list(bureau.asStaff(1), "limit=50").body("items[0]", not(hasKey("reason")));
    }

    private List<String> recordedActions(String id) {
        return session.createNativeQuery(
                        "select action from change_record where subject = 'STAND_IN' and subject_id = :id order by id",
                        String.class)
                .setParameter("id", UUID.fromString(id))
                .getResultList();
    }

    private static Map<String, Object> standIn(String forStaff, String staff, String unit, String from, String to) {
        var body = new HashMap<String, Object>(
                Map.of("forStaffId", forStaff, "staffId", staff, "from", from, "to", to, "reason", "出差"));
        body.put("unitId", unit);
        return body;
    }

    private static String named(SampleBureau bureau, int forPerson, int person, String unit, String from, String to) {
        return name(asSystem(), standIn(bureau.staffId(forPerson), bureau.staffId(person), unit, from, to))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse name(RequestSpecification caller, Map<String, Object> standIn) {
        return caller.body(standIn).post("/v1/stand-ins").then();
    }

    private static ValidatableResponse end(RequestSpecification caller, String id, String lastDay) {
        return caller.body(Map.of("lastDay", lastDay))
                .post("/v1/stand-ins/" + id + "/end")
                .then();
    }

    private static ValidatableResponse list(RequestSpecification caller, String query) {
        return caller.get("/v1/stand-ins?" + query).then().statusCode(200);
    }

    private static ValidatableResponse members(SampleBureau bureau, String unit, String day) {
        return asSystem()
                .get("/v1/units/" + bureau.unitId(unit) + "/members?at=" + day)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse chain(SampleBureau bureau, String day) {
        return asSystem()
                .get("/v1/units/" + bureau.unitId("G1") + "/command-chain?at=" + day)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse depart(SampleBureau bureau, int person, String lastDay) {
        return asSystem()
                .body(Map.of("lastDay", lastDay))
                .post("/v1/staff/" + bureau.staffId(person) + "/departure")
                .then();
    }
}
