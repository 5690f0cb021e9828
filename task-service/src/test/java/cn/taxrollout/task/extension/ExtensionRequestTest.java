package cn.taxrollout.task.extension;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class ExtensionRequestTest {
    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();
    private UUID task;

    @BeforeEach
    void aTaskOfTwoUnits() {
        task = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
    }

    private ValidatableResponse ask(RequestSpecification caller, UUID about, UUID unit, String scope, String wished) {
        return caller.body("""
                        {"unitId": "%s", "scope": %s, "wishedDueOn": "%s", "reason": "数据未到"}
                        """.formatted(unit, scope == null ? null : '"' + scope + '"', wished))
                .post("/v1/tasks/" + about + "/extension-requests")
                .then();
    }

    private String asked(String who, UUID unit, String scope, String wished) {
        return ask(bureau.as(who), task, unit, scope, wished)
                .statusCode(201)
                .body("state", equalTo("OPEN"))
                .extract()
                .path("id");
    }

    private static ValidatableResponse decide(RequestSpecification caller, String request, String decision) {
        return caller.body(decision)
                .post("/v1/extension-requests/" + request + "/decision")
                .then();
    }

    private static String approved(String dueOn) {
        return "{\"decision\": \"APPROVED\", \"dueOn\": %s, \"reason\": \"同意\"}"
                .formatted(dueOn == null ? null : '"' + dueOn + '"');
    }

    private static final String REFUSED = "{\"decision\": \"REFUSED\", \"reason\": \"请按期完成\"}";

    @Test
    void anApprovedRequestMovesTheShareOfTheUnitThatAsked() {
        String request = asked("businessMember", bureau.business, null, "2023-03-17");
        assertThat(dueDates()).as("nothing moves by asking").containsExactly("2023-03-10", "2023-03-10");

        decide(bureau.as("officer"), request, approved(null))
                .statusCode(200)
                .body("state", equalTo("APPROVED"))
                .body("scope", equalTo("SHARE"))
                .body("dueOn", equalTo("2023-03-10"))
                .body("wishedDueOn", equalTo("2023-03-17"))
                .body("grantedDueOn", equalTo("2023-03-17"))
                .body("decisionReason", equalTo("同意"))
                .body("decidedBy.id", equalTo(bureau.no("officer")));

        assertThat(dueDates()).containsExactly("2023-03-17", "2023-03-10");
        assertThat(Events.names(task))
                .containsExactly("TaskIssued", "ExtensionRequested", "ExtensionDecided", "DeadlineChanged");
        var changed = Events.of(task).get(3).data();
        assertThat(changed.get("unitIds")).hasSize(1);
        assertThat(changed.at("/previous/dueOn").asText()).isEqualTo("2023-03-10");
        assertThat(changed.at("/deadline/dueOn").asText()).isEqualTo("2023-03-17");
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/deadline/changes")
                .then()
                .body("items.unitId", contains(bureau.business.toString()))
                .body("items[0].from.dueOn", equalTo("2023-03-10"))
                .body("items[0].to.dueOn", equalTo("2023-03-17"))
                .body("items[0].reason", equalTo("同意"));
        assertThat(pending()).contains("DUE_SOON 2023-03-10 5", "DUE_SOON 2023-03-17 5", "OVERDUE 2023-03-17 1");
        bureau.as("clerk").get("/v1/tasks/" + task).then().body("deadline.dueOn", equalTo("2023-03-10"));
    }

    @Test
    void anApprovedRequestForTheTaskMovesAllShares() {
        String request = asked("businessHead", bureau.business, "TASK", "2023-03-17");

        decide(bureau.as("officer"), request, approved("2023-03-15"))
                .statusCode(200)
                .body("grantedDueOn", equalTo("2023-03-15"));

        assertThat(dueDates()).containsExactly("2023-03-15", "2023-03-15");
        assertThat(Events.of(task).get(3).data().get("unitIds")).hasSize(2);
        assertThat(pending()).contains("OVERDUE 2023-03-15 1").doesNotContain("OVERDUE 2023-03-10 1");
    }

    @Test
    void aRefusedRequestChangesNothingAndTheUnitMayAskAgain() {
        String request = asked("businessMember", bureau.business, null, "2023-03-17");

        decide(bureau.as("officer"), request, REFUSED)
                .statusCode(200)
                .body("state", equalTo("REFUSED"))
                .body("grantedDueOn", nullValue());

        assertThat(dueDates()).containsExactly("2023-03-10", "2023-03-10");
        assertThat(Events.names(task)).containsExactly("TaskIssued", "ExtensionRequested", "ExtensionDecided");
        decide(bureau.as("officer").header("Accept-Language", "en"), request, approved(null))
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:extension-decided"))
                .body("state", equalTo("REFUSED"))
                .body("allowingStates", contains("OPEN"));
        asked("businessMember", bureau.business, null, "2023-03-16");
    }

    @Test
    void aUnitHasOneOpenRequestForATask() {
        String first = asked("businessMember", bureau.business, null, "2023-03-17");

        ask(bureau.as("businessHead"), task, bureau.business, "TASK", "2023-03-17")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:extension-open"))
                .body("requestId", equalTo(first));
        asked("technician", bureau.technology, null, "2023-03-17");
    }

    @Test
    void anExtensionStandsWhenTheDeadlineMovesUnlessThatIsLater() {
        decide(bureau.as("officer"), asked("businessMember", bureau.business, null, "2023-03-20"), approved(null))
                .statusCode(200);
        act("businessHead", bureau.business, "receipt", null);
        act("businessHead", bureau.business, "suspension", "{\"reason\": \"等待上级\"}");
        itIs("2023-02-28T10:00:00");
        act("businessHead", bureau.business, "resumption", null);
        assertThat(dueDates()).as("three working days waited since").containsExactly("2023-03-23", "2023-03-10");

        move("2023-03-15");
        assertThat(dueDates()).containsExactly("2023-03-23", "2023-03-15");
        move("2023-03-31");
        assertThat(dueDates()).as("three working days, over a holiday").containsExactly("2023-04-06", "2023-03-31");
    }

    @Test
    void moreTimeIsAskedForOnlyWhileTheWorkIsOpenAndHasALastDay() {
        act("officer", bureau.business, "cancellation", "{\"reason\": \"不再需要\"}");
        ask(bureau.as("businessMember"), task, bureau.business, null, "2023-03-17")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:extension-of-closed-work"))
                .body("state", equalTo("CANCELLED"))
                .body("detail", containsString("任务 1"))
                .body("allowingStates", not(contains("CANCELLED")));

        UUID continuing = new SamplePlan(bureau)
                .phase(1)
                .task(from("2023-03-01"), bureau.business)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
        ask(bureau.as("businessMember"), continuing, bureau.business, null, "2023-03-17")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:extension-of-continuing-work"));
    }

    @Test
    void workThatWasClosedMeanwhileGetsNoMoreTimeButItsRequestCanBeRefused() {
        String request = asked("businessMember", bureau.business, null, "2023-03-17");
        act("officer", bureau.business, "cancellation", "{\"reason\": \"不再需要\"}");

        decide(bureau.as("officer"), request, approved(null))
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:extension-of-closed-work"));
        bureau.as("clerk").get("/v1/extension-requests/" + request).then().body("state", equalTo("OPEN"));
        decide(bureau.as("officer"), request, REFUSED).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-03-10, isn't later than 2023-03-10",
        "2023-03-09, isn't later than 2023-03-10",
        "2022-01-01, isn't later than 2023-03-10",
        "2203-03-17, check the year"
    })
    void theWishedDayIsLaterThanTheOneThatCounts(String wished, String english) {
        ask(bureau.as("businessMember").header("Accept-Language", "en"), task, bureau.business, null, wished)
                .statusCode(422)
                .body("detail", containsString("task 1 “任务1”"))
                .body("violations[0].field", equalTo("wishedDueOn"))
                .body("violations[0].message", containsString(english));
        assertThat(Events.names(task)).containsExactly("TaskIssued");
    }

    @Test
    void aDayThatIsGrantedIsLaterThanTheOneThatCountsByThen() {
        UUID windowed = new SamplePlan(bureau)
                .phase(1)
                .task(window("2023-03-06", "2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
        String request = ask(bureau.as("businessMember"), windowed, bureau.business, null, "2023-03-17")
                .statusCode(201)
                .extract()
                .path("id");
        for (String granted : new String[] {"2023-03-01", "2023-03-10"}) {
            decide(bureau.as("officer"), request, approved(granted))
                    .statusCode(422)
                    .body("violations.field", contains("dueOn"));
        }
        decide(
                        bureau.as("officer"),
                        request,
                        "{\"decision\": \"REFUSED\", \"dueOn\": \"2023-03-17\", \"reason\": \"x\"}")
                .statusCode(422);
        decide(bureau.as("officer"), request, "{\"decision\": \"MAYBE\", \"reason\": \"x\"}")
                .statusCode(400);
        decide(bureau.as("officer"), request, "{\"decision\": \"APPROVED\"}").statusCode(400);
        decide(bureau.as("officer"), request, approved("2023-03-14")).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "businessHead, 201",
        "businessMember, 201",
        "administrator, 201",
        "technician, 403",
        "officer, 403",
        "coordinator, 403",
        "clerk, 403"
    })
    void aUnitIsAskedForByItsMembers(String who, int status) {
        ask(bureau.as(who), task, bureau.business, null, "2023-03-17").statusCode(status);
        ask(bureau.as("businessHead"), task, bureau.data, null, "2023-03-17")
                .statusCode(404)
                .body("type", endsWith("assignment-unknown"));
        ask(new SampleBureau().as("businessHead"), task, bureau.business, null, "2023-03-17")
                .statusCode(404);
        ask(SampleBureau.asSystem("task:read"), task, bureau.business, null, "2023-03-17")
                .statusCode(403);
    }

    @Test
    void theOfficeDecidesExceptWhoWouldHaveMoreTime() {
        bureau.appoint("officer", bureau.technology, "MEMBER", "2020-01-01", null);
        bureau.person("otherOfficer", bureau.office, "MEMBER");
        String forShare = asked("businessMember", bureau.business, "SHARE", "2023-03-17");
        String forTask = asked("technician", bureau.technology, "TASK", "2023-03-20");
        for (String who : new String[] {"coordinator", "businessHead", "clerk"}) {
            decide(bureau.as(who), forShare, REFUSED).statusCode(403);
        }
        decide(new SampleBureau().as("officer"), forShare, REFUSED).statusCode(404);
        decide(SampleBureau.asSystem("task:read"), forShare, REFUSED).statusCode(403);

        decide(bureau.as("officer"), forTask, REFUSED)
                .statusCode(403)
                .body("type", equalTo("urn:tax-rollout:problem:extension-recusal"));
        decide(bureau.as("officer"), forShare, approved(null)).statusCode(200);
        decide(bureau.as("otherOfficer"), forTask, approved(null)).statusCode(200);
        assertThat(dueDates()).containsExactly("2023-03-20", "2023-03-20");
    }

    @Test
    void requestsAreListedByTaskUnitAndStateForThoseWhoMaySeeThem() {
        String first = asked("businessMember", bureau.business, null, "2023-03-17");
        String second = asked("technician", bureau.technology, null, "2023-03-17");
        decide(bureau.as("officer"), first, REFUSED).statusCode(200);

        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/extension-requests")
                .then()
                .statusCode(200)
                .body("items.id", contains(first, second));
        bureau.as("clerk")
                .get("/v1/extension-requests?state=OPEN&taskId=" + task)
                .then()
                .body("items.id", contains(second));
        bureau.as("clerk")
                .get("/v1/extension-requests?unitId=" + bureau.business)
                .then()
                .body("items.id", contains(first));
        String cursor = bureau.as("clerk")
                .get("/v1/tasks/" + task + "/extension-requests?limit=1")
                .then()
                .body("items.id", contains(first))
                .extract()
                .path("nextCursor");
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/extension-requests?limit=1&cursor=" + cursor)
                .then()
                .body("items.id", contains(second))
                .body("nextCursor", nullValue());
        var stranger = new SampleBureau();
        stranger.as("officer")
                .get("/v1/extension-requests?taskId=" + task)
                .then()
                .body("items", hasSize(0));
        stranger.as("officer")
                .get("/v1/extension-requests/" + first)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:extension-unknown"));
    }

    private List<String> dueDates() {
        return bureau.as("clerk").get("/v1/tasks/" + task).then().extract().path("assignments.dueOn");
    }

    private void act(String who, UUID unit, String action, String body) {
        var request = bureau.as(who);
        (body == null ? request : request.body(body))
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private void move(String dueOn) {
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"kind\": \"BEFORE\", \"dueOn\": \"%s\", \"reason\": \"调整\"}".formatted(dueOn))
                .put("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200);
    }

    /** As kind, date and step, in the order in which they fall due. */
    @SuppressWarnings("unchecked")
    private List<String> pending() {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        select concat_ws(' ', kind, reckoned_from, step) from obligation
                        where task_id = :task and state = 'PENDING' order by fire_at, id
                        """)
                .setParameter("task", task)
                .getResultList());
    }
}
