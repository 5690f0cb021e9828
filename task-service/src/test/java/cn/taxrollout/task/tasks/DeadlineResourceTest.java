package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
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
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class DeadlineResourceTest {
    private static final String MARCH_31 = "{\"kind\": \"BEFORE\", \"dueOn\": \"2023-03-31\", \"reason\": \"上级推迟\"}";

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private SamplePlan plan() {
        return new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
    }

    private static ValidatableResponse move(RequestSpecification caller, UUID task, String deadline) {
        return caller.header("If-Match", "*")
                .body(deadline)
                .put("/v1/tasks/" + task + "/deadline")
                .then();
    }

    @Test
    void movingADeadlineKeepsTheOldOneOnRecordAndReplacesWhatIsOwed() {
        UUID task = plan().taskId(1);
        String tag = bureau.as("officer")
                .get("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200)
                .body("deadline.dueOn", equalTo("2023-03-10"))
                .extract()
                .header("ETag");

        bureau.as("officer")
                .header("If-Match", tag)
                .body(MARCH_31)
                .put("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200)
                .body("deadline.dueOn", equalTo("2023-03-31"))
                .body("shares.dueOn", contains("2023-03-31", "2023-03-31"));

        var changed = Events.of(task).get(1);
        assertThat(changed.name()).isEqualTo("DeadlineChanged");
        assertThat(changed.data().get("unitIds")).hasSize(2);
        assertThat(changed.data().at("/previous/dueOn").asText()).isEqualTo("2023-03-10");
        assertThat(changed.data().at("/deadline/dueOn").asText()).isEqualTo("2023-03-31");
        assertThat(changed.data().get("reason").asText()).isEqualTo("上级推迟");
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/deadline/changes")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].from.dueOn", equalTo("2023-03-10"))
                .body("items[0].to.dueOn", equalTo("2023-03-31"))
                .body("items[0].unitId", nullValue())
                .body("items[0].reason", equalTo("上级推迟"))
                .body("items[0].actor.id", equalTo(bureau.no("officer")));
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/history")
                .then()
                .statusCode(200)
                .body("items.action", contains("issuance", "issuance", "deadline-change", "deadline-change"))
                .body("items.dueOn", contains("2023-03-10", "2023-03-10", "2023-03-31", "2023-03-31"));
        assertThat(obligations(task, "PENDING"))
                .containsExactly(
                        "NOT_RECEIVED 2023-02-23 2",
                        "STALE 2023-02-23 10",
                        "DUE_SOON 2023-03-31 5",
                        "DUE_SOON 2023-03-31 3",
                        "DUE_SOON 2023-03-31 1",
                        "DUE_SOON 2023-03-31 0",
                        "OVERDUE 2023-03-31 1");
        assertThat(obligations(task, "LAPSED"))
                .containsExactly(
                        "DUE_SOON 2023-03-10 5",
                        "DUE_SOON 2023-03-10 3",
                        "DUE_SOON 2023-03-10 1",
                        "DUE_SOON 2023-03-10 0",
                        "OVERDUE 2023-03-10 1");
    }

    @Test
    void aDeadlineThatIsMovedBackAndForthIsOwedAsIfItHadStayed() {
        UUID task = plan().taskId(1);
        List<String> owed = obligations(task, "PENDING");
        move(bureau.as("officer"), task, MARCH_31).statusCode(200);
        move(bureau.as("officer"), task, MARCH_31.replace("03-31", "03-10")).statusCode(200);

        assertThat(obligations(task, "PENDING")).isEqualTo(owed);
    }

    @Test
    void theSameDeadlineOnceMoreIsNoChange() {
        UUID task = plan().taskId(1);

        move(bureau.as("officer"), task, MARCH_31.replace("03-31", "03-10")).statusCode(200);

        assertThat(Events.names(task)).containsExactly("TaskIssued");
        bureau.as("clerk").get("/v1/tasks/" + task + "/deadline/changes").then().body("items", hasSize(0));
    }

    @Test
    void aWindowThatIsOpenedEarlierStartsItsPhase() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");

        move(
                        bureau.as("officer"),
                        plan.taskId(1),
                        "{\"kind\": \"WINDOW\", \"opensOn\": \"2023-02-22\", \"dueOn\": \"2023-03-28\", \"reason\": \"提前\"}")
                .statusCode(200);

        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted", "PlanRevised");
        assertThat(obligations(plan.taskId(1), "PENDING")).doesNotContain("OPENED 2023-03-25 0");
    }

    @Test
    void whoMovesADeadlineSaysOnWhatStateThatIsBased() {
        UUID task = plan().taskId(1);
        String path = "/v1/tasks/" + task + "/deadline";
        String tag = bureau.as("officer").get(path).getHeader("ETag");
        bureau.as("businessHead")
                .post("/v1/tasks/" + task + "/assignments/" + bureau.business + "/receipt")
                .then()
                .statusCode(200);

        bureau.as("officer").body(MARCH_31).put(path).then().statusCode(428);
        bureau.as("officer")
                .header("If-Match", tag)
                .body(MARCH_31)
                .put(path)
                .then()
                .statusCode(412);
    }

    @ParameterizedTest
    @CsvSource({
        "officer, 200",
        "coordinator, 200",
        "administrator, 200",
        "businessHead, 403",
        "businessMember, 403",
        "clerk, 403",
        "officerOfOldDays, 403"
    })
    void onlyTheOfficeTheCoordinatingGroupAndAdministratorsMoveDeadlines(String who, int status) {
        move(bureau.as(who), plan().taskId(1), MARCH_31).statusCode(status);
    }

    @Test
    void systemsNeedTheScopeAndStrangersSeeNoTask() {
        UUID task = plan().taskId(1);
        move(SampleBureau.asSystem("task:read"), task, MARCH_31).statusCode(403);
        move(new SampleBureau().as("officer"), task, MARCH_31).statusCode(404);
        new SampleBureau()
                .as("officer")
                .get("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(404);
        new SampleBureau()
                .as("officer")
                .get("/v1/tasks/" + task + "/deadline/changes")
                .then()
                .statusCode(404);
        move(SampleBureau.asSystem("task:write"), task, MARCH_31).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BEFORE | | | dueOn",
                "BEFORE | 2023-03-01 | 2023-03-31 | opensOn",
                "ON | 2023-03-01 | 2023-03-31 | opensOn",
                "WINDOW | | 2023-03-31 | opensOn",
                "WINDOW | 2023-03-31 | 2023-03-01 | dueOn",
                "FROM | 2023-03-31 | 2023-04-01 | dueOn",
                "BEFORE | | 2203-03-31 | dueOn",
                "BEFORE | | 2023-02-22 | dueOn",
                "FROM | 1970-01-01 | | opensOn",
            })
    void anUnsoundDeadlineIsRefusedByFieldAndClause(String kind, String opensOn, String dueOn, String field) {
        UUID task = plan().taskId(1);
        String body = "{\"kind\": \"%s\", \"opensOn\": %s, \"dueOn\": %s, \"reason\": \"调整\"}"
                .formatted(kind, quoted(opensOn), quoted(dueOn));

        move(bureau.as("officer").header("Accept-Language", "en"), task, body)
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:deadline-unsound"))
                .body("detail", containsString("task 1 “任务1”"))
                .body("violations.field", hasItem(field));
        assertThat(Events.names(task)).containsExactly("TaskIssued");
    }

    @Test
    void aDeadlineNeedsItsKindAndAReason() {
        UUID task = plan().taskId(1);
        move(bureau.as("officer"), task, "{\"dueOn\": \"2023-03-31\", \"reason\": \"x\"}")
                .statusCode(400);
        move(bureau.as("officer"), task, "{\"kind\": \"BEFORE\", \"dueOn\": \"2023-03-31\", \"reason\": \" \"}")
                .statusCode(400);
        move(bureau.as("officer"), task, "{\"kind\": \"BEFORE\", \"dueOn\": \"31 March\", \"reason\": \"x\"}")
                .statusCode(400);
    }

    @Test
    void aDraftHasNoBindingDeadlineAndAClosedTaskAFixedOne() {
        var draft = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .drafted();
        move(bureau.as("officer"), draft.taskId(1), MARCH_31).statusCode(404);

        UUID task = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
        bureau.as("officer")
                .body("{\"reason\": \"不再需要\"}")
                .post("/v1/tasks/" + task + "/assignments/" + bureau.business + "/cancellation")
                .then()
                .statusCode(200);
        move(bureau.as("officer"), task, MARCH_31)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:deadline-fixed"))
                .body("taskStatus", equalTo("CANCELLED"))
                .body("allowingStatuses", contains("OPEN"));
    }

    @Test
    void aBackfilledTaskIsRemindedOfOnceItsDeadlineLiesAhead() {
        UUID task = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-01-31"), bureau.business)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
        move(bureau.as("officer"), task, MARCH_31.replace("03-31", "01-20")).statusCode(200);
        assertThat(obligations(task, "PENDING")).isEmpty();

        itIs("2023-03-01T10:00:00");
        move(bureau.as("officer"), task, MARCH_31).statusCode(200);

        assertThat(obligations(task, "PENDING")).contains("DUE_SOON 2023-03-31 5", "OVERDUE 2023-03-31 1");
    }

    /** As kind, date and step, in the order in which they fall due. */
    @SuppressWarnings("unchecked")
    private List<String> obligations(UUID task, String state) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        select concat_ws(' ', kind, reckoned_from, step) from obligation
                        where task_id = :task and state = :state order by fire_at, id
                        """)
                .setParameter("task", task)
                .setParameter("state", state)
                .getResultList());
    }

    private static String quoted(String value) {
        return value == null ? "null" : '"' + value + '"';
    }
}
