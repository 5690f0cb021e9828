package cn.taxrollout.org.duty;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.StatementCount;
import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.security.Caller;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

@ServiceTest
class DutyTest {
    @Inject
    Session session;

    @Inject
    Duties duties;

    @Inject
    Caller caller;

    @Test
    void aUnitAnswersOnEachDayForWhatWasSaidLastForThatDay() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        on(group, "2023-03-01").body("version", equalTo(null));
        replace(group, "2023-03-01", "立项", "收发文件").statusCode(201).body("version.number", equalTo(1));
        replace(group, "2023-05-01", "立项", "舆情监控").body("version.number", equalTo(2));
        replace(group, "2023-04-01", "会议").body("version.number", equalTo(3)).body("version.to", equalTo("2023-04-30"));

        on(group, "2023-02-28").body("version", equalTo(null));
        on(group, "2023-03-31")
                .body("version.number", equalTo(1))
                .body("version.from", equalTo("2023-03-01"))
                .body("version.to", equalTo("2023-03-31"))
                .body("version.clauses.text", contains("立项", "收发文件"));
        on(group, "2023-04-30").body("version.clauses.text", contains("会议"));
        on(group, "2030-01-01")
                .body("version.clauses.text", contains("立项", "舆情监控"))
                .body("version.to", equalTo(null));
        versions(group, "limit=2").body("items.number", contains(1, 2)).body("nextCursor", equalTo("Mg"));
        versions(group, "limit=2&cursor=Mg").body("items.number", contains(3)).body("nextCursor", equalTo(null));
    }

    @Test
    void theSameListAgainMakesNoVersionAndAnotherOneForThatDayTakesItsPlace() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        replace(group, "2023-03-01", "立项", "会议");
        replace(group, "2023-03-15", "立项", "会议").statusCode(201).body("version.number", equalTo(1));
        replace(group, "2023-03-01", "会议", "立项").body("version.number", equalTo(2));
        versions(group, "limit=50")
                .body("items.number", contains(2))
                .body("items[0].clauses.text", contains("会议", "立项"));
        assertThat(recordedActions(group)).containsExactly("ADDED", "CHANGED");
    }

    @Test
    void aUnitMayAnswerForNothingFromADayOn() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        replace(group, "2023-03-01", "立项");
        replace(group, "2023-04-01").statusCode(201).body("version.clauses", empty());
        answering(asSystem(), "q=立项&at=2023-03-31&under=" + group).body("items", hasSize(1));
        answering(asSystem(), "q=立项&at=2023-04-01&under=" + group).body("items", empty());
    }

    @Test
    void whoAnswersForSomethingIsFoundByAnyPartOfTheClause() {
        var bureau = new SampleBureau().imported();
        String team = bureau.unitId("B");
        replace(bureau.unitId("G1"), "2023-03-01", "负责（金税四期）项目立项", "组织采购及后勤保障");
        replace(bureau.unitId("S2"), "2023-03-01", "机房和网络保障，费用100%据实结算");
        answering(asSystem(), "q=保障&at=2023-03-01&under=" + team)
                .body("items.unitCode", contains(bureau.code("G1"), bureau.code("S2")))
                .body("items[0].unitName", equalTo("综合协调组"))
                .body("items[0].version", equalTo(1))
                .body("items[0].clauses.text", contains("组织采购及后勤保障"))
                .body("items[0].clauses.sourceLine", contains(2));
        answering(asSystem(), "q=障&at=2023-03-01&under=" + team).body("items", hasSize(2));
        answering(asSystem(), "q=(金税四期) 项目&at=2023-03-01&under=" + team).body("items", hasSize(1));
        answering(asSystem(), "q=立项组织&at=2023-03-01&under=" + team).body("items", empty());
        answering(asSystem(), "q=100%25据&at=2023-03-01&under=" + team).body("items", hasSize(1));
        answering(asSystem(), "q=10_%25据&at=2023-03-01&under=" + team).body("items", empty());
        answering(asSystem(), "q=保障&at=2023-02-28&under=" + team).body("items", empty());
        answering(asSystem(), "q=保障&at=2023-03-01&under=" + bureau.unitId("PT")).body("items", hasSize(1));

        String cursor = answering(bureau.asStaff(5), "q=保障&at=2023-03-01&limit=1")
                .body("items.unitCode", contains(bureau.code("G1")))
                .extract()
                .path("nextCursor");
        answering(bureau.asStaff(5), "q=保障&at=2023-03-01&limit=1&cursor=" + cursor)
                .body("items.unitCode", contains(bureau.code("S2")))
                .body("nextCursor", equalTo(null));
        answering(new SampleBureau().imported().asStaff(5), "q=保障&at=2023-03-01")
                .body("items", empty());
        asSystem().get("/v1/duties").then().statusCode(400);
        asSystem().queryParam("q", " ").get("/v1/duties").then().statusCode(400);
    }

    @Test
    void anEndedUnitAnswersForNothing() {
        var bureau = new SampleBureau();
        bureau.unit("G2", "临时组", "WORKING_GROUP", "PT");
        bureau.imported();
        String group = bureau.unitId("G2");
        replace(group, "2023-03-01", "办理稀有事项");
        asSystem()
                .body(Map.of("lastDay", "2023-03-20"))
                .post("/v1/units/" + group + "/end")
                .then()
                .statusCode(200);
        answering(bureau.asStaff(5), "q=稀有事项&at=2023-03-20").body("items", hasSize(1));
        answering(bureau.asStaff(5), "q=稀有事项&at=2023-03-21").body("items", empty());
        replace(group, "2023-03-21", "其他").statusCode(422).body("violations.field", contains("from"));
    }

    @Test
    void theCoordinatingGroupAndTheAdministratorChangeDutiesAndNobodyElse() {
        var bureau = new SampleBureau().imported();
        var other = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        replace(bureau.asStaff(4), group, list("2023-03-01", "立项")).statusCode(201);
        replace(bureau.asStaff(6), group, list("2023-04-01", "会议")).statusCode(201);
        replace(bureau.asStaff(4), bureau.unitId("S1"), list("2023-03-01", "立项"))
                .statusCode(403);
        replace(bureau.asStaff(3), group, list("2023-03-01", "立项")).statusCode(403);
        replace(other.asStaff(6), group, list("2023-03-01", "立项")).statusCode(404);
        other.asStaff(6).get("/v1/units/" + group + "/duties").then().statusCode(404);
        other.asStaff(6).get("/v1/units/" + group + "/duties/versions").then().statusCode(404);
        var writer = SampleBureau.as(TokenIssuer.shared().system("payroll", "org:write"));
        replace(writer, group, list("2023-05-01", "收文")).statusCode(201).body("version.number", equalTo(3));
        replace(asSystem(), UUID.randomUUID().toString(), list("2023-03-01", "立项"))
                .statusCode(404);
    }

    @Test
    void whatIsNoListIsRefusedByField() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        replace(asSystem(), group, Map.of("from", "2023-03-01")).statusCode(400);
        replace(group, "2023-03-01", "立项", " ")
                .statusCode(400)
                .body("violations.field", contains(startsWith("clauses[1].text")));
        replace(
                        asSystem(),
                        group,
                        list("2023-03-01", Collections.nCopies(201, "立项").toArray(String[]::new)))
                .statusCode(400);
        versions(group, "limit=50").body("items", empty());
    }

    @Test
    void twoListsForOneUnitAtTheSameMomentAreTwoVersions() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        var answers = Stream.of("2023-03-01", "2023-04-01", "2023-05-01")
                .map(from -> CompletableFuture.supplyAsync(
                        () -> replace(group, from, "自" + from).extract().statusCode()))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(201);
        versions(group, "limit=50").body("items.number", contains(1, 2, 3));
        on(group, "2023-04-15").body("version.clauses.text", contains("自2023-04-01"));
    }

    @Test
    @ActivateRequestContext
    void theListsOfManyUnitsTakeAsManyStatementsAsThoseOfAFew() {
        caller.actAs(Actor.system("test", Set.of("org:write")));
        var bureau = new SampleBureau();
        IntStream.range(10, 60).forEach(i -> bureau.unit("T" + i, "第" + i + "组", "WORKING_GROUP", "PT"));
        bureau.imported();
        List<UUID> units = asSystem()
                .get("/v1/units?limit=200&parentId=" + bureau.unitId("PT"))
                .then()
                .extract()
                .<List<String>>path("items.id")
                .stream()
                .map(UUID::fromString)
                .toList();
        List<Integer> counts = new ArrayList<>();
        for (List<UUID> some : List.of(units.subList(0, 2), units.subList(2, 51))) {
            for (String text : List.of("立项", "会议")) {
                counts.add(StatementCount.of(() -> assertThat(duties.replace(some.stream()
                                .map(unit -> new Duties.Replacement(unit, null, List.of(new Clause(text, 1))))
                                .toList()))
                        .hasSameSizeAs(some)));
            }
        }
        assertThat(counts).as("a few new, changed; many new, changed").containsExactly(4, 5, 4, 5);
        on(units.get(50).toString(), "2000-01-01").body("version.clauses.text", contains("会议"));
    }

    private List<String> recordedActions(String id) {
        return session.createNativeQuery(
                        "select action from change_record where subject = 'DUTIES' and subject_id = :id order by id",
                        String.class)
                .setParameter("id", UUID.fromString(id))
                .getResultList();
    }

    private static Map<String, Object> list(String from, String... clauses) {
        List<Map<String, Object>> rows = IntStream.range(0, clauses.length)
                .mapToObj(i -> Map.<String, Object>of("text", clauses[i], "sourceLine", i + 1))
                .toList();
        return Map.of("from", from, "clauses", rows);
    }

    private static ValidatableResponse replace(String unit, String from, String... clauses) {
        return replace(asSystem(), unit, list(from, clauses));
    }

    private static ValidatableResponse replace(RequestSpecification caller, String unit, Map<String, Object> list) {
        return caller.body(list).post("/v1/units/" + unit + "/duties").then();
    }

    private static ValidatableResponse on(String unit, String day) {
        return asSystem().get("/v1/units/" + unit + "/duties?at=" + day).then().statusCode(200);
    }

    private static ValidatableResponse versions(String unit, String query) {
        return asSystem()
                .get("/v1/units/" + unit + "/duties/versions?" + query)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse answering(RequestSpecification caller, String query) {
        return caller.urlEncodingEnabled(false)
                .get("/v1/duties?" + query.replace(" ", "%20"))
                .then()
                .statusCode(200);
    }
}
