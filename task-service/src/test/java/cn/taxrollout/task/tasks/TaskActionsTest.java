package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@ServiceTest
class TaskActionsTest {
    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private ValidatableResponse act(String who, UUID task, UUID unit, String action, String body) {
        var request = bureau.as(who);
        return (body == null ? request : request.body(body))
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then();
    }

    @Test
    void aShareGoesFromReceiptToAcceptanceAndEveryStepIsOnRecord() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        UUID task = plan.taskId(1);

        act("businessMember", task, bureau.business, "receipt", null)
                .statusCode(200)
                .body("state", equalTo("RECEIVED"))
                .body("dueOn", equalTo("2023-03-10"))
                .body("allowedActions", contains("progress-reports", "submission", "suspension", "cancellation"));
        act("businessMember", task, bureau.business, "progress-reports", "{\"percent\": 60, \"text\": \"改造过半。\"}")
                .statusCode(200)
                .body("state", equalTo("IN_PROGRESS"))
                .body("percent", equalTo(60));
        act("businessHead", task, bureau.business, "submission", null).statusCode(200);
        act("coordinator", task, bureau.business, "return", "{\"reason\": \"请附清单。\"}")
                .statusCode(200)
                .body("state", equalTo("RETURNED"));
        act("businessHead", task, bureau.business, "submission", null)
                .statusCode(200)
                .body("submittedOn", equalTo("2023-02-23"))
                .body("workingDaysLate", equalTo(0));
        act("officer", task, bureau.business, "acceptance", null)
                .statusCode(200)
                .body("state", equalTo("COMPLETED"));

