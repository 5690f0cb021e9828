package cn.taxrollout.task.dutymatrix;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.itIsQuietAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import cn.taxrollout.task.tasks.JointRule;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class DutyMatrixTest {
    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private ValidatableResponse matrix(SamplePlan plan) {
        return bureau.as("clerk")
                .get("/v1/plans/" + plan.planId() + "/duty-matrix")
                .then()
                .statusCode(200);
    }

    private void rename(SamplePlan plan, int task, String title) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update task set title = :title where id = :id")
                        .setParameter("title", title)
                        .setParameter("id", plan.taskId(task))
                        .executeUpdate());
    }

    @Test
    void theMatrixSaysWhoLeadsAndWhoJoins() {
        var plan = new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-03-10"), bureau.business)
                .task(before("2023-03-10"), JointRule.LEAD, bureau.technology, bureau.business)
                .task(before("2023-03-10"), bureau.business, bureau.data)
                .publishedAt("2023-02-23T10:00:00");

        matrix(plan)
                .body("on", equalTo("2023-02-23"))
                .body("tasks.number", contains(1, 2, 3))
                .body("tasks[0].duties.role", contains("LEAD"))
                .body("tasks[1].duties.role", contains("LEAD", "PEER"))
                .body("tasks[1].duties[0].unitId", equalTo(bureau.technology.toString()))
                .body("tasks[1].duties[0].state", equalTo("ISSUED"))
                .body("tasks[2].duties.role", contains("PEER", "PEER"))
                .body("units[0].name", equalTo("业务集成组"))
                .body("units[0].leads", equalTo(1))
                .body("units[0].joins", equalTo(2))
                .body("units[0].members", equalTo(3))
                .body("overlaps", hasSize(1))
                .body("overlaps[0].kind", equalTo("NO_LEAD"))
                .body("overlaps[0].taskIds", contains(plan.taskId(3).toString()))
                .body("overlaps[0].message", equalTo("任务 3“任务3”由业务集成组、数据风险组共同承担，没有明确牵头单位"));
    }

    @Test
    void tasksOfUnitsThatAreNoMoreOrEmptyAndUnitsWithoutTasksAreGaps() {
        UUID ended = SampleBureau.unit("临时组", "WORKING_GROUP", bureau.team);
        UUID unknown = UUID.randomUUID();
        var plan = new SamplePlan(bureau)
                .phase(4)
                .task(before("2023-03-10"), ended)
                .task(before("2023-03-10"), bureau.taxpayerService)
                .task(before("2023-03-10"), bureau.business)
                .task(before("2023-03-10"), unknown)
                .drafted();
        SampleBureau.ends(ended, "临时组", "WORKING_GROUP", bureau.team);

        matrix(plan)
                .body("gaps.findAll { it.taskId != null }.kind", contains("UNIT_ENDED", "UNIT_EMPTY", "UNIT_UNKNOWN"))
                .body("gaps[0].taskId", equalTo(plan.taskId(1).toString()))
                .body("gaps[1].message", equalTo("任务 2“任务2”的责任单位纳税服务组没有人员"))
                .body("units.find { it.id == '" + unknown + "' }.name", nullValue())
                .body(
                        "gaps.findAll { it.kind == 'UNIT_WITHOUT_TASK' }.unitId",
                        containsInAnyOrder(
                                bureau.coordination.toString(),
                                bureau.technology.toString(),
                                bureau.data.toString(),
                                bureau.supervision.toString()));
    }

    @Test
    void tasksOfTheSameTitleOverlapHoweverItIsTyped() {
        var plan = new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-03-10"), bureau.business)
                .task(before("2023-03-10"), bureau.technology)
                .task(before("2023-03-10"), bureau.data)
                .drafted();
        rename(plan, 1, "开展培训（第一期）");
        rename(plan, 3, "开展 培训(第一期)。");

        matrix(plan)
                .body("tasks[0].duties[0].state", nullValue())
                .body("overlaps.kind", contains("SAME_TITLE"))
                .body(
                        "overlaps[0].taskIds",
                        contains(plan.taskId(1).toString(), plan.taskId(3).toString()))
                .body("overlaps[0].unitIds", contains(bureau.business.toString(), bureau.data.toString()));
    }

    @Test
    void whatIsCancelledDoesNotCount() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business, bureau.data)
                .task(before("2023-03-10"), bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
        for (var share : new Object[][] {{1, bureau.data}, {2, bureau.technology}}) {
            bureau.as("officer")
                    .body("{\"reason\": \"不再需要\"}")
                    .post("/v1/tasks/" + plan.taskId((int) share[0]) + "/assignments/" + share[1] + "/cancellation")
                    .then()
                    .statusCode(200);
        }

        matrix(plan)
                .body("tasks.number", contains(1))
                .body("tasks[0].duties.role", contains("LEAD"))
                .body("overlaps", hasSize(0));
    }

    @Test
    void onlyWhoMayReadThePlanSeesItAndItsSizeCostsNoStatements() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        String path = "/v1/plans/" + plan.planId() + "/duty-matrix";
        new SampleBureau().as("officer").get(path).then().statusCode(404);
        SampleBureau.asSystem("task:read").get(path).then().statusCode(200);
        var large = new SamplePlan(bureau).phase(30);
        for (int task = 0; task < 30; task++) {
            large.task(before("2023-03-10"), bureau.business, bureau.data);
        }
        large.publishedAt("2023-02-23T10:00:00");

        itIsQuietAt("2023-02-23T10:05:00", bureau);

        matrix(plan); // the caller is known from here on
        assertThat(Statements.during(() -> matrix(large)))
                .hasSameSizeAs(Statements.during(() -> matrix(plan)))
                .hasSizeLessThanOrEqualTo(5);
    }
}
