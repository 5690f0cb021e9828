package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A transition costs at most six statements: lock, load, two updates, history with outbox, and the caller who isn't known yet. A
 * read costs one.
 */
@ServiceTest
class StatementCountTest {

    @Test
    void aTransitionOverRestTakesAtMostSixStatements() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-10"), bureau.data)
                .publishedAt("2023-02-23T10:00:00");
        UUID task = plan.taskId(1);
        // what other tests left is settled before anything is counted
        bureau.as("administrator")
                .body("{\"now\": \"2023-02-23T10:30:00+08:00\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
        Map<String, List<String>> statements = new LinkedHashMap<>();

        statements.put("receipt", act(bureau, "businessMember", task, bureau.business, "receipt", null));
        statements.put(
                "progress-reports",
                act(
                        bureau,
                        "businessMember",
                        task,
                        bureau.business,
                        "progress-reports",
                        "{\"percent\": 5, \"text\": \"开始\"}"));
        statements.put(
                "suspension", act(bureau, "businessHead", task, bureau.business, "suspension", "{\"reason\": \"等待\"}"));
        // one more writes the reminders of the moved due date
        List<String> resuming = act(bureau, "businessHead", task, bureau.business, "resumption", null);
        statements.put("submission", act(bureau, "businessHead", task, bureau.business, "submission", null));
        statements.put("return", act(bureau, "officer", task, bureau.business, "return", "{\"reason\": \"补充\"}"));
        statements.put("submission again", act(bureau, "businessHead", task, bureau.business, "submission", null));
        statements.put("acceptance", act(bureau, "officer", task, bureau.business, "acceptance", null));
        act(bureau, "technician", task, bureau.technology, "receipt", null);
        act(bureau, "technician", task, bureau.technology, "submission", null);
        // one more lets the phase count its open tasks
        List<String> completing = act(bureau, "officer", task, bureau.technology, "acceptance", null);

        statements.forEach(
                (action, sql) -> assertThat(sql).as("statements of %s", action).hasSizeLessThanOrEqualTo(6));
        statements.forEach((action, sql) -> System.out.printf("statements of %s: %d%n", action, sql.size()));
        System.out.printf("statements of the acceptance that completes the task: %d%n", completing.size());
        System.out.printf("statements of resumption: %d%n", resuming.size());
        assertThat(resuming).hasSizeLessThanOrEqualTo(7);
        assertThat(completing).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void readingATaskOrAPageOfTasksTakesOneStatementAndOneMoreWhereATaskHasWaited() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-10"), bureau.data)
                .publishedAt("2023-02-23T10:00:00");
        UUID waiting = plan.taskId(1);
        String one = "/v1/tasks/" + waiting;
        String ofUnit = "/v1/tasks?limit=1&unitId=" + bureau.business + "&status=ISSUED&status=RECEIVED";
        String ofPlan = "/v1/tasks?planId=" + plan.planId() + "&light=GREEN&light=RED";
        for (String path : List.of(one, ofUnit, ofPlan)) {
            assertThat(reading(bureau, path)).as(path).hasSize(1);
        }

        bureau.as("officer")
                .header("If-Match", "*")
                .body(Map.of("prerequisites", List.of(plan.taskId(2)), "reason", "先后有序"))
                .put("/v1/tasks/" + waiting + "/prerequisites")
                .then()
                .statusCode(200);

        for (String path : List.of(one, ofUnit, ofPlan)) {
            assertThat(reading(bureau, path)).as(path).hasSize(2);
        }
    }

    /** The second time, when the caller and the names of the units are known. */
    private static List<String> reading(SampleBureau bureau, String path) {
        bureau.as("businessMember").get(path).then().statusCode(200);
        return Statements.during(
                () -> bureau.as("businessMember").get(path).then().statusCode(200));
    }

    private static List<String> act(SampleBureau bureau, String who, UUID task, UUID unit, String action, String body) {
        var request = bureau.as(who);
        return Statements.during(() -> (body == null ? request : request.body(body))
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200));
    }
}
