package cn.taxrollout.task.plan;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import org.junit.jupiter.api.Test;

@ServiceTest
class PublicationTest {

    @Test
    void publishingGivesEachUnitItsShareAndStartsThePhasesThatCanBeWorkedOn() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-01-31"), bureau.coordination)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .phase(1)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted");
        var published = Events.of(plan.planId()).get(0).data();
        assertThat(published.get("units")).hasSize(3);
        assertThat(published.at("/units/0/unitId").asText()).isEqualTo(bureau.coordination.toString());
        assertThat(published.at("/units/0/assigned").asInt()).isOne();
        assertThat(published.at("/units/0/backfilled").asInt()).isOne();
        assertThat(published.at("/units/1/assigned").asInt()).isEqualTo(2);
        assertThat(published.at("/units/1/backfilled").asInt()).isZero();

        assertThat(Events.of(plan.taskId(1)).get(0).data().get("backfilled").asBoolean())
                .isTrue();
        var issued = Events.of(plan.taskId(2)).get(0);
        assertThat(issued.name()).isEqualTo("TaskIssued");
        assertThat(issued.data().get("backfilled").asBoolean()).isFalse();
        assertThat(issued.data().get("unitIds")).hasSize(2);

        bureau.as("clerk")
                .get("/v1/plans/" + plan.planId() + "/phases")
                .then()
                .statusCode(200)
                .body("ordinal", contains(1, 2))
                .body("openTasks", contains(2, 1))
                .body("startedAt[0]", containsString("2023-02-23T10:00"))
                .body("startedAt[1]", equalTo(null));
    }

    @Test
    void aContinuingTaskThatHasBegunStartsItsPhaseAtOnce() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(from("2023-02-01"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted");
        assertThat(Events.of(plan.taskId(1)).get(0).data().get("backfilled").asBoolean())
                .isFalse();
    }

    @Test
    void aPlanIsPublishedOnce() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        bureau.as("officer")
                .header("Accept-Language", "en")
                .post("/v1/plans/" + plan.planId() + "/publication")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:plan-not-draft"))
                .body("detail", containsString("it can be published only as a draft"))
                .body("state", equalTo("PUBLISHED"))
                .body("allowingStates", contains("DRAFT"));
        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted");
    }

    @Test
    void onlyTheCoordinatingGroupTheOfficeAndAdministratorsPublish() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .drafted();

        for (String who : new String[] {"businessHead", "clerk", "officerOfOldDays"}) {
            bureau.as(who)
                    .post("/v1/plans/" + plan.planId() + "/publication")
                    .then()
                    .statusCode(403)
                    .body("type", equalTo("urn:tax-rollout:problem:not-entitled"));
        }
        new SampleBureau()
                .as("officer")
                .post("/v1/plans/" + plan.planId() + "/publication")
                .then()
                .statusCode(404);
        SampleBureau.asSystem("task:read")
                .post("/v1/plans/" + plan.planId() + "/publication")
                .then()
                .statusCode(403);
        SampleBureau.asSystem("task:write")
                .post("/v1/plans/" + plan.planId() + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("PUBLISHED"));
        assertThat(Events.of(plan.planId()).get(0).data().at("/actor/kind").asText())
                .isEqualTo("SYSTEM");
        assertThat(Events.of(plan.planId()).get(0).data().at("/actor/id").asText())
                .isEqualTo("another-system");
    }
}
