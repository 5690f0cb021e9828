package cn.taxrollout.task.prerequisite;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.clock.BusinessDay;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that wait for others. Of the plan's tasks 1 and 2 belong to the business group, 3 and 4 to the technicians. */
@ServiceTest
class PrerequisitesTest {
    private static final String PUBLICATION = "2023-02-23T10:00:00";

    private final SampleBureau bureau = new SampleBureau();
    private final SamplePlan plan = new SamplePlan(bureau)
            .phase(4)
            .task(before("2023-03-10"), bureau.business)
            .task(from("2023-03-01"), bureau.business)
            .task(before("2023-03-31"), bureau.technology)
            .task(before("2023-04-28"), bureau.technology);

    private ValidatableResponse set(RequestSpecification caller, int number, String reason, UUID... before) {
        return caller.header("If-Match", "*")
                .body("{\"prerequisites\": %s, \"reason\": %s}"
                        .formatted(
                                Arrays.stream(before)
                                        .map(id -> '"' + id.toString() + '"')
                                        .collect(Collectors.joining(", ", "[", "]")),
                                reason == null ? null : '"' + reason + '"'))
                .put("/v1/tasks/" + plan.taskId(number) + "/prerequisites")
                .then();
    }

    private void waits(int number, Integer... before) {
        set(
                        bureau.as("officer"),
                        number,
                        "先后有序",
                        Arrays.stream(before).map(plan::taskId).toArray(UUID[]::new))
                .statusCode(200);
    }

    private ValidatableResponse act(String who, int number, UUID unit, String action) {
        Map<String, String> bodies = Map.of(
                "progress-reports", "{\"percent\": 50, \"text\": \"过半\"}",
                "reopening", "{\"reason\": \"复核\"}",
                "cancellation", "{\"reason\": \"不再需要\"}",
                "return", "{\"reason\": \"补充\"}");
        RequestSpecification caller = bureau.as(who);
        return (bodies.containsKey(action) ? caller.body(bodies.get(action)) : caller)
                .post("/v1/tasks/" + plan.taskId(number) + "/assignments/" + unit + "/" + action)
                .then();
    }

    private void done(int number) {
        act("businessHead", number, bureau.business, "receipt").statusCode(200);
        act("businessHead", number, bureau.business, "submission").statusCode(200);
        act("officer", number, bureau.business, "acceptance").statusCode(200);
    }

    private ValidatableResponse task(int number) {
        return bureau.as("clerk").get("/v1/tasks/" + plan.taskId(number)).then().statusCode(200);
    }

    /** Lets what is due be told. */
    private void told() {
        String now =
                bureau.as("clerk").get("/v1/business-clock").then().extract().path("now");
        clock(OffsetDateTime.parse(now).plusMinutes(1).toString());
    }

    private void clock(String time) {
        bureau.as("administrator")
                .body(Map.of("now", time))
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
    }

    private List<String> links(int number) {
        return Events.names(plan.taskId(number)).stream()
                .filter(name -> name.matches("TaskBlocked|TaskUnblocked"))
                .toList();
    }

    @Test
    void aTaskIsNotWorkedOnUntilThoseBeforeItAreDone() {
        plan.drafted();
        waits(3, 1, 2);
        plan.published(PUBLICATION);

        task(3).body("blockedBy.number", contains(1, 2))
                .body("blockedBy.status", contains("OPEN", "OPEN"))
                .body("assignments[0].allowedActions", contains("receipt", "cancellation"));
        act("technician", 3, bureau.technology, "receipt")
                .statusCode(200)
                .body("allowedActions", contains("suspension", "cancellation"));
        for (String action : new String[] {"progress-reports", "submission"}) {
            act("technician", 3, bureau.technology, action)
                    .statusCode(409)
                    .body("type", equalTo("urn:tax-rollout:problem:task-blocked"))
                    .body("detail", containsString("任务 3“任务3”"))
                    .body("detail", containsString("1 “任务1”、2 “任务2”"))
                    .body("state", equalTo("RECEIVED"))
                    .body("allowedActions", contains("suspension", "cancellation"))
                    .body("blockedBy.number", contains(1, 2));
        }

        done(1);
        task(3).body("blockedBy.number", contains(2));
        act("technician", 3, bureau.technology, "submission").statusCode(409);
        done(2);
        task(2).body("status", equalTo("ESTABLISHED"));
        task(3).body("blockedBy", empty())
                .body("assignments[0].allowedActions", hasItems("progress-reports", "submission"));
        act("technician", 3, bureau.technology, "progress-reports").statusCode(200);
        told();
        assertThat(links(3))
                .as("told once, when nothing is in the way any more")
                .containsExactly("TaskUnblocked");
        assertThat(Events.of(plan.taskId(3)).stream()
                        .filter(event -> event.name().equals("TaskUnblocked"))
                        .findFirst()
                        .orElseThrow()
                        .data()
                        .at("/actor/id")
                        .asText())
                .isEqualTo("prerequisites");
    }

