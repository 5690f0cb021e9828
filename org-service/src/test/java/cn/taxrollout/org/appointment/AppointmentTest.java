package cn.taxrollout.org.appointment;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@ServiceTest
class AppointmentTest {

    @Test
    void membersAreThoseOfTheDayAskedFor() {
        var bureau = new SampleBureau().imported();
        members(bureau, "G1", "2022-12-14").body("members", empty());
        members(bureau, "G1", "2022-12-15").body("members.holder.name", contains("人员1", "人员4"));

        end(appointmentOf(bureau, "G1", "人员4"), "2023-02-28").statusCode(200);

        members(bureau, "G1", "2023-02-28").body("members.holder.name", contains("人员1", "人员4"));
        members(bureau, "G1", "2023-03-01").body("members[1].holder", equalTo(null));
    }

    @Test
    void aSeatForThePrincipalFollowsTheSectionsHead() {
        var bureau = new SampleBureau().imported();
        members(bureau, "LG", "2023-01-01").body("members.holder.name", contains("人员3", "人员1", "人员2"));

        end(appointmentOf(bureau, "S2", "人员2"), "2023-02-28").statusCode(200);
        members(bureau, "LG", "2023-02-28").body("members.holder.name", contains("人员3", "人员1", "人员2"));
        members(bureau, "LG", "2023-03-01").body("members[2].holder", equalTo(null));

        String headSeat = members(bureau, "S2", "2023-03-01").extract().path("members[0].seatId");
        appoint(headSeat, bureau.staffId(4), "2023-03-06", null).statusCode(201);
        members(bureau, "LG", "2023-03-05").body("members[2].holder", equalTo(null));
        members(bureau, "LG", "2023-03-06").body("members.holder.name", contains("人员3", "人员1", "人员4"));
    }

    @Test
    void aSeatThatFollowsAPrincipalCanNeitherBeGivenNorEnded() {
        var bureau = new SampleBureau().imported();
        var leadingGroup = members(bureau, "LG", "2023-01-01").extract();
        appoint(leadingGroup.path("members[1].seatId"), bureau.staffId(5), "2023-01-01", null)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:seat-goes-to-principal"));
        end(leadingGroup.path("members[1].appointmentId"), "2023-01-01")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:appointment-derived"));
    }

    @Test
    void theUnnamedDeputyIsNamedFromTheRightSection() {
        var bureau = new SampleBureau().imported();
        String seat = members(bureau, "LGO", "2023-01-01").extract().path("members[1].seatId");
        appoint(seat, bureau.staffId(5), "2023-01-01", null)
                .statusCode(422)
                .body("violations.field", contains("staffId"));
        appoint(seat, bureau.staffId(4), "2023-01-01", null).statusCode(201);
        members(bureau, "LGO", "2023-01-01").body("members[1].holder.name", equalTo("人员4"));
    }

    @Test
    void aSeatHasOneHolderAtATime() {
        var bureau = new SampleBureau().imported();
        String seat = members(bureau, "G1", "2023-01-01").extract().path("members[1].seatId");
        appoint(seat, bureau.staffId(5), "2023-03-01", "2023-03-31")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:seat-held"));
        end(appointmentOf(bureau, "G1", "人员4"), "2023-02-28").statusCode(200);
        appoint(seat, bureau.staffId(5), "2023-02-28", null).statusCode(409);
        appoint(seat, bureau.staffId(5), "2023-03-01", null).statusCode(201);
    }

    @Test
    void ofTwoAppointmentsToOneSeatAtTheSameMomentOneIsRefused() {
        var bureau = new SampleBureau().imported();
        String seat = members(bureau, "LGO", "2023-01-01").extract().path("members[1].seatId");
        List<String> people = List.of(bureau.staffId(2), bureau.staffId(4));
        var answers = people.stream()
                .map(person -> CompletableFuture.supplyAsync(() ->
                        appoint(seat, person, "2023-01-01", null).extract().statusCode()))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(201, 409);
    }

