package cn.taxrollout.task.closure;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.plan.DraftedPlan.json;
import static cn.taxrollout.task.plan.DraftedPlan.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.web.Together;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@ServiceTest
class PlanClosureTest {
    private static final Map<String, Object> SUMMARY = json("summary", "试点任务全部完成");

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();
    private SamplePlan plan;
    private String path;

    @BeforeEach
    void aPublishedPlan() {
        plan = new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-03-10"), bureau.business)
                .task(from("2023-03-01"), bureau.data)
                .task(before("2023-03-17"), bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
        path = "/v1/plans/" + plan.planId();
    }

    private void finishAll() {
        finish(1, bureau.business, "businessHead");
        finish(2, bureau.data, "analyst");
        bureau.as("officer")
                .body(json("reason", "并入其他任务"))
                .post(share(3, bureau.technology) + "cancellation")
                .then()
                .statusCode(200);
    }

    @Test
    void openTasksStandInTheWayAndAreNamed() {
        finish(1, bureau.business, "businessHead");

        close(bureau, "officer")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:plan-has-open-tasks"))
                .body("openTasks", equalTo(2))
                .body("tasks.number", contains(2, 3))
                .body("detail", containsString("任务2"));
        bureau.as("clerk").get(path).then().body("state", equalTo("PUBLISHED"));
        bureau.as("analyst").post(share(2, bureau.data) + "receipt").then().statusCode(200);
    }

    @Test
    void continuingTasksEndWithThePlanAndNothingIsSaidAfterwards() {
        finishAll();
        assertThat(pending()).isPositive();

        close(bureau, "officer")
                .statusCode(200)
                .body("state", equalTo("CLOSED"))
                .body("closingSummary", equalTo("试点任务全部完成"))
                .body("closedAt", containsString("2023-02-23T10:0"));

        assertThat(pending()).isZero();
        var events = Events.of(plan.planId());
        var closed = events.get(events.size() - 1);
        assertThat(closed.name()).isEqualTo("PlanClosed");
        assertThat(closed.data().get("unitIds")).hasSize(3);
        assertThat(closed.data().at("/tasks/established").asInt()).isOne();
        assertThat(closed.data().at("/tasks/completed").asInt()).isOne();
        assertThat(closed.data().at("/tasks/cancelled").asInt()).isOne();
        int said = Events.of(plan.taskId(2)).size();
        bureau.as("administrator")
                .body(Map.of("now", "2023-06-01T09:00:00+08:00"))
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
        assertThat(Events.of(plan.taskId(2))).hasSize(said);
        bureau.as("clerk")
                .get(path + "/versions")
                .then()
                .body("items", hasSize(3))
                .body("items[0].reason", equalTo("试点任务全部完成"));
        bureau.as("clerk")
                .get(path + "/versions/3/changes")
                .then()
                .body("changes[0].fields[0].field", equalTo("state"))
                .body("changes[0].fields[0].to", equalTo("CLOSED"));
    }

    @Test
    void nothingOfAClosedPlanChangesAnyMore() {
        String help = bureau.as("businessHead")
                .body(json("fromUnitId", bureau.business, "toUnitId", bureau.technology, "text", "请提供接口说明"))
                .post("/v1/tasks/" + plan.taskId(1) + "/help-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        finishAll();
        Map<String, Object> policy = bureau.as("officer")
                .get(path + "/reminder-policy")
                .then()
                .extract()
                .path("policy");
        close(bureau, "officer").statusCode(200);

        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(2))
                .then()
                .statusCode(200)
                .body("assignments[0].allowedActions", empty());
        Map<String, Integer> statuses = new LinkedHashMap<>();
        statuses.put("plan", patch(path));
        statuses.put("phase", patch("/v1/phases/" + plan.phaseId(1)));
        statuses.put("task", patch("/v1/tasks/" + plan.taskId(1)));
        statuses.put(
                "new phase",
                bureau.as("officer")
                        .body(json("title", "又", "reason", "又"))
                        .post(path + "/phases")
                        .statusCode());
        Map<String, Object> added = terms(plan.phaseId(1), "又一项", "2023-03-10", bureau.data);
        added.put("reason", "又");
        statuses.put(
                "new task", bureau.as("officer").body(added).post("/v1/tasks").statusCode());
        statuses.put("task taken out", delete("/v1/tasks/" + plan.taskId(2) + "?reason=x"));
        statuses.put("phase removed", delete("/v1/phases/" + plan.phaseId(1) + "?reason=x"));
        statuses.put("plan discarded", delete(path));
        statuses.put(
                "publication", bureau.as("officer").post(path + "/publication").statusCode());
        statuses.put("closure", close(bureau, "officer").extract().statusCode());
        statuses.put("policy", put(path + "/reminder-policy", json("policy", policy, "reason", "又")));
        statuses.put(
                "deadline",
                put(
                        "/v1/tasks/" + plan.taskId(1) + "/deadline",
                        json("kind", "BEFORE", "dueOn", "2023-05-05", "reason", "又")));
        statuses.put(
                "rhythm", put("/v1/tasks/" + plan.taskId(2) + "/report-rhythm", json("interval", "WEEKLY", "day", 1)));
        statuses.put(
                "report",
                bureau.as("analyst")
                        .body(json("percent", 100, "text", "仍在进行"))
                        .post(share(2, bureau.data) + "progress-reports")
                        .statusCode());
        statuses.put(
                "reopening",
                bureau.as("officer")
                        .body(json("reason", "又"))
                        .post(share(1, bureau.business) + "reopening")
                        .statusCode());
        statuses.put(
                "help",
                bureau.as("technician")
                        .body(json("text", "已提供"))
                        .post("/v1/help-requests/" + help + "/answer")
                        .statusCode());
        statuses.put(
                "item",
                bureau.as("analyst")
                        .body(json("title", "核对"))
                        .post(share(2, bureau.data) + "items")
                        .statusCode());
        statuses.put(
                "extension",
                bureau.as("businessHead")
                        .body(json("unitId", bureau.business, "wishedDueOn", "2023-05-05", "reason", "又"))
                        .post("/v1/tasks/" + plan.taskId(1) + "/extension-requests")
                        .statusCode());
        assertThat(statuses)
                .allSatisfy((what, status) -> assertThat(status).as(what).isEqualTo(409));

        bureau.as("officer")
                .header("Accept-Language", "en")
                .body(json("reason", "x"))
                .post(share(1, bureau.business) + "reopening")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:plan-closed"))
                .body("state", equalTo("CLOSED"))
                .body("detail", containsString("it can while it is: published"));
    }

    @RepeatedTest(5)
    void whoReopensATaskWhileThePlanIsClosedEitherComesFirstOrIsRefused() throws Exception {
        finishAll();

        var answers = Together.call(
                2,
                call -> call == 0
                        ? bureau.as("officer").body(SUMMARY).post(path + "/closure")
                        : bureau.as("officer")
                                .body(json("reason", "复核"))
                                .post(share(1, bureau.business) + "reopening"));

        assertThat(answers.stream().map(Response::statusCode)).containsExactlyInAnyOrder(200, 409);
        boolean closed = answers.get(0).statusCode() == 200;
        bureau.as("clerk").get(path).then().body("state", equalTo(closed ? "CLOSED" : "PUBLISHED"));
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(1))
                .then()
                .body("status", equalTo(closed ? "COMPLETED" : "OPEN"));
    }

