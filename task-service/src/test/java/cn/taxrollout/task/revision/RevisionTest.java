package cn.taxrollout.task.revision;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.plan.DraftedPlan.json;
import static cn.taxrollout.task.plan.DraftedPlan.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class RevisionTest {
    private static final String WHY = "局长办公会决定";

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();
    private SamplePlan plan;
    private String path;

    @BeforeEach
    void aPublishedPlan() {
        plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-17"), bureau.data)
                .phase(1)
                .task(before("2023-04-28"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        path = "/v1/plans/" + plan.planId();
    }

    @Test
    void whatIsPublishedIsTheFirstVersion() {
        bureau.as("clerk")
                .get(path + "/versions")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].version", equalTo(1))
                .body("items[0].actor.id", equalTo(bureau.no("coordinator")))
                .body("items[0].reason", nullValue());
        bureau.as("clerk")
                .get(path + "/versions/1")
                .then()
                .statusCode(200)
                .body("plan.state", equalTo("PUBLISHED"))
                .body("plan.policy.daysBefore", contains(5, 3, 1, 0))
                .body("phases.ordinal", contains(1, 2))
                .body("tasks.number", contains(1, 2, 3))
                .body("tasks[0].deadline.dueOn", equalTo("2023-03-10"))
                .body("tasks[0].unitIds", contains(bureau.business.toString(), bureau.technology.toString()))
                .body("units.name", hasItem("业务集成组"));
        bureau.as("clerk")
                .get(path + "/versions/1/changes")
                .then()
                .statusCode(200)
                .body("changes", hasSize(6))
                .body("changes.change.unique()", contains("ADDED"));
        bureau.as("clerk").get(path).then().body("revision", equalTo(1));
    }

    @Test
    void everyChangeMakesAVersionAndVersionsAreComparedFieldByField() {
        patch("officer", path, "title", "推行方案（修订）").statusCode(200).body("revision", equalTo(2));
        patch("coordinator", task(2), "title", "核对数据", "deliverables", List.of("核对报告"))
                .statusCode(200);
        patch("officer", "/v1/phases/" + plan.phaseId(2), "ordinal", 1).statusCode(200);
        bureau.as("officer")
                .header("If-Match", "*")
                .body(json("kind", "BEFORE", "dueOn", "2023-03-31", "reason", WHY))
                .put(task(1) + "/deadline")
                .then()
                .statusCode(200);
        Map<String, Object> policy = bureau.as("officer")
                .get(path + "/reminder-policy")
                .then()
                .extract()
                .path("policy");
        policy.put("overdueEvery", 3);
        bureau.as("officer")
                .header("If-Match", "*")
                .body(json("policy", policy, "reason", WHY))
                .put(path + "/reminder-policy")
                .then()
                .statusCode(200);

        bureau.as("clerk")
                .get(path + "/versions")
                .then()
                .body("items.version", contains(6, 5, 4, 3, 2, 1))
                .body("items[0].reason", equalTo(WHY));
        changes(2, null)
                .body("changes", hasSize(1))
                .body("changes[0].subject", equalTo("PLAN"))
                .body("changes[0].fields[0].field", equalTo("title"))
                .body("changes[0].fields[0].from", equalTo("试点推行工作方案"))
                .body("changes[0].fields[0].to", equalTo("推行方案（修订）"));
        changes(3, null)
                .body("changes[0].subject", equalTo("TASK"))
                .body("changes[0].change", equalTo("CHANGED"))
                .body("changes[0].phase.title", equalTo("阶段1"))
                .body("changes[0].task.number", equalTo(2))
                .body("changes[0].fields.field", containsInAnyOrder("title", "deliverables"))
                .body("changes[0].fields.find { it.field == 'deliverables' }.to", contains("核对报告"))
                .body("changes[0].fields.find { it.field == 'deliverables' }.from", nullValue());
        changes(4, null)
                .body("changes.subject", contains("PHASE", "PHASE"))
                .body("changes.fields.flatten().field", contains("ordinal", "ordinal"));
        changes(5, null)
                .body("changes[0].fields[0].field", equalTo("deadline.dueOn"))
                .body("changes[0].fields[0].from", equalTo("2023-03-10"))
                .body("changes[0].fields[0].to", equalTo("2023-03-31"));
        changes(6, null).body("changes[0].fields.field", contains("policy.overdueEvery"));
        changes(6, 1).body("changes.subject", containsInAnyOrder("PLAN", "PHASE", "PHASE", "TASK", "TASK"));
        bureau.as("clerk").get(path + "/versions/1").then().body("plan.title", equalTo("试点推行工作方案"));

        List<Events.Recorded> revised = revisions();
        assertThat(revised).hasSize(5);
        assertThat(revised.get(1).data().get("version").asInt()).isEqualTo(3);
        assertThat(revised.get(1).data().at("/changes/0/title").asText()).isEqualTo("核对数据");
        assertThat(revised.get(1).data().at("/unitIds/0").asText()).isEqualTo(bureau.data.toString());
        assertThat(revised.get(0).data().get("unitIds")).hasSize(3);
    }

    @Test
    void aChangeThatChangesNothingMakesNoVersion() {
        patch("officer", path, "confidential", true).statusCode(200).body("revision", equalTo(1));
        patch("officer", task(1), "title", "任务1").statusCode(200);
        assertThat(revisions()).isEmpty();
    }

    @Test
    void aUnitThatIsAddedGetsItsShareAndOneThatIsTakenAwayLosesIt() {
        patch("officer", task(1), "unitIds", List.of(bureau.business, bureau.data))
                .statusCode(200)
                .body("units.id", contains(bureau.business.toString(), bureau.data.toString()))
                .body("assignments.state", contains("ISSUED", "CANCELLED", "ISSUED"));

        assertThat(Events.names(plan.taskId(1))).containsExactly("TaskIssued", "TaskIssued", "TaskCancelled");
        var issued = Events.of(plan.taskId(1)).get(1).data();
        assertThat(issued.get("unitIds")).hasSize(1);
        assertThat(issued.at("/unitIds/0").asText()).isEqualTo(bureau.data.toString());
        assertThat(issued.at("/deadline/dueOn").asText()).isEqualTo("2023-03-10");
        var cancelled = Events.of(plan.taskId(1)).get(2).data();
        assertThat(cancelled.at("/unitIds/0").asText()).isEqualTo(bureau.technology.toString());
        assertThat(cancelled.get("reason").asText()).isEqualTo(WHY);
        assertThat(revisions().get(0).data().get("unitIds")).hasSize(3);
        changes(2, null)
                .body("changes[0].fields.field", contains("unitIds"))
                .body("units.name", containsInAnyOrder("业务集成组", "数据风险组", "技术支撑组"));
        bureau.as("analyst")
                .post(task(1) + "/assignments/" + bureau.data + "/receipt")
                .then()
                .statusCode(200);

        patch("officer", task(1), "unitIds", List.of(bureau.technology, bureau.business, bureau.data))
                .statusCode(200)
                .body("assignments.state", contains("ISSUED", "IN_PROGRESS", "RECEIVED"));
        assertThat(Events.names(plan.taskId(1)))
                .containsExactly("TaskIssued", "TaskIssued", "TaskCancelled", "TaskReceived", "TaskReopened");
    }

    @Test
    void anotherUnitOpensACompletedTaskAndItsPhaseAgainAndIsRemindedOfIt() {
        finish(2, bureau.data, "analyst");
        finish(1, bureau.business, "businessHead");
        finish(1, bureau.technology, "technician");
        assertThat(Events.names(plan.planId())).endsWith("PhaseCompleted");

        patch("officer", task(2), "unitIds", List.of(bureau.data, bureau.technology))
                .statusCode(200)
                .body("status", equalTo("OPEN"));

        assertThat(Events.names(plan.planId())).endsWith("PhaseCompleted", "PhaseReopened", "PlanRevised");
        assertThat(pending(plan.taskId(2))).contains("DUE_SOON 2023-03-17 1", "OVERDUE 2023-03-17 1");
    }

    @Test
    void anotherJointRuleMayCompleteATaskOrOpenItAgain() {
        finish(1, bureau.business, "businessHead");
        patch("officer", task(1), "jointRule", "LEAD", "leadUnitId", bureau.business)
                .statusCode(200)
                .body("status", equalTo("COMPLETED"));
        assertThat(Events.names(plan.taskId(1))).endsWith("TaskAccepted", "TaskCompleted");
        assertThat(pending(plan.taskId(1))).isEmpty();

        patch("officer", task(1), "jointRule", "ALL", "leadUnitId", null)
                .statusCode(200)
                .body("status", equalTo("OPEN"));
        var reopened = Events.of(plan.taskId(1));
        assertThat(reopened.get(reopened.size() - 1).name()).isEqualTo("TaskReopened");
        assertThat(reopened.get(reopened.size() - 1).data().at("/unitIds/0").asText())
                .isEqualTo(bureau.technology.toString());
        assertThat(pending(plan.taskId(1))).contains("OVERDUE 2023-03-10 1");
    }

    @Test
    void aTaskThatIsTakenOutIsCancelledAndStaysOnRecord() {
        remove("officer", task(3), WHY).statusCode(204);

        bureau.as("clerk").get(task(3)).then().statusCode(200).body("status", equalTo("CANCELLED"));
        assertThat(Events.names(plan.taskId(3))).containsExactly("TaskIssued", "TaskCancelled");
        assertThat(pending(plan.taskId(3))).isEmpty();
        assertThat(Events.names(plan.planId())).endsWith("PhaseCompleted", "PlanRevised");
        changes(2, null)
                .body("changes[0].change", equalTo("REMOVED"))
                .body("changes[0].task.number", equalTo(3))
                .body("changes[0].phase.ordinal", equalTo(2));
        patch("officer", task(3), "title", "又改")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:task-cancelled"));

        bureau.as("officer")
                .body(json("reason", "仍要开展"))
                .post(task(3) + "/assignments/" + bureau.business + "/reopening")
                .then()
                .statusCode(200);
        changes(3, null).body("changes[0].change", equalTo("ADDED"));
    }

    @Test
    void workThatIsDoneIsNotTakenAway() {
        finish(1, bureau.technology, "technician");
        patch("officer", task(1), "unitIds", List.of(bureau.business))
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:action-refused"))
                .body("state", equalTo("COMPLETED"));
        remove("officer", task(1), WHY).statusCode(409);
        bureau.as("clerk").get(task(1)).then().body("units", hasSize(2)).body("status", equalTo("OPEN"));
        assertThat(revisions()).isEmpty();
    }

    @Test
    void theLastShareThatIsCancelledTakesTheTaskOutOfThePlanToo() {
        bureau.as("officer")
                .body(json("reason", "并入其他任务"))
                .post(task(2) + "/assignments/" + bureau.data + "/cancellation")
                .then()
                .statusCode(200);
        changes(2, null).body("changes[0].change", equalTo("REMOVED")).body("changes[0].task.number", equalTo(2));
    }

    @Test
    void aTaskThatMovesToAnotherPhaseIsCountedThere() {
        finish(1, bureau.business, "businessHead");
        finish(1, bureau.technology, "technician");
        patch("officer", task(2), "phaseId", plan.phaseId(2)).statusCode(200).body("phase.ordinal", equalTo(2));
        bureau.as("clerk").get(path + "/phases").then().body("openTasks", contains(0, 2));
        assertThat(Events.names(plan.planId())).endsWith("PhaseCompleted", "PlanRevised");

        patch("officer", task(2), "phaseId", plan.phaseId(1)).statusCode(200);
        bureau.as("clerk").get(path + "/phases").then().body("openTasks", contains(1, 1));
        assertThat(Events.names(plan.planId())).endsWith("PhaseReopened", "PlanRevised");
        patch("officer", task(2), "phaseId", UUID.randomUUID())
                .statusCode(422)
                .body("violations.field", contains("phaseId"));
    }

    @Test
    void phasesAreAddedAndRemovedInAPublishedPlan() {
        String added = bureau.as("officer")
                .body(json("title", "总结评估", "reason", WHY))
                .post(path + "/phases")
                .then()
                .statusCode(201)
                .body("ordinal", equalTo(3))
                .extract()
                .path("id");
        changes(2, null).body("changes.change", contains("ADDED")).body("changes[0].phase.title", equalTo("总结评估"));
        remove("officer", "/v1/phases/" + plan.phaseId(1), WHY).statusCode(409).body("tasks", contains(1, 2));
        remove("officer", "/v1/phases/" + added, WHY).statusCode(204);
        changes(3, null).body("changes.change", contains("REMOVED"));
    }

    @Test
    void aTaskThatSomebodyOrdersIsIssuedAtOnceAndOpensItsPhaseAgain() {
        remove("officer", task(3), "合并").statusCode(204);
        Map<String, Object> terms = terms(plan.phaseId(2), "报送专题材料", "2023-03-03", bureau.data);
        terms.put("source", json("kind", "MEETING", "reference", "2月23日局长办公会"));
        String id = bureau.as("officer")
                .body(terms)
                .post("/v1/tasks")
                .then()
                .statusCode(201)
                .body("number", equalTo(4))
                .body("status", equalTo("OPEN"))
                .body("source.kind", equalTo("MEETING"))
                .body("assignments.state", contains("ISSUED"))
                .extract()
                .path("id");

        UUID task = UUID.fromString(id);
        assertThat(Events.names(task)).containsExactly("TaskIssued");
        assertThat(pending(task))
                .contains("DUE_SOON 2023-03-03 3", "OVERDUE 2023-03-03 1", "NOT_RECEIVED 2023-02-23 2");
        assertThat(Events.names(plan.planId()))
                .endsWith("PhaseCompleted", "PlanRevised", "PhaseReopened", "PlanRevised");
        bureau.as("clerk").get(path + "/phases").then().body("openTasks", contains(2, 1));
        bureau.as("clerk").get(path + "/versions").then().body("items[0].reason", equalTo("会议决定：2月23日局长办公会"));
        terms.put("source", json("kind", "MEETING", "reference", " "));
        bureau.as("officer").body(terms).post("/v1/tasks").then().statusCode(400);
    }

    @Test
    void aPatchMovesADeadlineAndBothAreOneVersion() {
        patch("officer", task(1), "title", "新名称", "deadline", json("dueOn", "2023-03-31"))
                .statusCode(200)
                .body("deadline.dueOn", equalTo("2023-03-31"))
                .body("assignments.dueOn", contains("2023-03-31", "2023-03-31"));
        assertThat(Events.names(plan.taskId(1))).containsExactly("TaskIssued", "DeadlineChanged");
        changes(2, null).body("changes[0].fields.field", containsInAnyOrder("title", "deadline.dueOn"));
        patch("officer", task(1), "deadline", json("dueOn", "2023-02-01"))
                .statusCode(422)
                .body("violations.field", contains("dueOn"))
                .body("detail", containsString("新名称"));
        assertThat(revisions()).hasSize(1);
    }

    @Test
    void aPublishedPlanIsNotChangedWithoutAReasonNorByWhoReadAnOldState() {
        for (String changed : List.of(path, task(1), "/v1/phases/" + plan.phaseId(1))) {
            bureau.as("officer")
                    .header("If-Match", "*")
                    .body(json("title", "改"))
                    .patch(changed)
                    .then()
                    .statusCode(422)
                    .body("violations.field", contains("reason"));
            bureau.as("officer")
                    .header("If-Match", "\"99\"")
                    .body(json("title", "改", "reason", WHY))
                    .patch(changed)
                    .then()
                    .statusCode(412);
            bureau.as("officer")
                    .body(json("title", "改", "reason", WHY))
                    .patch(changed)
                    .then()
                    .statusCode(428);
        }
        remove("officer", task(1), null).statusCode(422);
        bureau.as("officer")
                .body(terms(plan.phaseId(1), "又一项", "2023-03-10", bureau.data))
                .post("/v1/tasks")
                .then()
                .statusCode(422);
        bureau.as("officer")
                .body(json("title", "三"))
                .post(path + "/phases")
                .then()
                .statusCode(422);
        assertThat(revisions()).isEmpty();
    }

    @Test
    void versionsThatDoNotExistAreSaidSo() {
        bureau.as("clerk")
                .get(path + "/versions/2")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:version-unknown"));
        bureau.as("clerk").get(path + "/versions/2/changes").then().statusCode(404);
        bureau.as("clerk").get(path + "/versions/1/changes?since=1").then().statusCode(422);
        bureau.as("clerk").get(path + "/versions/1/changes?since=-1").then().statusCode(400);
        for (String versions : List.of("/versions", "/versions/1", "/versions/1/changes")) {
            new SampleBureau().as("officer").get(path + versions).then().statusCode(404);
        }
    }

    @Test
    void changesAtTheSameTimeMakeOneVersionEachAndNoneForgetsAnother() {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            for (int number = 1; number <= 3; number++) {
                String what = task(number);
                String title = "第" + i + "稿";
                answers.add(CompletableFuture.supplyAsync(() -> patch(bureau, "officer", what, "title", title)));
            }
        }
        answers.forEach(answer -> assertThat(answer.join()).isIn(200, 412));

        List<Integer> versions = revisions().stream()
                .map(event -> event.data().get("version").asInt())
                .toList();
        assertThat(versions).hasSizeGreaterThan(3).isSorted().doesNotHaveDuplicates();
        assertThat(versions.get(versions.size() - 1)).isEqualTo(versions.size() + 1);
        List<String> titles = bureau.as("clerk")
                .get(path + "/versions/" + (versions.size() + 1))
                .then()
                .extract()
                .path("tasks.title");
        for (int number = 1; number <= 3; number++) {
            bureau.as("clerk").get(task(number)).then().body("title", equalTo(titles.get(number - 1)));
        }
    }

    @Test
    void whoMayChangeAPublishedPlan() {
        for (String who : List.of("businessHead", "businessMember", "clerk", "officerOfOldDays")) {
            revisionsBy(bureau, who)
                    .forEach((call, status) ->
                            assertThat(status).as("%s by %s", call, who).isEqualTo(403));
        }
        revisionsBy(new SampleBureau(), "administrator").forEach((call, status) -> assertThat(status)
                .as("%s from elsewhere", call)
                .isEqualTo(call.equals("add a task") ? 422 : 404));
        assertThat(revisionsBy(bureau, "coordinator").values()).containsExactly(200, 201, 200, 201, 200, 403, 403);
        assertThat(revisionsBy(bureau, "officer").values()).containsExactly(200, 201, 200, 201, 200, 200, 204);
        aPublishedPlan();
        assertThat(revisionsBy(bureau, "administrator").values()).containsExactly(200, 201, 200, 201, 200, 200, 204);
    }

    private Map<String, Integer> revisionsBy(SampleBureau of, String who) {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        statuses.put("change the plan", patch(of, who, path, "goals", who));
        statuses.put(
                "add a phase",
                of.as(who)
                        .body(json("title", who, "reason", WHY))
                        .post(path + "/phases")
                        .statusCode());
        statuses.put("change a phase", patch(of, who, "/v1/phases/" + plan.phaseId(1), "title", who));
        Map<String, Object> terms = terms(plan.phaseId(1), "又一项", "2023-03-10", bureau.data);
        terms.put("reason", WHY);
        statuses.put("add a task", of.as(who).body(terms).post("/v1/tasks").statusCode());
        statuses.put("change a task", patch(of, who, task(1), "title", who));
        statuses.put("take a unit away", patch(of, who, task(1), "unitIds", List.of(bureau.business)));
        statuses.put(
                "take a task out",
                of.as(who).header("If-Match", "*").delete(task(3) + "?reason=x").statusCode());
        return statuses;
    }

    private static int patch(SampleBureau of, String who, String path, String field, Object value) {
        return of.as(who)
                .header("If-Match", "*")
                .body(json(field, value, "reason", WHY))
                .patch(path)
                .statusCode();
    }

    private String task(int number) {
        return "/v1/tasks/" + plan.taskId(number);
    }

    private ValidatableResponse patch(String who, String path, Object... fields) {
        Map<String, Object> patch = json(fields);
        patch.put("reason", WHY);
        return bureau.as(who).header("If-Match", "*").body(patch).patch(path).then();
    }

    private ValidatableResponse remove(String who, String path, String reason) {
        var request = bureau.as(who).header("If-Match", "*");
        return (reason == null ? request : request.queryParam("reason", reason))
                .delete(path)
                .then();
    }

    private ValidatableResponse changes(int version, Integer since) {
        return bureau.as("clerk")
                .get(path + "/versions/" + version + "/changes" + (since == null ? "" : "?since=" + since))
                .then()
                .statusCode(200);
    }

    private List<Events.Recorded> revisions() {
        return Events.of(plan.planId()).stream()
                .filter(event -> event.name().equals("PlanRevised"))
                .toList();
    }

    private void finish(int number, UUID unit, String who) {
        String share = task(number) + "/assignments/" + unit + "/";
        bureau.as(who).post(share + "receipt").then().statusCode(200);
        bureau.as(who).post(share + "submission").then().statusCode(200);
        bureau.as("officer").post(share + "acceptance").then().statusCode(200);
    }

    private List<String> pending(UUID task) {
        List<Object[]> rows = QuarkusTransaction.requiringNew().call(() -> {
            @SuppressWarnings("unchecked")
            List<Object[]> found = entities.createNativeQuery(
                            "select kind, reckoned_from, step from obligation where task_id = :task and state = 'PENDING'")
                    .setParameter("task", task)
                    .getResultList();
            return found;
        });
        List<String> pending = new ArrayList<>();
        rows.forEach(row -> pending.add(row[0] + " " + row[1] + " " + row[2]));
        return pending;
    }
}