    @Test
    void aCancelledTaskIsNotWaitedForAndAReopenedOneIsAgain() {
        plan.drafted();
        waits(3, 1);
        plan.published(PUBLICATION);
        act("technician", 3, bureau.technology, "receipt").statusCode(200);

        act("officer", 1, bureau.business, "cancellation").statusCode(200);
        told();
        act("technician", 3, bureau.technology, "progress-reports").statusCode(200);
        act("officer", 1, bureau.business, "reopening").statusCode(200);
        told();

        act("technician", 3, bureau.technology, "submission").statusCode(409);
        assertThat(links(3)).containsExactly("TaskUnblocked", "TaskBlocked");
        var blocked = Events.of(plan.taskId(3)).stream()
                .filter(event -> event.name().equals("TaskBlocked"))
                .findFirst()
                .orElseThrow()
                .data();
        assertThat(blocked.at("/blockedBy/0/number").asInt()).isEqualTo(1);
        act("businessHead", 1, bureau.business, "submission").statusCode(200);
        act("officer", 1, bureau.business, "acceptance").statusCode(200);
        told();
        act("technician", 3, bureau.technology, "submission").statusCode(200);
        assertThat(links(3)).containsExactly("TaskUnblocked", "TaskBlocked", "TaskUnblocked");
    }

    @Test
    void whatIsDoneOrSubmittedStaysSoWhenATaskBeforeItIsReopened() {
        plan.publishedAt(PUBLICATION);
        waits(3, 1);
        done(1);
        act("technician", 3, bureau.technology, "receipt").statusCode(200);
        act("technician", 3, bureau.technology, "submission").statusCode(200);
        act("officer", 1, bureau.business, "reopening").statusCode(200);

        act("officer", 3, bureau.technology, "return").statusCode(200);
        act("technician", 3, bureau.technology, "submission").statusCode(409);
        act("businessHead", 1, bureau.business, "submission").statusCode(200);
        act("officer", 1, bureau.business, "acceptance").statusCode(200);
        act("technician", 3, bureau.technology, "submission").statusCode(200);
        act("officer", 1, bureau.business, "reopening").statusCode(200);
        act("officer", 3, bureau.technology, "acceptance").statusCode(200);
        task(3).body("status", equalTo("COMPLETED"));
    }

    @Test
    void aBlockedUnitIsNotAskedForNewsAndItsSilenceCountsFromWhenItCanWork() {
        plan.publishedAt(PUBLICATION);
        waits(4, 1);
        act("technician", 4, bureau.technology, "receipt").statusCode(200);
        clock("2023-03-13T12:00:00+08:00");
        assertThat(Events.names(plan.taskId(4))).doesNotContain("TaskStale");
        done(1);
        told();
        clock("2023-03-24T12:00:00+08:00");
        assertThat(Events.names(plan.taskId(4))).doesNotContain("TaskStale");
        clock("2023-03-27T12:00:00+08:00");

        assertThat(Events.of(plan.taskId(4)).stream()
                        .filter(event -> event.name().equals("TaskStale"))
                        .map(event -> BusinessDay.of(event.at()) + " "
                                + event.data().get("workingDaysSilent").asInt()))
                .containsExactly("2023-03-27 10");
    }