    @Test
    void datesOutOfOrderAreRefusedByField() {
        var bureau = new SampleBureau().imported();
        String seat = members(bureau, "LGO", "2023-01-01").extract().path("members[1].seatId");
        appoint(seat, bureau.staffId(4), "2022-12-01", "2022-11-30")
                .statusCode(422)
                .body("violations.field", contains("to", "from"));
        end(appointmentOf(bureau, "G1", "人员4"), "2022-12-14")
                .statusCode(422)
                .body("violations.field", contains("lastDay"));
        String ended = appointmentOf(bureau, "G1", "人员4");
        end(ended, "2023-01-31").statusCode(200);
        end(ended, "2023-02-28").statusCode(409).body("detail", equalTo("该任职已于 2023-01-31 结束"));
    }

    @Test
    void theCommandChainHasEachHeadOnceOnTheLowestRung() {
        var bureau = new SampleBureau().imported();
        asSystem()
                .get("/v1/units/" + bureau.unitId("G1") + "/command-chain?at=2023-01-01")
                .then()
                .statusCode(200)
                .body("rungs.unitName", contains("综合协调组", "工作领导小组"))
                .body("rungs.heads.flatten().name", contains("人员1", "人员3"));
    }

    @Test
    void aVacantHeadIsShownInTheCommandChain() {
        var bureau = new SampleBureau().imported();
        end(appointmentOf(bureau, "LGO", "人员1"), "2023-01-31").statusCode(200);
        asSystem()
                .get("/v1/units/" + bureau.unitId("G1") + "/command-chain?at=2023-02-01")
                .then()
                .body("rungs.unitName", contains("综合协调组", "领导小组办公室", "工作领导小组"))
                .body("rungs.vacant", contains(false, true, false));
    }

    @Test
    void aPersonsAppointmentsNameTheirUnits() {
        var bureau = new SampleBureau().imported();
        asSystem()
                .get("/v1/staff/" + bureau.staffId(1) + "/appointments")
                .then()
                .statusCode(200)
                .body("unitName", hasSize(4))
                .body("findAll { it.derivedFrom != null }.unitName", contains("工作领导小组"));
    }

    @Test
    void anAdministratorChangesTheOwnBureauAndNoOther() {
        var own = new SampleBureau().imported();
        var other = new SampleBureau().imported();
        Map<String, Object> seat =
                Map.of("title", "成员", "rank", "MEMBER", "holderRule", "NAMED", "existsFrom", "2023-01-01");
        own.asStaff(6)
                .body(seat)
                .post("/v1/units/" + own.unitId("G1") + "/seats")
                .then()
                .statusCode(201)
                .body("id", not(empty()));
        own.asStaff(6)
                .body(seat)
                .post("/v1/units/" + other.unitId("G1") + "/seats")
                .then()
                .statusCode(404);
        own.asStaff(2)
                .body(seat)
                .post("/v1/units/" + own.unitId("G1") + "/seats")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:tax-rollout:problem:not-entitled"));
    }

    private static ValidatableResponse members(SampleBureau bureau, String unit, String day) {
        return asSystem()
                .get("/v1/units/" + bureau.unitId(unit) + "/members?at=" + day)
                .then()
                .statusCode(200);
    }

    private static String appointmentOf(SampleBureau bureau, String unit, String holder) {
        return members(bureau, unit, "2023-01-01")
                .extract()
                .path("members.find { it.holder?.name == '" + holder + "' }.appointmentId");
    }

    private static ValidatableResponse appoint(String seat, String person, String from, String to) {
        var body = new java.util.HashMap<String, Object>(Map.of("staffId", person, "from", from));
        body.put("to", to);
        return asSystem().body(body).post("/v1/seats/" + seat + "/appointments").then();
    }

    private static ValidatableResponse end(String appointment, String lastDay) {
        return asSystem()
                .body(Map.of("lastDay", lastDay))
                .post("/v1/appointments/" + appointment + "/end")
                .then();
    }
}
