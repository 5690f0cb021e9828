package cn.taxrollout.task.plan;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.plan.DraftedPlan.json;
import static cn.taxrollout.task.plan.DraftedPlan.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class PlanDraftTest {
    private final SampleBureau bureau = new SampleBureau();

    @BeforeEach
    void theDayOfTheDocument() {
        itIs("2023-02-23T10:00:00");
    }

    @Test
    void aPlanIsWrittenAndPublishedWithoutADocument() {
        var plan = new DraftedPlan(bureau);
        UUID start = plan.phase("启动准备");
        UUID rollout = plan.phase("推行实施");
        UUID first = plan.task(start, "制定实施方案", "2023-03-10", bureau.business);
        UUID second = plan.task(rollout, "开展数据核对", "2023-04-28", bureau.data, bureau.technology);

        bureau.as("clerk")
                .get("/v1/plans/" + plan.id)
                .then()
                .statusCode(200)
                .body("state", equalTo("DRAFT"))
                .body("provenance", equalTo("落实市局试点工作部署"))
                .body("restDayPolicy", equalTo("STAYS"));
        bureau.as("clerk")
                .get("/v1/tasks/" + second)
                .then()
                .statusCode(200)
                .body("number", equalTo(2))
                .body("phase.title", equalTo("推行实施"))
                .body("deliverables", contains("工作总结"))
                .body("jointRule", equalTo("ALL"))
                .body("status", equalTo("DRAFT"))
                .body("units.id", contains(bureau.data.toString(), bureau.technology.toString()));

        plan.publish().statusCode(200).body("state", equalTo("PUBLISHED"));
        assertThat(Events.names(first)).containsExactly("TaskIssued");
        assertThat(Events.of(second).get(0).data().get("unitIds")).hasSize(2);
        bureau.as("clerk")
                .get("/v1/plans/" + plan.id + "/phases")
                .then()
                .body("openTasks", contains(1, 1))
                .body("title", contains("启动准备", "推行实施"));
    }

    @Test
    void whatADraftSaysCanBeChangedFieldByField() {
        var plan = new DraftedPlan(bureau);
        String path = "/v1/plans/" + plan.id;
        String tag = bureau.as("officer").get(path).then().extract().header("ETag");

        bureau.as("officer")
                .contentType("application/merge-patch+json;charset=UTF-8")
                .header("If-Match", tag)
                .body("{\"title\": \"推行方案\", \"goals\": null}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("title", equalTo("推行方案"))
                .body("goals", nullValue())
                .body("issuer", equalTo("县税务局"));
        bureau.as("officer")
                .contentType("application/merge-patch+json;charset=UTF-8")
                .header("If-Match", tag)
                .body("{\"title\": \"又一个\"}")
                .patch(path)
                .then()
                .statusCode(412);
        bureau.as("officer").body("{}").patch(path).then().statusCode(428);
        plan.patch("officer", path, json("title", null)).statusCode(400);
        plan.patch("officer", path, json("issuedOn", "1023-02-23"))
                .statusCode(422)
                .body("violations.field", contains("issuedOn"));
    }

    @Test
    void aNumberIsGivenOnceInABureau() {
        Map<String, Object> heading = DraftedPlan.heading();
        DraftedPlan.begin(bureau, "officer", heading)
                .statusCode(201)
                .header("Location", matchesPattern(".*/v1/plans/.*"));
        DraftedPlan.begin(bureau, "officer", heading)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:plan-number-taken"))
                .body("detail", containsString((String) heading.get("number")));
        DraftedPlan.begin(new SampleBureau(), "officer", heading).statusCode(201);
        var other = new DraftedPlan(bureau);
        other.patch("officer", "/v1/plans/" + other.id, json("number", heading.get("number")))
                .statusCode(409);
    }

    @Test
    void phasesChangePlacesAndThoseWithoutTasksCanBeRemoved() {
        var plan = new DraftedPlan(bureau);
        UUID first = plan.phase("甲");
        UUID second = plan.phase("乙");
        UUID third = plan.phase("丙");
        UUID task = plan.task(first, "任务", "2023-03-10", bureau.business);
        String phases = "/v1/plans/" + plan.id + "/phases";

        plan.patch("officer", "/v1/phases/" + third, json("ordinal", 1, "title", "丙改"))
                .statusCode(200);
        bureau.as("clerk")
                .get(phases)
                .then()
                .body("title", contains("丙改", "甲", "乙"))
                .body("ordinal", contains(1, 2, 3));
        plan.patch("officer", "/v1/phases/" + third, json("ordinal", 4))
                .statusCode(422)
                .body("violations.field", contains("ordinal"));
        delete("/v1/phases/" + first)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:phase-has-tasks"))
                .body("tasks", contains(1));
        plan.patch("officer", "/v1/tasks/" + task, json("phaseId", second)).statusCode(200);
        delete("/v1/phases/" + first).statusCode(204);
        bureau.as("clerk")
                .get(phases)
                .then()
                .body("title", contains("丙改", "乙"))
                .body("ordinal", contains(1, 2))
                .body("openTasks", contains(0, 1));
        bureau.as("clerk").get("/v1/phases/" + first).then().statusCode(404);
    }

    @Test
    void tasksAreChangedFieldByFieldAndTakenOut() {
        var plan = new DraftedPlan(bureau);
        UUID phase = plan.phase("甲");
        UUID task = plan.task(phase, "任务", "2023-03-10", bureau.business, bureau.data);
        String path = "/v1/tasks/" + task;

        plan.patch("officer", path, json("jointRule", "LEAD", "leadUnitId", bureau.data, "body", null))
                .statusCode(200)
                .body("leadUnitId", equalTo(bureau.data.toString()))
                .body("body", nullValue())
                .body("title", equalTo("任务"));
        plan.patch("officer", path, json("deadline", json("dueOn", "2023-03-31")))
                .statusCode(200)
                .body("deadline.kind", equalTo("BEFORE"))
                .body("deadline.dueOn", equalTo("2023-03-31"));
        plan.patch("officer", path, json("deadline", json("kind", "FROM", "opensOn", "2023-03-01", "dueOn", null)))
                .statusCode(200)
                .body("continuing", equalTo(true));
        delete(path).statusCode(204);
        bureau.as("clerk").get(path).then().statusCode(404);
        bureau.as("clerk").get("/v1/phases/" + phase).then().body("openTasks", equalTo(0));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2023-13-01, 400, ''",
        "1023-03-01, 422, dueOn",
    })
    void aDateThatCannotBeMeantIsRefused(String dueOn, int status, String field) {
        var plan = new DraftedPlan(bureau);
        var answer = plan.add("officer", terms(plan.phase("甲"), "任务", dueOn, bureau.business))
                .statusCode(status);
        if (!field.isEmpty()) {
            answer.body("violations.field", contains(field)).body("detail", containsString("任务"));
        }
    }

    @Test
    void unitsAreThoseOfTheBureauThatExist() {
        var plan = new DraftedPlan(bureau);
        UUID phase = plan.phase("甲");
        UUID foreign = new SampleBureau().business;
        UUID unknown = UUID.randomUUID();
        UUID ended = SampleBureau.unit("撤销的组", "WORKING_GROUP", bureau.team);
        SampleBureau.ends(ended, "撤销的组", "WORKING_GROUP", bureau.team);

        plan.add("officer", terms(phase, "任务", "2023-03-10", foreign, bureau.data, unknown, ended, bureau.data))
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:task-unsound"))
                .body("violations.field", contains("unitIds[0]", "unitIds[2]", "unitIds[3]", "unitIds[4]"))
                .body("violations[2].message", containsString("撤销的组"));
        Map<String, Object> led = terms(phase, "任务", "2023-03-10", bureau.data);
        led.put("jointRule", "LEAD");
        plan.add("officer", led).statusCode(422).body("violations.field", contains("leadUnitId"));
        led.put("leadUnitId", bureau.business);
        plan.add("officer", led).statusCode(422).body("violations.field", contains("leadUnitId"));
        led.put("jointRule", "ALL");
        plan.add("officer", led).statusCode(422).body("violations.field", contains("leadUnitId"));
        Map<String, Object> numbered = terms(phase, "任务", "2023-03-10", bureau.data);
        numbered.put("number", 7);
        plan.add("officer", numbered).statusCode(201);
        plan.add("officer", numbered).statusCode(422).body("violations.field", contains("number"));
        plan.add("officer", terms(UUID.randomUUID(), "任务", "2023-03-10", bureau.data))
                .statusCode(422)
                .body("violations.field", contains("phaseId"));
        plan.add("officer", terms(phase, "任务", "2023-03-10")).statusCode(400);
    }

    @Test
    void anUnsoundPlanIsNotPublishedAndEveryFaultIsNamed() {
        var plan = new DraftedPlan(bureau);
        plan.publish().statusCode(422).body("violations.field", contains("phases"));

        UUID soon = SampleBureau.unit("临时小组", "WORKING_GROUP", bureau.team);
        UUID phase = plan.phase("甲");
        plan.phase("乙");
        plan.task(phase, "任务", "2023-03-10", bureau.business, soon);
        SampleBureau.ends(soon, "临时小组", "WORKING_GROUP", bureau.team);
        plan.publish()
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:plan-unsound"))
                .body("violations.field", contains("phases[2]", "phases[1].tasks[1].unitIds"))
                .body("violations.message", hasItems(containsString("乙"), containsString("临时小组")));
        assertThat(Events.names(plan.id)).isEmpty();
        bureau.as("clerk").get("/v1/plans/" + plan.id).then().body("state", equalTo("DRAFT"));
    }

    @Test
    void aDraftIsDiscardedWithEverythingInItAndAPublishedPlanIsNot() {
        var plan = new DraftedPlan(bureau);
        UUID task = plan.task(plan.phase("甲"), "任务", "2023-03-10", bureau.business);
        Map<String, Object> policy = bureau.as("officer")
                .get("/v1/plans/" + plan.id + "/reminder-policy")
                .then()
                .extract()
                .path("policy");
        bureau.as("officer")
                .header("If-Match", "*")
                .body(json("policy", policy))
                .put("/v1/plans/" + plan.id + "/reminder-policy")
                .then()
                .statusCode(200);
        delete("/v1/plans/" + plan.id).statusCode(204);
        bureau.as("clerk").get("/v1/plans/" + plan.id).then().statusCode(404);
        bureau.as("clerk").get("/v1/tasks/" + task).then().statusCode(404);

        var published = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        delete("/v1/plans/" + published.planId())
                .statusCode(409)
                .body("state", equalTo("PUBLISHED"))
                .body("allowingStates", contains("DRAFT"));
    }

    @Test
    void everyEndpointOfADraftIsForThoseWhoDraftPlans() {
        var plan = new DraftedPlan(bureau);
        UUID phase = plan.phase("甲");
        UUID task = plan.task(phase, "任务", "2023-03-10", bureau.business);
        for (String who : List.of("businessHead", "businessMember", "clerk", "officerOfOldDays")) {
            calls(plan, bureau, who, phase, task)
                    .forEach((call, status) ->
                            assertThat(status).as("%s by %s", call, who).isEqualTo(403));
        }
        calls(plan, new SampleBureau(), "officer", phase, task).forEach((call, status) -> assertThat(status)
                .as("%s by a foreign officer", call)
                .isEqualTo(call.equals("add a task") ? 422 : 404));
        for (String who : List.of("officer", "coordinator", "administrator")) {
            var own = new DraftedPlan(bureau);
            UUID ownPhase = own.phase("甲");
            UUID ownTask = own.task(ownPhase, "任务", "2023-03-10", bureau.business);
            calls(own, bureau, who, ownPhase, ownTask)
                    .forEach((call, status) ->
                            assertThat(status).as("%s by %s", call, who).isBetween(200, 204));
            DraftedPlan.begin(bureau, who, DraftedPlan.heading()).statusCode(201);
        }
        DraftedPlan.begin(bureau, "businessHead", DraftedPlan.heading()).statusCode(403);
        Map<String, Object> elsewhere = DraftedPlan.heading();
        elsewhere.put("bureauId", new SampleBureau().id);
        DraftedPlan.begin(bureau, "officer", elsewhere).statusCode(422).body("violations.field", contains("bureauId"));
    }

    /** What each call is answered with; those that remove come last. */
    private Map<String, Integer> calls(DraftedPlan plan, SampleBureau of, String who, UUID phase, UUID task) {
        var statuses = new LinkedHashMap<String, Integer>();
        statuses.put("change the plan", patch(of, who, "/v1/plans/" + plan.id));
        statuses.put(
                "add a phase",
                of.as(who)
                        .body(json("title", "乙"))
                        .post("/v1/plans/" + plan.id + "/phases")
                        .statusCode());
        statuses.put("change a phase", patch(of, who, "/v1/phases/" + phase));
        statuses.put(
                "add a task",
                of.as(who)
                        .body(terms(phase, "又一项", "2023-03-10", bureau.business))
                        .post("/v1/tasks")
                        .statusCode());
        statuses.put("change a task", patch(of, who, "/v1/tasks/" + task));
        statuses.put("remove a task", remove(of, who, "/v1/tasks/" + task));
        statuses.put("discard the plan", remove(of, who, "/v1/plans/" + plan.id));
        return statuses;
    }

    private static int patch(SampleBureau of, String who, String path) {
        return of.as(who)
                .header("If-Match", "*")
                .body(json("title", "新的"))
                .patch(path)
                .statusCode();
    }

    private static int remove(SampleBureau of, String who, String path) {
        return of.as(who).header("If-Match", "*").delete(path).statusCode();
    }

    private ValidatableResponse delete(String path) {
        return bureau.as("officer").header("If-Match", "*").delete(path).then();
    }
}
