package cn.taxrollout.task.prerequisite;

import static cn.taxrollout.task.SamplePlan.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to be the case before a task of the business group is worked on. */
@ServiceTest
class PreconditionsTest {
    private final SampleBureau bureau = new SampleBureau();
    private SamplePlan plan;
    private String task;

    @BeforeEach
    void aDraft() {
        plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .drafted();
        task = "/v1/tasks/" + plan.taskId(1);
    }

    private ValidatableResponse state(RequestSpecification caller, String statement) {
        return caller.body("{\"statement\": \"%s\"}".formatted(statement))
                .post(task + "/preconditions")
                .then();
    }

    private String stated(String statement) {
        return state(bureau.as("officer"), statement)
                .statusCode(201)
                .header("ETag", notNullValue())
                .body("met", equalTo(false))
                .body("judgedAt", nullValue())
                .extract()
                .path("id");
    }

    private ValidatableResponse confirm(RequestSpecification caller, String id) {
        return caller.body("{\"note\": \"见省局通知\"}")
                .post(task + "/preconditions/" + id + "/confirmation")
                .then();
    }

    private ValidatableResponse revoke(RequestSpecification caller, String id) {
        return caller.body("{\"reason\": \"数据有误\"}")
                .post(task + "/preconditions/" + id + "/revocation")
                .then();
    }

    private ValidatableResponse act(String action) {
        RequestSpecification caller = bureau.as("businessHead");
        return (action.equals("progress-reports") ? caller.body("{\"percent\": 50, \"text\": \"过半\"}") : caller)
                .post(task + "/assignments/" + bureau.business + "/" + action)
                .then();
    }

    private List<String> told() {
        return Events.names(plan.taskId(1)).stream()
                .filter(name -> name.matches("TaskBlocked|TaskUnblocked"))
                .toList();
    }

    @Test
    void theUnitWorksOnceEverythingIsConfirmed() {
        String data = stated("省局已下发初始化数据");
        String rooms = stated("机房已验收");
        plan.published("2023-02-23T10:00:00");
        act("receipt").statusCode(200);

        act("progress-reports")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:task-blocked"))
                .body("detail", containsString("省局已下发初始化数据、机房已验收"))
                .body("blockedBy", empty())
                .body("unmetPreconditions", contains("省局已下发初始化数据", "机房已验收"));
        bureau.as("clerk").get(task).then().body("unmetPreconditions", contains("省局已下发初始化数据", "机房已验收"));
        confirm(bureau.as("coordinator"), data)
                .statusCode(200)
                .body("met", equalTo(true))
                .body("note", equalTo("见省局通知"))
                .body("judgedBy.id", equalTo(bureau.no("coordinator")));
        act("submission").statusCode(409).body("unmetPreconditions", contains("机房已验收"));
        confirm(bureau.as("officer"), rooms).statusCode(200);
        act("progress-reports").statusCode(200);
        revoke(bureau.as("officer"), data).statusCode(200).body("met", equalTo(false));
        act("submission").statusCode(409);
        confirm(bureau.as("officer"), data).statusCode(200);
        act("submission").statusCode(200);

        assertThat(told()).containsExactly("TaskUnblocked", "TaskBlocked", "TaskUnblocked");
        assertThat(Events.of(plan.taskId(1)).stream()
                        .filter(event -> event.name().equals("TaskBlocked"))
                        .map(event -> event.data().at("/preconditions/0").asText()))
                .containsExactly("省局已下发初始化数据");
        bureau.as("clerk")
                .get(task + "/history?limit=200")
                .then()
                .body(
                        "items.findAll { it.action == 'preconditions' }.why",
                        contains(
                                "确认前置条件已满足：省局已下发初始化数据",
                                "确认前置条件已满足：机房已验收",
                                "撤销对前置条件的确认：省局已下发初始化数据",
                                "确认前置条件已满足：省局已下发初始化数据"));
    }

    @Test
    void ofTwoConfirmationsAtTheSameTimeOneTellsThatTheUnitCanWork() throws Exception {
        String first = stated("一");
        String second = stated("二");
        plan.published("2023-02-23T10:00:00");
        var both = Executors.newFixedThreadPool(2);
        for (int round = 1; round <= 5; round++) {
            Callable<Integer> one =
                    () -> confirm(bureau.as("officer"), first).extract().statusCode();
            Callable<Integer> other =
                    () -> confirm(bureau.as("coordinator"), second).extract().statusCode();
            for (var done : both.invokeAll(List.of(one, other))) {
                assertThat(done.get()).isEqualTo(200);
            }
            assertThat(told().stream().filter(name -> name.equals("TaskUnblocked")))
                    .hasSize(round);
            revoke(bureau.as("officer"), first).statusCode(200);
            revoke(bureau.as("officer"), second).statusCode(200);
        }
        both.shutdownNow();
        assertThat(told()).hasSize(10);
    }

    @Test
    void whatWasSaidIsNotSaidAgainNorOfAClosedTask() {
        String id = stated("省局已下发初始化数据");
        revoke(bureau.as("officer"), id)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:precondition-not-met"))
                .body("met", equalTo(false));
        confirm(bureau.as("officer"), id).statusCode(200);
        confirm(bureau.as("officer"), id)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:precondition-met"));
        plan.published("2023-02-23T10:00:00");
        act("receipt").statusCode(200);
        act("submission").statusCode(200);
        bureau.as("officer")
                .post(task + "/assignments/" + bureau.business + "/acceptance")
                .then()
                .statusCode(200);
        revoke(bureau.as("officer"), id)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:prerequisites-fixed"))
                .body("taskStatus", equalTo("COMPLETED"));
        state(bureau.as("officer"), "再等一等").statusCode(409);
        state(bureau.as("officer"), " ").statusCode(400);
        confirm(bureau.as("officer"), UUID.randomUUID().toString()).statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({
        "officer, true",
        "coordinator, true",
        "administrator, true",
        "businessHead, false",
        "technician, false",
        "clerk, false"
    })
    void conditionsAreForThoseWhoRunThePlan(String who, boolean may) {
        String id = stated("省局已下发初始化数据");
        state(bureau.as(who), "机房已验收").statusCode(may ? 201 : 403);
        confirm(bureau.as(who), id).statusCode(may ? 200 : 403);
        revoke(bureau.as(who), id).statusCode(may ? 200 : 403);
        var stranger = new SampleBureau();
        state(stranger.as("officer"), "x").statusCode(404);
        confirm(stranger.as("officer"), id).statusCode(404);
        revoke(stranger.as("officer"), id).statusCode(404);
        stranger.as("officer").get(task + "/preconditions").then().statusCode(404);
        stranger.as("officer").get(task + "/preconditions/" + id).then().statusCode(404);
        confirm(SampleBureau.asSystem("task:read"), id).statusCode(403);
        bureau.as("clerk")
                .get(task + "/preconditions/" + id)
                .then()
                .statusCode(200)
                .body("statement", equalTo("省局已下发初始化数据"));
        bureau.as("clerk").get(task + "/preconditions").then().body("[0].id", equalTo(id));
    }
}