    @Test
    void aChangeOfAnIssuedTaskIsOnRecordAndTold() {
        plan.publishedAt(PUBLICATION);
        act("technician", 3, bureau.technology, "receipt").statusCode(200);
        String tag = task(3).extract().header("ETag");

        set(bureau.as("officer"), 3, null, plan.taskId(1)).statusCode(422).body("violations.field", contains("reason"));
        waits(3, 1);
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(3) + "/prerequisites")
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("blocked", equalTo(true))
                .body("prerequisites.number", contains(1))
                .body("waiting", empty());
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(1) + "/prerequisites")
                .then()
                .body("blocked", equalTo(false))
                .body("waiting.number", contains(3));
        waits(3);
        assertThat(links(3)).containsExactly("TaskBlocked", "TaskUnblocked");
        assertThat(Events.of(plan.planId()).stream()
                        .filter(event -> event.name().equals("PlanRevised"))
                        .map(event -> event.data().at("/changes/0/fields").toString()))
                .as("each is a version of the plan")
                .containsExactly("[\"prerequisites\"]", "[\"prerequisites\"]");
        bureau.as("clerk")
                .get("/v1/tasks/" + plan.taskId(3) + "/history")
                .then()
                .body("items.action", contains("issuance", "receipt", "prerequisites", "prerequisites"))
                .body("items[2].why", equalTo("先后有序"));
        bureau.as("officer")
                .header("If-Match", tag)
                .body("{\"prerequisites\": [], \"reason\": \"x\"}")
                .put("/v1/tasks/" + plan.taskId(3) + "/prerequisites")
                .then()
                .statusCode(412);
        bureau.as("officer")
                .body("{\"prerequisites\": [], \"reason\": \"x\"}")
                .put("/v1/tasks/" + plan.taskId(3) + "/prerequisites")
                .then()
                .statusCode(428);
    }

    @Test
    void tasksCannotWaitForEachOther() {
        plan.drafted();
        waits(2, 1);
        waits(3, 2);
        waits(4, 3, 1);

        set(bureau.as("officer").header("Accept-Language", "en"), 1, null, plan.taskId(4))
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:prerequisites-unsound"))
                .body("violations[0].field", equalTo("prerequisites[0]"))
                .body("violations[0].message", containsString("1 “任务1” → 4 “任务4” → "))
                .body("violations[0].message", containsString(" → 1 “任务1”"))
                .body("circle[0]", equalTo(plan.taskId(1).toString()));
        set(bureau.as("officer"), 1, null, plan.taskId(1))
                .statusCode(422)
                .body("violations[0].message", containsString("1 “任务1” → 1 “任务1”"));
        waits(4, 1);
        waits(3);
        task(1).body("blockedBy", empty());
        waits(1, 3);
    }

    @Test
    void ofTwoChangesThatWouldCloseACircleTogetherOneIsRefused() throws Exception {
        plan.drafted();
        var both = Executors.newFixedThreadPool(2);
        for (int i = 0; i < 5; i++) {
            Callable<Integer> one = () ->
                    set(bureau.as("officer"), 1, null, plan.taskId(2)).extract().statusCode();
            Callable<Integer> other = () ->
                    set(bureau.as("officer"), 2, null, plan.taskId(1)).extract().statusCode();
            var codes = both.invokeAll(List.of(one, other));
            assertThat(List.of(codes.get(0).get(), codes.get(1).get())).containsExactlyInAnyOrder(200, 422);
            waits(1);
            waits(2);
        }
        both.shutdownNow();
    }

    @Test
    void onlyOtherTasksOfThePlanCanBeWaitedForEachOnce() {
        plan.drafted();
        var other = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .drafted();
        set(bureau.as("officer"), 3, null, plan.taskId(1), other.taskId(1), UUID.randomUUID(), plan.taskId(1))
                .statusCode(422)
                .body("violations.field", contains("prerequisites[1]", "prerequisites[2]", "prerequisites[3]"));
        task(3).body("blockedBy", empty());
    }

    @Test
    void aClosedTaskWaitsForNothingElse() {
        plan.publishedAt(PUBLICATION);
        done(1);
        set(bureau.as("officer"), 1, "x", plan.taskId(3))
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:prerequisites-fixed"))
                .body("taskStatus", equalTo("COMPLETED"))
                .body("allowingStatuses", contains("DRAFT", "OPEN"))
                .body("detail", not(containsString("{")));
    }

    @ParameterizedTest
    @CsvSource({
        "officer, 200",
        "coordinator, 200",
        "administrator, 200",
        "businessHead, 403",
        "technician, 403",
        "clerk, 403"
    })
    void theOrderOfTasksIsForThoseWhoRunThePlan(String who, int status) {
        plan.drafted();
        set(bureau.as(who), 3, null, plan.taskId(1)).statusCode(status);
        set(new SampleBureau().as("officer"), 3, null, plan.taskId(1))
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:task-unknown"));
        new SampleBureau()
                .as("officer")
                .get("/v1/tasks/" + plan.taskId(3) + "/prerequisites")
                .then()
                .statusCode(404);
        set(SampleBureau.asSystem("task:read"), 3, null, plan.taskId(1)).statusCode(403);
        set(SampleBureau.asSystem("task:write"), 3, null, plan.taskId(1)).statusCode(200);
    }

    @Test
    void aListOfTasksSaysWhatBlocksEachOfThem() {
        plan.publishedAt(PUBLICATION);
        waits(3, 1);
        waits(4, 2, 3);
        bureau.as("clerk")
                .get("/v1/tasks?planId=" + plan.planId())
                .then()
                .body("items.blockedBy.number", hasItem(List.of(2, 3)))
                .body("items.blockedBy.number", hasItem(List.of(1)));
    }
}
