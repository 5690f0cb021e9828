package cn.taxrollout.task.plan;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.clock.BusinessDay;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class ReminderPolicyTest {
    private static final String STANDARD = """
            {"deadlinesInclusive": true, "restDays": "STAYS", "daysBefore": [5, 3, 1, 0], "at": "09:00", "overdueEvery": 2,
             "escalatesFrom": [1, 3, 5], "receiptWithin": 2, "receiptEvery": 2, "staleAfter": 10, "staleEvery": 5,
             "reports": {"interval": "MONTHLY", "day": 31}}
            """;

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private SamplePlan published() {
        return new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-03-25"), bureau.business)
                .task(on("2023-03-28"), bureau.technology)
                .task(from("2023-03-01"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
    }

    private static ValidatableResponse change(
            RequestSpecification caller, UUID plan, String tag, String policy, String reason) {
        return caller.header("If-Match", tag)
                .body("{\"policy\": %s, \"reason\": %s}"
                        .formatted(policy, reason == null ? "null" : '"' + reason + '"'))
                .put("/v1/plans/" + plan + "/reminder-policy")
                .then();
    }

    private void change(UUID plan, String policy) {
        change(bureau.as("officer"), plan, "*", policy, "按上级要求").statusCode(200);
        reckoned();
    }

    @Test
    void aChangedLadderIsAVersionAndWhatIsOwedFollowsFromTheNextDay() {
        var plan = published();
        bureau.as("clerk")
                .get("/v1/plans/" + plan.planId() + "/reminder-policy")
                .then()
                .statusCode(200)
                .body("version", equalTo(0))
                .body("policy.daysBefore", contains(5, 3, 1, 0));
        itIs("2023-03-20T08:00:00");
        assertThat(pending(plan.taskId(1))).contains("03-20 09:00 DUE_SOON 5", "03-22 09:00 DUE_SOON 3");

        change(
                plan.planId(),
                STANDARD.replace("[5, 3, 1, 0]", "[2, 10]")
                        .replace("09:00", "08:30")
                        .replace("\"overdueEvery\": 2", "\"overdueEvery\": 3"));

        // what this day brings stays as it stood in the morning
        assertThat(pending(plan.taskId(1)))
                .contains("03-20 09:00 DUE_SOON 5", "03-23 08:30 DUE_SOON 2", "03-27 08:30 OVERDUE 1")
                .doesNotContain("03-22 09:00 DUE_SOON 3", "03-27 09:00 OVERDUE 1");
        pass("2023-03-31T08:30:00");
        assertThat(said(plan.taskId(1), "TaskDueSoon", "TaskOverdue"))
                .containsExactly(
                        "03-20 09:00 TaskDueSoon",
                        "03-23 08:30 TaskDueSoon",
                        "03-27 08:30 TaskOverdue",
                        "03-30 08:30 TaskOverdue");
        bureau.as("clerk")
                .get("/v1/plans/" + plan.planId() + "/reminder-policy/versions")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].version", equalTo(1))
                .body("items[0].policy.daysBefore", contains(10, 2))
                .body("items[0].policy.at", equalTo("08:30:00"))
                .body("items[0].reason", equalTo("按上级要求"))
                .body("items[0].actor.id", equalTo(bureau.no("officer")));
    }

    @Test
    void whatWasSaidUnderTheOldLadderIsNotSaidAgainUnderTheNew() {
        var plan = published();
        pass("2023-03-27T10:00:00");
        change(plan.planId(), STANDARD.replace("09:00", "15:00"));
        pass("2023-03-30T08:00:00");
        change(plan.planId(), STANDARD.replace("\"overdueEvery\": 2", "\"overdueEvery\": 1"));
        pass("2023-03-31T23:00:00");

        assertThat(said(plan.taskId(1), "TaskOverdue"))
                .containsExactly("03-27 09:00 TaskOverdue", "03-29 15:00 TaskOverdue", "03-31 09:00 TaskOverdue");
    }

    @Test
    void anotherReadingMovesTheDeadlinesThatLieAheadAndWereNotDecided() {
        var plan = new SamplePlan(bureau)
                .phase(5)
                .task(before("2023-03-25"), bureau.business)
                .task(on("2023-03-26"), bureau.technology)
                .task(before("2023-03-27"), bureau.business)
                .task(before("2023-03-03"), bureau.business)
                .task(from("2023-03-25"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        move(plan.taskId(3), "2023-03-28");
        itIs("2023-03-06T10:00:00");

        change(plan.planId(), STANDARD.replace("STAYS", "FORWARD").replace("true", "false"));

        assertThat(dueOn(plan.taskId(1))).as("the 24th, a Friday").isEqualTo("2023-03-24");
        assertThat(dueOn(plan.taskId(2))).as("a Sunday, moved on").isEqualTo("2023-03-27");
        assertThat(dueOn(plan.taskId(3))).as("decided").isEqualTo("2023-03-28");
        assertThat(dueOn(plan.taskId(4))).as("past").isEqualTo("2023-03-03");
        var changed = Events.of(plan.taskId(1)).stream()
                .filter(event -> event.name().equals("DeadlineChanged"))
                .toList();
        assertThat(changed).hasSize(1);
        assertThat(changed.get(0).data().at("/previous/dueOn").asText()).isEqualTo("2023-03-25");
        assertThat(changed.get(0).data().at("/actor/id").asText()).isEqualTo("reckoning");
        assertThat(pending(plan.taskId(1))).contains("03-24 09:00 DUE_SOON 0").doesNotContain("03-25 09:00 DUE_SOON 0");
        assertThat(pending(plan.taskId(2))).contains("03-27 09:00 OPENED 0").doesNotContain("03-26 09:00 OPENED 0");
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(1) + "/deadline")
                .then()
                .body("writtenDueOn", equalTo("2023-03-25"))
                .body("deadline.dueOn", equalTo("2023-03-24"));
        assertThat(Events.names(plan.taskId(3)).stream().filter("DeadlineChanged"::equals))
                .hasSize(1);
        assertThat(Events.names(plan.taskId(4))).doesNotContain("DeadlineChanged");

        change(plan.planId(), STANDARD);
        assertThat(dueOn(plan.taskId(1))).isEqualTo("2023-03-25");
    }

    @Test
    void aDraftIsPublishedByItsPolicy() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-25"), bureau.business)
                .task(before("2023-03-27"), bureau.business)
                .drafted();
        change(
                        bureau.as("coordinator"),
                        plan.planId(),
                        "\"0\"",
                        STANDARD.replace("STAYS", "BACK").replace("true", "false"),
                        null)
                .statusCode(200)
                .body("version", equalTo(1));
        plan.published("2023-02-23T10:00:00");

        assertThat(dueOn(plan.taskId(1))).isEqualTo("2023-03-24");
        assertThat(dueOn(plan.taskId(2))).as("Sunday, moved back").isEqualTo("2023-03-24");
        assertThat(Events.names(plan.taskId(1))).containsExactly("TaskIssued");
    }

    @Test
    void aTaskMayHaveItsOwnRhythmOfReports() {
        var plan = published();
        String path = "/v1/tasks/" + plan.taskId(3) + "/report-rhythm";
        assertThat(pending(plan.taskId(3))).contains("03-31 09:00 REPORT_DUE 0");

        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"interval\": \"WEEKLY\", \"day\": 5}")
                .put(path)
                .then()
                .statusCode(200)
                .body("ofPlan", equalTo(false));
        assertThat(pending(plan.taskId(3)))
                .contains("03-03 09:00 REPORT_DUE 0")
                .doesNotContain("03-31 09:00 REPORT_DUE 0");
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(3) + "/history")
                .then()
                .body("items.action", hasItem("report-rhythm"))
                .body("items.why", hasItem("WEEKLY 5"));
        change(plan.planId(), STANDARD.replace("MONTHLY", "QUARTERLY"));
        assertThat(pending(plan.taskId(3))).contains("03-03 09:00 REPORT_DUE 0");

        bureau.as("officer")
                .header("If-Match", "*")
                .delete(path)
                .then()
                .statusCode(200)
                .body("ofPlan", equalTo(true))
                .body("interval", equalTo("QUARTERLY"));
        assertThat(pending(plan.taskId(3)))
                .contains("03-31 09:00 REPORT_DUE 0")
                .doesNotContain("03-03 09:00 REPORT_DUE 0");

        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"interval\": \"WEEKLY\", \"day\": 8}")
                .put(path)
                .then()
                .statusCode(422);
        bureau.as("businessHead")
                .header("If-Match", "*")
                .body("{\"interval\": \"WEEKLY\", \"day\": 5}")
                .put(path)
                .then()
                .statusCode(403);
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"interval\": \"WEEKLY\", \"day\": 5}")
                .put("/v1/tasks/" + plan.taskId(1) + "/report-rhythm")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:reports-not-asked"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[5, 3, 1, 0] | [5, 5] | 422 | daysBefore",
                "[5, 3, 1, 0] | [-1] | 400 |",
                "[5, 3, 1, 0] | [61] | 400 |",
                "[5, 3, 1, 0] | [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1] | 400 |",
                "[5, 3, 1, 0] | null | 400 |",
                "09:00 | 09:00:30 | 422 | at",
                "09:00 | 25:00 | 400 |",
                "[1, 3, 5] | [1, 3] | 400 |",
                "[1, 3, 5] | [2, 3, 5] | 422 | escalatesFrom[0]",
                "[1, 3, 5] | [1, 3, 3] | 422 | escalatesFrom[2]",
                "\"overdueEvery\": 2 | \"overdueEvery\": 0 | 400 |",
                "\"receiptEvery\": 2, | | 400 |",
                "\"staleAfter\": 10 | \"staleAfter\": 61 | 400 |",
                "\"MONTHLY\", \"day\": 31 | \"WEEKLY\", \"day\": 8 | 422 | reports.day",
                "\"day\": 31 | \"day\": 0 | 422 | reports.day",
                "\"day\": 31 | \"day\": -1 | 422 | reports.day",
                "\"interval\": \"MONTHLY\", | | 422 | reports.interval",
                "\"MONTHLY\" | null | 422 | reports.interval",
                "\"MONTHLY\" | \"YEARLY\" | 400 |",
                "\"staleEvery\" | \"staleEach\": 1, \"staleEvery\" | 400 |",
            })
    void anUnsoundPolicyIsRefusedByItsField(String part, String instead, int status, String field) {
        var plan = published();

        var refused = change(
                bureau.as("officer"), plan.planId(), "*", STANDARD.replace(part, instead == null ? "" : instead), "调整");

        refused.statusCode(status);
        if (field != null) {
            refused.body("type", equalTo("urn:tax-rollout:problem:policy-unsound"))
                    .body("violations.field", contains(field));
        }
    }

    @Test
    void aPolicyIsChangedOnTheStateItWasBasedOnWithAReasonUntilThePlanIsClosed() {
        UUID plan = published().planId();
        bureau.as("officer")
                .body("{\"policy\": " + STANDARD + ", \"reason\": \"x\"}")
                .put("/v1/plans/" + plan + "/reminder-policy")
                .then()
                .statusCode(428);
        change(bureau.as("officer"), plan, "\"0\"", STANDARD, null)
                .statusCode(422)
                .body("violations.field", contains("reason"));
        change(bureau.as("officer"), plan, "\"0\"", STANDARD, "调整").statusCode(200);
        change(bureau.as("officer"), plan, "\"0\"", STANDARD, "调整").statusCode(412);

        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update plan set state = 'CLOSED', closed_at = clock_timestamp(),"
                                + " closing_summary = '试点结束' where id = :id")
                        .setParameter("id", plan)
                        .executeUpdate());
        change(bureau.as("officer"), plan, "*", STANDARD, "调整")
                .statusCode(409)
                .body("state", equalTo("CLOSED"))
                .body("allowingStates", contains("DRAFT", "PUBLISHED"));
    }

    @ParameterizedTest
    @CsvSource({
        "officer, 200",
        "coordinator, 200",
        "administrator, 200",
        "businessHead, 403",
        "clerk, 403",
        "officerOfOldDays, 403"
    })
    void onlyTheOfficeTheCoordinatingGroupAndAdministratorsChangeAPolicy(String who, int status) {
        UUID plan = published().planId();
        change(bureau.as(who), plan, "*", STANDARD, "调整").statusCode(status);
        change(new SampleBureau().as("officer"), plan, "*", STANDARD, "调整").statusCode(404);
        change(SampleBureau.asSystem("task:read"), plan, "*", STANDARD, "调整").statusCode(403);
    }

    private void pass(String time) {
        bureau.as("administrator")
                .body("{\"now\": \"" + time + "+08:00\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
    }

    /** Waits until the service has reckoned every open task anew. */
    private void reckoned() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery(
                                "select 1 from task where reckoned_by = 0 and status in ('OPEN', 'ESTABLISHED')")
                        .getResultList()
                        .isEmpty()));
    }

    private void move(UUID task, String dueOn) {
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"kind\": \"BEFORE\", \"dueOn\": \"%s\", \"reason\": \"调整\"}".formatted(dueOn))
                .put("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200);
    }

    private String dueOn(UUID task) {
        return bureau.as("clerk").get("/v1/tasks/" + task).then().extract().path("assignments[0].dueOn");
    }

    private static List<String> said(UUID task, String... events) {
        return Events.of(task).stream()
                .filter(event -> List.of(events).contains(event.name()))
                .map(event -> time(event) + " " + event.name())
                .toList();
    }

    private static String time(Events.Recorded event) {
        return event.at()
                .atZone(BusinessDay.ZONE)
                .toLocalDateTime()
                .toString()
                .substring(5, 16)
                .replace('T', ' ');
    }

    @SuppressWarnings("unchecked")
    private List<String> pending(UUID task) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        select to_char(fire_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') || ' ' || kind || ' ' || step
                        from obligation where task_id = :task and state = 'PENDING' order by fire_at, id
                        """)
                .setParameter("task", task)
                .getResultList());
    }
}
