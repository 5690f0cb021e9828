package cn.taxrollout.task.batch;

import static cn.taxrollout.task.SamplePlan.before;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The business group carries out its share, due on 2023-03-10, batch by batch. */
@ServiceTest
class BatchTest {
    private final SampleBureau bureau = new SampleBureau();
    private UUID task;
    private String share;

    @BeforeEach
    void aTaskIsIssuedAndReceived() {
        task = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
        share = "/v1/tasks/" + task + "/assignments/" + bureau.business;
        bureau.as("businessHead").post(share + "/receipt").then().statusCode(200);
    }

    @Test
    void theShareShowsHowFarItsBatchesAre() {
        String first = added("{'name': '首批', 'plannedOn': '2023-03-01', 'plannedCount': 200}");
        added("{'name': '第二批', 'plannedCount': 600}");

        change(first, "{'achievedCount': 198}").statusCode(200).body("achievedCount", equalTo(198));
        bureau.as("businessMember")
                .body("{\"remark\": \"两户注销\"}")
                .post("/v1/batches/" + first + "/completion")
                .then()
                .statusCode(200)
                .body("done", equalTo(true))
                .body("doneBy.id", equalTo(bureau.no("businessMember")));

        bureau.as("clerk")
                .get("/v1/tasks/" + task)
                .then()
                .rootPath("assignments[0].batches")
                .body("total", equalTo(2))
                .body("done", equalTo(1))
                .body("planned", equalTo(800))
                .body("achieved", equalTo(198));
        list().body("items.number", contains(1, 2))
                .body("items.name", contains("首批", "第二批"))
                .body("items.remark", contains("两户注销", null));
    }

    @Test
    void aReportWithoutNumberTakesWhatTheBatchesGive() {
        String batch = added("{'name': '首批', 'plannedCount': 200, 'achievedCount': 50}");
        report().body("percent", equalTo(25));

        change(batch, "{'achievedCount': 220}");

        report().body("percent", equalTo(100));
    }

    @Test
    void numbersAreNotGivenTwiceAndEveryChangeIsOnRecord() {
        added("{'name': '首批', 'plannedCount': 200}");
        String second = added("{'name': '第二批', 'plannedCount': 300}");
        added("{'name': '第三批', 'plannedCount': 300}");
        bureau.as("businessHead")
                .header("If-Match", "*")
                .delete("/v1/batches/" + second)
                .then()
                .statusCode(204);
        added("{'name': '第四批', 'plannedCount': 300}");

        list().body("items.number", contains(1, 3, 4));
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/history")
                .then()
                .body(
                        "items.findAll { it.action.startsWith('batch') }.action",
                        contains("batch-added", "batch-added", "batch-added", "batch-removed", "batch-added"))
                .body("items[-1].why", containsString("第4批“第四批”，0/300"));
    }

    @Test
    void whatIsDoneIsOpenedAgainBeforeItIsDoneAgain() {
        String batch = "/v1/batches/" + added("{'name': '首批', 'plannedCount': 200}");
        bureau.as("businessHead").post(batch + "/reopening").then().statusCode(409);
        bureau.as("businessHead").body("{}").post(batch + "/completion").then().statusCode(200);
        bureau.as("businessHead").body("{}").post(batch + "/completion").then().statusCode(409);
        bureau.as("businessHead")
                .post(batch + "/reopening")
                .then()
                .statusCode(200)
                .body("done", equalTo(false));
    }

    @Test
    void unsoundBatchesAreRefusedByField() {
        refused("{'plannedCount': 1}", 400, "name");
        refused("{'name': '首批'}", 400, "plannedCount");
        refused("{'name': '首批', 'plannedCount': 0}", 400, "plannedCount");
        refused("{'name': '首批', 'plannedCount': 1, 'achievedCount': -1}", 400, "achievedCount");
        refused("{'name': '首批', 'plannedCount': 1, 'plannedOn': '2023-03-11'}", 422, "plannedOn");
        list().body("items", empty());
    }

    private String added(String json) {
        return add(json).statusCode(201).extract().path("id");
    }

    private ValidatableResponse add(String json) {
        return bureau.as("businessHead")
                .body(json.replace('\'', '"'))
                .post(share + "/batches")
                .then();
    }

    private void refused(String json, int status, String field) {
        add(json).statusCode(status).body("violations.field", hasItem(endsWith(field)));
    }

    private ValidatableResponse change(String batch, String json) {
        return bureau.as("businessMember")
                .header("If-Match", "*")
                .body(json.replace('\'', '"'))
                .patch("/v1/batches/" + batch)
                .then();
    }

    private ValidatableResponse report() {
        return bureau.as("businessHead")
                .body("{\"text\": \"按批次推进\"}")
                .post(share + "/progress-reports")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse list() {
        return bureau.as("clerk").get(share + "/batches").then().statusCode(200);
    }
}