        assertThat(Events.names(task))
                .containsExactly(
                        "TaskIssued",
                        "TaskReceived",
                        "TaskProgressed",
                        "TaskSubmitted",
                        "TaskReturned",
                        "TaskSubmitted",
                        "TaskCompleted");
        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted", "PhaseCompleted");
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/history")
                .then()
                .statusCode(200)
                .body(
                        "items.action",
                        contains(
                                "issuance",
                                "receipt",
                                "progress-reports",
                                "submission",
                                "return",
                                "submission",
                                "acceptance"))
                .body("items[4].from", equalTo("SUBMITTED"))
                .body("items[4].to", equalTo("RETURNED"))
                .body("items[4].why", equalTo("请附清单。"))
                .body("items[4].actor.id", equalTo(bureau.no("coordinator")))
                .body("items[4].at", containsString("2023-02-23T10:"));
        bureau.as("clerk")
                .get("/v1/tasks/" + task)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("status", equalTo("COMPLETED"))
                .body("units.name", contains("业务集成组"))
                .body("assignments[0].state", equalTo("COMPLETED"));
    }

    @Test
    void whoStandsInActsWithTheOthersRightsUnderTheOwnName() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        bureau.standIn("technician", "businessMember", null, "2020-01-01", "2999-12-31");

        act("technician", plan.taskId(1), bureau.business, "receipt", null).statusCode(200);

        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(1) + "/history")
                .then()
                .body("items[1].action", equalTo("receipt"))
                .body("items[1].actor.kind", equalTo("STAFF"))
                .body("items[1].actor.id", equalTo(bureau.no("technician")));
        var received = Events.of(plan.taskId(1)).get(1).data();
        assertThat(received.at("/actor/id").asText()).isEqualTo(bureau.no("technician"));
    }

    @Test
    void inAnEndedUnitNobodyActsAnyMoreAndItsNameStillShows() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        bureau.standIn("technician", "businessHead", null, "2020-01-01", "2999-12-31");

        SampleBureau.ends(bureau.business, "业务集成组", "WORKING_GROUP", bureau.team);

        for (String who : List.of("businessHead", "businessMember", "technician")) {
            act(who, plan.taskId(1), bureau.business, "receipt", null).statusCode(403);
        }
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(1))
                .then()
                .statusCode(200)
                .body("units.name", contains("业务集成组"))
                .body("assignments[0].state", equalTo("ISSUED"));
        act("officer", plan.taskId(1), bureau.business, "cancellation", "{\"reason\": \"单位已撤销\"}")
                .statusCode(200);
    }

    @Test
    void aRefusedActionIsAnsweredWithWhatIsAllowed() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        act("businessMember", plan.taskId(1), bureau.business, "submission", null)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:action-refused"))
                .body("detail", equalTo("责任分工处于“已下达”状态，不能“申请办结”；当前状态允许：签收、取消；允许“申请办结”的状态：已签收、进行中、已退回"))
                .body("state", equalTo("ISSUED"))
                .body("allowedActions", contains("receipt", "cancellation"))
                .body("allowingStates", contains("RECEIVED", "IN_PROGRESS", "RETURNED"));
        bureau.as("businessMember")
                .header("Accept-Language", "en")
                .post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business + "/submission")
                .then()
                .statusCode(409)
                .body("detail", containsString("The assignment is issued, which doesn't allow submission"));
        assertThat(Events.names(plan.taskId(1))).containsExactly("TaskIssued");
    }

    @Test
    void badInputIsRefusedAndChangesNothing() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        UUID task = plan.taskId(1);
        act("businessMember", task, bureau.business, "receipt", null).statusCode(200);

        act("businessMember", task, bureau.business, "progress-reports", "{\"percent\": 101, \"text\": \"\"}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations", hasSize(2));
        act("businessMember", task, bureau.business, "progress-reports", "{\"percent\": 50, \"txt\": \"过半\"}")
                .statusCode(400);
        act("businessHead", task, bureau.business, "suspension", "{}").statusCode(400);
        act("businessHead", task, bureau.business, "suspension", null).statusCode(400);
        act("businessMember", task, bureau.business, "deletion", null).statusCode(404);
        act("technician", task, bureau.technology, "receipt", null)
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:assignment-unknown"));
        act("businessMember", UUID.randomUUID(), bureau.business, "receipt", null)
                .statusCode(404);

        assertThat(Events.names(task)).containsExactly("TaskIssued", "TaskReceived");
    }

    @Test
    void nobodyOfAnotherBureauSeesOrTouchesATask() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        var stranger = new SampleBureau();

        stranger.as("officer").get("/v1/tasks/" + plan.taskId(1)).then().statusCode(404);
        stranger.as("officer")
                .get("/v1/tasks/" + plan.taskId(1) + "/history")
                .then()
                .statusCode(404);
        stranger.as("officer").get("/v1/plans/" + plan.planId()).then().statusCode(404);
        stranger.as("officer")
                .get("/v1/plans/" + plan.planId() + "/phases")
                .then()
                .statusCode(404);
        stranger.as("officer")
                .post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business + "/cancellation")
                .then()
                .statusCode(400);
        stranger.as("officer")
                .body("{\"reason\": \"x\"}")
                .post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business + "/cancellation")
                .then()
                .statusCode(404);
        stranger.as("officer")
                .queryParam("planId", plan.planId())
                .get("/v1/tasks")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void peopleOfASuperiorBureauReadWhatIsBelow() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        UUID city = SampleBureau.unit("市税务局", "BUREAU", null);
        bureau.moveBelow(city);
        bureau.person("inspector", city, "MEMBER");
        bureau.leavesHomeSection("inspector");

        bureau.as("inspector").get("/v1/tasks/" + plan.taskId(1)).then().statusCode(200);
        bureau.as("inspector")
                .get("/v1/plans")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(plan.planId().toString()));
    }

    @Test
    void tasksAreListedByPlanPhaseUnitAndStatePageByPage() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-10"), bureau.technology)
                .phase(1)
                .task(from("2023-03-01"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        act("technician", plan.taskId(1), bureau.technology, "receipt", null).statusCode(200);

        list("planId", plan.planId()).body("items.number", contains(1, 2, 3));
        list("planId", plan.planId(), "phaseId", plan.phaseId(2)).body("items.number", contains(3));
        list("planId", plan.planId(), "unitId", bureau.business).body("items.number", contains(1, 3));
        list("unitId", bureau.technology, "status", "RECEIVED").body("items.number", contains(1));
        list("unitId", bureau.business, "status", "RECEIVED").body("items", hasSize(0));
        list("unitId", bureau.technology, "status", List.of("RECEIVED", "ISSUED"))
                .body("items.number", contains(1, 2));

        String cursor = list("planId", plan.planId(), "limit", 2)
                .body("items.number", contains(1, 2))
                .extract()
                .path("nextCursor");
        list("planId", plan.planId(), "limit", 2, "cursor", cursor)
                .body("items.number", contains(3))
                .body("nextCursor", equalTo(null));
        bureau.as("clerk").queryParam("cursor", "%%").get("/v1/tasks").then().statusCode(400);
        bureau.as("clerk").queryParam("limit", 201).get("/v1/tasks").then().statusCode(400);
    }

    private ValidatableResponse list(Object... query) {
        var request = bureau.as("clerk");
        for (int i = 0; i < query.length; i += 2) {
            request = query[i + 1] instanceof List<?> values
                    ? request.queryParam((String) query[i], values)
                    : request.queryParam((String) query[i], query[i + 1]);
        }
        return request.get("/v1/tasks").then().statusCode(200);
    }

    @Test
    void aPhaseIsCompletedOnceHoweverItsLastTasksAreAccepted() throws Exception {
        for (int round = 0; round < 5; round++) {
            var plan = new SamplePlan(bureau)
                    .phase(2)
                    .task(before("2023-03-10"), bureau.business)
                    .task(before("2023-03-10"), bureau.technology)
                    .publishedAt("2023-02-23T10:00:00");
            for (String action : List.of("receipt", "submission")) {
                act("businessHead", plan.taskId(1), bureau.business, action, null)
                        .statusCode(200);
                act("technician", plan.taskId(2), bureau.technology, action, null)
                        .statusCode(200);
            }

            atOnce(
                    () -> act("officer", plan.taskId(1), bureau.business, "acceptance", null)
                            .statusCode(200),
                    () -> act("coordinator", plan.taskId(2), bureau.technology, "acceptance", null)
                            .statusCode(200));

            assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted", "PhaseCompleted");
        }
    }

    @Test
    void aPhaseIsReopenedWithItsTaskAndCompletedAgain() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business)
                .task(from("2023-03-01"), bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
        finish("businessHead", plan.taskId(1), bureau.business);
        finish("technician", plan.taskId(2), bureau.technology);
        act("officer", plan.taskId(2), bureau.technology, "reopening", "{\"reason\": \"复核\"}")
                .statusCode(200);
        act("officer", plan.taskId(1), bureau.business, "reopening", "{\"reason\": \"复核\"}")
                .statusCode(200);
        act("officer", plan.taskId(1), bureau.business, "cancellation", "{\"reason\": \"不再需要\"}")
                .statusCode(200);
        act("technician", plan.taskId(2), bureau.technology, "submission", null).statusCode(200);
        act("officer", plan.taskId(2), bureau.technology, "acceptance", null)
                .statusCode(200)
                .body("state", equalTo("ESTABLISHED"));

        assertThat(Events.names(plan.planId()))
                .containsExactly(
                        "PlanPublished",
                        "PhaseStarted",
                        "PhaseCompleted",
                        "PhaseReopened",
                        "PlanRevised",
                        "PhaseCompleted");
        assertThat(Events.of(plan.planId()).stream()
                        .map(event -> event.data().get("sequence").asInt()))
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void ofTwoWhoDoTheSameAtTheSameTimeOneIsRefused() throws Exception {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        var codes = atOnce(
                () -> act("businessHead", plan.taskId(1), bureau.business, "receipt", null)
                        .extract()
                        .statusCode(),
                () -> act("businessMember", plan.taskId(1), bureau.business, "receipt", null)
                        .extract()
                        .statusCode());

        assertThat(codes).containsExactlyInAnyOrder(200, 409);
        assertThat(Events.names(plan.taskId(1))).containsExactly("TaskIssued", "TaskReceived");
    }

    @Test
    void whatIsOnRecordCanNotBeChanged() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        for (String change : List.of("update assignment_history set why = 'x'", "delete from assignment_history")) {
            assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                            .run(() -> entities.createNativeQuery(change + " where task_id = :task")
                                    .setParameter("task", plan.taskId(1))
                                    .executeUpdate()))
                    .hasStackTraceContaining("assignment_history is only added to");
        }
    }

    private void finish(String who, UUID task, UUID unit) {
        act(who, task, unit, "receipt", null).statusCode(200);
        act(who, task, unit, "submission", null).statusCode(200);
        act("officer", task, unit, "acceptance", null).statusCode(200);
    }

    @SafeVarargs
    private static <T> List<T> atOnce(Callable<T>... calls) throws Exception {
        var threads = Executors.newFixedThreadPool(calls.length);
        try {
            List<T> results = new ArrayList<>();
            for (var future : threads.invokeAll(List.of(calls))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