    @Test
    void onlyAPublishedPlanIsClosedByThoseWhoMay() {
        finishAll();
        for (String who : List.of("coordinator", "businessHead", "clerk", "officerOfOldDays")) {
            close(bureau, who).statusCode(403);
        }
        close(new SampleBureau(), "officer").statusCode(404);
        bureau.as("officer")
                .body(json("summary", " "))
                .post(path + "/closure")
                .then()
                .statusCode(400);
        close(bureau, "administrator").statusCode(200);
        close(bureau, "administrator").statusCode(409).body("allowingStates", contains("PUBLISHED"));

        var draft = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.data)
                .drafted();
        bureau.as("officer")
                .body(SUMMARY)
                .post("/v1/plans/" + draft.planId() + "/closure")
                .then()
                .statusCode(409)
                .body("state", equalTo("DRAFT"));
    }

    private ValidatableResponse close(SampleBureau of, String who) {
        return of.as(who).body(SUMMARY).post(path + "/closure").then();
    }

    private int patch(String what) {
        return bureau.as("officer")
                .header("If-Match", "*")
                .body(json("title", "改", "reason", "改"))
                .patch(what)
                .statusCode();
    }

    private int put(String what, Map<String, Object> body) {
        return bureau.as("officer").header("If-Match", "*").body(body).put(what).statusCode();
    }

    private int delete(String what) {
        return bureau.as("officer").header("If-Match", "*").delete(what).statusCode();
    }

    private String share(int number, UUID unit) {
        return "/v1/tasks/" + plan.taskId(number) + "/assignments/" + unit + "/";
    }

    private void finish(int number, UUID unit, String who) {
        bureau.as(who).post(share(number, unit) + "receipt").then().statusCode(200);
        bureau.as(who).post(share(number, unit) + "submission").then().statusCode(200);
        bureau.as("officer").post(share(number, unit) + "acceptance").then().statusCode(200);
    }

    private long pending() {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from obligation o join task t on t.id = o.task_id"
                                + " where t.plan_id = :plan and o.state = 'PENDING'",
                        Long.class)
                .setParameter("plan", plan.planId())
                .getSingleResult());
    }
}
