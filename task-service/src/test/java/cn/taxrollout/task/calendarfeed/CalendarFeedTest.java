package cn.taxrollout.task.calendarfeed;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.itIsQuietAt;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class CalendarFeedTest {
    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private SamplePlan plan(boolean confidential) {
        var plan = new SamplePlan(bureau)
                .phase(4)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-31"), bureau.data)
                .task(from("2023-03-01"), bureau.business)
                .task(before("2023-03-17"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update plan set confidential = :confidential where id = :id")
                        .setParameter("confidential", confidential)
                        .setParameter("id", plan.planId())
                        .executeUpdate());
        return plan;
    }

    private String link(String who) {
        return bureau.as(who)
                .post("/v1/calendar-links")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("url", matchesPattern("/v1/calendar/[A-Za-z0-9_-]{43}\\.ics"))
                .extract()
                .path("url");
    }

    private static Response feed(String url) {
        return given().get(url);
    }

    private static List<VEvent> events(String file) throws ParserException, IOException {
        return new CalendarBuilder().build(new StringReader(file)).getComponents(Component.VEVENT);
    }

    private static List<VEvent> eventsOf(String url) throws ParserException, IOException {
        return events(feed(url).then().statusCode(200).extract().asString());
    }

    private static String property(VEvent event, String name) {
        return event.getRequiredProperty(name).getValue();
    }

    private void act(String who, SamplePlan plan, int task, UUID unit, String action) {
        bureau.as(who)
                .body(action.equals("cancellation") ? "{\"reason\": \"不再需要\"}" : "")
                .post("/v1/tasks/" + plan.taskId(task) + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    @Test
    void theFeedShowsTheDueDatesOfThePersonsUnitsAsWholeDays() throws ParserException, IOException {
        var plan = plan(false);
        String url = link("businessHead");

        Response answer = feed(url);
        answer.then()
                .statusCode(200)
                .contentType("text/calendar;charset=UTF-8")
                .header("Referrer-Policy", "no-referrer")
                .body(containsString("X-WR-TIMEZONE:Asia/Shanghai"))
                .body(containsString("DTSTART;VALUE=DATE:20230310\r\n"))
                .body(containsString("DTEND;VALUE=DATE:20230311\r\n"));
        List<VEvent> events = events(answer.asString());
        assertThat(events)
                .extracting(event -> property(event, "SUMMARY"))
                .containsExactlyInAnyOrder("任务到期：1. 任务1", "任务到期：4. 任务4");
        assertThat(property(events.get(1), "DESCRIPTION")).contains("试点推行工作方案", "业务集成组", "/v1/tasks/" + plan.taskId(1));
        assertThat(property(events.get(1), "STATUS")).isEqualTo("CONFIRMED");
        given().header("If-None-Match", answer.getHeader("ETag"))
                .get(url)
                .then()
                .statusCode(304);
        given().header("Accept-Language", "en").get(url).then().body(containsString("SUMMARY:Task due: 1. 任务1"));
    }

    @Test
    void aChangedDueDateIsTheSameEventWithAHigherSequenceAndACancelledOneSaysSo() throws ParserException, IOException {
        var plan = plan(false);
        String url = link("analyst");
        VEvent first = eventsOf(url).get(0);

        itIs("2023-03-01T10:00:00");
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"kind\": \"BEFORE\", \"dueOn\": \"2023-04-10\", \"reason\": \"上级推迟\"}")
                .put("/v1/tasks/" + plan.taskId(2) + "/deadline")
                .then()
                .statusCode(200);
        VEvent moved = eventsOf(url).get(0);
        act("officer", plan, 2, bureau.data, "cancellation");
        VEvent cancelled = eventsOf(url).get(0);

        assertThat(property(moved, "UID")).isEqualTo(property(first, "UID")).isEqualTo(property(cancelled, "UID"));
        assertThat(property(moved, "DTSTART")).isEqualTo("20230410");
        assertThat(List.of(first, moved, cancelled))
                .extracting(event -> Integer.valueOf(property(event, "SEQUENCE")))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(property(moved, "DTSTAMP")).isEqualTo("20230301T020000Z");
        assertThat(property(cancelled, "STATUS")).isEqualTo("CANCELLED");
        itIs("2023-05-11T10:00:00");
        assertThat(eventsOf(url)).isEmpty();
    }

    @Test
    void whatIsDoneIsNoLongerDue() throws ParserException, IOException {
        var plan = plan(false);
        String url = link("analyst");
        act("analyst", plan, 2, bureau.data, "receipt");
        act("analyst", plan, 2, bureau.data, "submission");
        assertThat(eventsOf(url)).hasSize(1);
        act("officer", plan, 2, bureau.data, "acceptance");
        assertThat(eventsOf(url)).isEmpty();
    }

    @Test
    void ofAConfidentialPlanOnlyNumbersLeaveTheHouse() {
        var plan = plan(true);
        String file = feed(link("businessHead")).asString();

        assertThat(file)
                .contains("SUMMARY:任务到期（第 1 项）")
                .contains("DESCRIPTION:/v1/tasks/" + plan.taskId(1))
                .doesNotContain("任务1", "试点", "示范税发", "业务集成组");
        assertThat(bureau.as("officer")
                        .get("/v1/plans/" + plan.planId() + "/calendar.ics")
                        .asString())
                .contains("SUMMARY:任务到期（第 2 项）")
                .doesNotContain("任务2", "试点", "示范税发", "数据风险组");
    }

    @Test
    void aLinkIsListedWithoutItsSecretAndRevokedByItsOwnerAlone() {
        String url = link("analyst");
        String id = bureau.as("analyst")
                .get("/v1/calendar-links")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].url", equalTo(null))
                .extract()
                .path("items[0].id");
        bureau.as("officer").get("/v1/calendar-links").then().body("items", hasSize(0));
        bureau.as("officer").delete("/v1/calendar-links/" + id).then().statusCode(404);
        feed(url).then().statusCode(200);

        bureau.as("analyst").delete("/v1/calendar-links/" + id).then().statusCode(204);

        feed(url).then().statusCode(404).contentType("application/problem+json");
        bureau.as("analyst").delete("/v1/calendar-links/" + id).then().statusCode(404);
        bureau.as("analyst").get("/v1/calendar-links").then().body("items", hasSize(0));
        SampleBureau.asSystem("task:read", "task:write")
                .post("/v1/calendar-links")
                .then()
                .statusCode(403);
    }

    @Test
    void theSecretIsNotInTheDatabase() {
        String token = link("analyst").replaceAll(".*/|\\.ics", "");
        String rows = QuarkusTransaction.requiringNew().call(() -> (String) entities.createNativeQuery(
                        "select string_agg(l::text || encode(token_hash, 'escape'), ' ') from calendar_link l",
                        String.class)
                .getSingleResult());
        assertThat(rows).isNotEmpty().doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", "%27", "..%2F..%2Fv1%2Fplans"})
    void whoGuessesFindsNothing(String token) {
        assertThat(given().urlEncodingEnabled(false)
                        .get("/v1/calendar/" + token + ".ics")
                        .statusCode())
                .isIn(400, 404);
    }

    @Test
    void theLinkOfSomebodyWhoLeftIsDead() {
        String url = link("analyst");
        bureau.leaves("analyst");
        feed(url).then().statusCode(404);
    }

    @Test
    void nobodyHasMoreLinksThanCalendars() {
        for (int i = 0; i < 10; i++) {
            link("analyst");
        }
        bureau.as("analyst")
                .post("/v1/calendar-links")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:calendar-links-many"));
    }

    @Test
    void aPlansCalendarHoldsTheSharesOfAllUnitsForWhoeverMayReadIt() throws ParserException, IOException {
        var plan = plan(false);
        String path = "/v1/plans/" + plan.planId() + "/calendar.ics";
        assertThat(events(bureau.as("clerk").get(path).asString()))
                .extracting(event -> property(event, "DTSTART"))
                .containsExactlyInAnyOrder("20230310", "20230310", "20230331", "20230317");
        given().get(path).then().statusCode(401);
        new SampleBureau().as("officer").get(path).then().statusCode(404);
        SampleBureau.asSystem("task:read").get(path).then().statusCode(200);
    }

    @Test
    void aFeedTakesThreeStatements() {
        plan(false);
        String url = link("businessHead");
        itIsQuietAt("2023-02-23T10:05:00", bureau);

        assertThat(Statements.during(() -> feed(url).then().statusCode(200))).hasSizeLessThanOrEqualTo(3);
    }
}
