package cn.taxrollout.task.checklist;

import static cn.taxrollout.task.SamplePlan.before;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checklist of the business group's share, due on 2023-03-10 and signed for. */
@ServiceTest
class ChecklistTest {
    private final SampleBureau bureau = new SampleBureau();
    private UUID task;
    private String share;

    @BeforeEach
    void aTaskIsIssuedAndReceived() {
        task = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .publishedAt("2023-02-23T10:00:00")
                .taskId(1);
        share = "/v1/tasks/" + task + "/assignments/" + bureau.business;
        bureau.as("businessHead").post(share + "/receipt").then().statusCode(200);
    }

    @Test
    void itemsKeepTheOrderInWhichTheyAreWrittenOrPut() {
        String first = added("{'title': '核对票种'}");
        added("{'title': '核对字段'}");
        String third = added("{'title': '复测', 'plannedOn': '2023-03-09', 'required': true}");
        items().body("items.title", contains("核对票种", "核对字段", "复测"))
                .body("items.position", contains(1, 2, 3))
                .body("items.required", contains(false, false, true))
                .body("items.plannedOn", contains(null, null, "2023-03-09"));

        change("businessMember", third, "{'position': 1}").statusCode(200).body("position", equalTo(1));

        items().body("items.title", contains("复测", "核对票种", "核对字段"));
        bureau.as("businessHead")
                .header("If-Match", "*")
                .delete("/v1/items/" + first)
                .then()
                .statusCode(204);
        items().body("items.title", contains("复测", "核对字段")).body("items.position", contains(1, 2));
        change("businessMember", third, "{'position': 3}")
                .statusCode(422)
                .body("violations.field", contains("position"));
        bureau.as("clerk")
                .get(share + "/items?limit=1")
                .then()
                .body("items.title", contains("复测"))
                .body("nextCursor", not(nullValue()));
    }

    @Test
    void aShareIsNotSubmittedWhileARequiredItemIsOpen() {
        String required = added("{'title': '复测', 'required': true}");
        added("{'title': '归档'}");

        bureau.as("businessHead")
                .post(share + "/submission")
                .then()
                .statusCode(409)
                .body("type", endsWith("items-open"))
                .body("requiredItemsOpen", equalTo(1))
                .body("state", equalTo("RECEIVED"))
                .body("allowedActions", not(hasItem("submission")))
                .body("detail", containsString("任务 1"));
        complete("businessMember", required, "{'remark': '三轮均通过'}")
                .statusCode(200)
                .body("done", equalTo(true))
                .body("percent", equalTo(100))
                .body("doneBy.id", equalTo(bureau.no("businessMember")))
                .body("remark", equalTo("三轮均通过"));

        counts().body("total", equalTo(2))
                .body("done", equalTo(1))
                .body("requiredOpen", equalTo(0))
                .body("percent", equalTo(50));
        bureau.as("businessHead").post(share + "/submission").then().statusCode(200);
    }

    @Test
    void whatIsDoneIsOpenedAgainBeforeItIsDoneAgain() {
        String item = added("{'title': '复测', 'required': true}");
        complete("businessHead", item, "{}").statusCode(200);

        complete("businessHead", item, "{}").statusCode(409).body("detail", containsString("复测"));
        bureau.as("businessHead")
                .post("/v1/items/" + item + "/reopening")
                .then()
                .statusCode(200)
                .body("doneAt", nullValue());
        bureau.as("businessHead")
                .post("/v1/items/" + item + "/reopening")
                .then()
                .statusCode(409);

        counts().body("done", equalTo(0)).body("requiredOpen", equalTo(1));
    }

    @Test
    void everyChangeIsOnRecord() {
        String item = added("{'title': '复测'}");
        change("businessMember", item, "{'title': '第二轮复测', 'plannedOn': '2023-03-08'}")
                .statusCode(200);
        complete("businessHead", item, "{}");
        bureau.as("businessHead").post("/v1/items/" + item + "/reopening");
        bureau.as("businessHead").header("If-Match", "*").delete("/v1/items/" + item);

        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/history")
                .then()
                .body(
                        "items.findAll { it.action.startsWith('item') }.action",
                        contains("item-added", "item-changed", "item-done", "item-reopened", "item-removed"))
                .body("items.find { it.action == 'item-changed' }.why", containsString("第二轮复测”，计划 2023-03-08"))
                .body("items.find { it.action == 'item-changed' }.actor.id", equalTo(bureau.no("businessMember")));
    }

    @Test
    void aSubTaskIsSettledByWhomItWasGivenTo() {
        UUID subordinate = SampleBureau.unit("业务一小组", "WORKING_GROUP", bureau.business);
        bureau.person("inSubordinate", subordinate, "MEMBER");
        String ofPerson = added("{'title': '写说明', 'staffNo': '" + bureau.no("businessMember") + "'}");
        String ofUnit = added("{'title': '测流程', 'responsibleUnitId': '" + subordinate + "'}");
        String ofNobody = added("{'title': '归档'}");

        change("inSubordinate", ofUnit, "{'percent': 40}").statusCode(200).body("percent", equalTo(40));
        change("inSubordinate", ofUnit, "{'title': '不测了'}").statusCode(403);
        change("inSubordinate", ofNobody, "{'percent': 40}").statusCode(403);
        complete("inSubordinate", ofPerson, "{}").statusCode(403);
        complete("inSubordinate", ofUnit, "{}").statusCode(200);
        complete("businessMember", ofPerson, "{}").statusCode(200);

        counts().body("percent", equalTo(66));
    }

    @Test
    void whoSeesToItemsFindsThoseThatAreOpen() {
        String no = bureau.no("businessMember");
        String open = added("{'title': '写说明', 'staffNo': '" + no + "'}");
        complete("businessMember", added("{'title': '核对', 'staffNo': '" + no + "'}"), "{}");
        added("{'title': '归档'}");

        bureau.as("businessMember")
                .queryParam("staffNo", no)
                .get("/v1/items")
                .then()
                .statusCode(200)
                .body("items.id", contains(open));
        new SampleBureau()
                .as("officer")
                .queryParam("staffNo", no)
                .get("/v1/items")
                .then()
                .body("items", empty());
    }

    @Test
    void aReportWithoutNumberTakesWhatTheItemsGive() {
        report("{'text': '开始'}").statusCode(422).body("violations.field", contains("percent"));
        complete("businessHead", added("{'title': '核对票种'}"), "{}");
        added("{'title': '核对字段'}");

        report("{'text': '过半'}").statusCode(200).body("percent", equalTo(50));
        report("{'percent': 45, 'text': '自报'}").statusCode(200).body("percent", equalTo(45));
    }

    @Test
    void unsoundItemsAreRefusedByField() {
        refused("{'title': ' '}", 400, "title");
        refused("{'title': '复测', 'plannedOn': '2023-03-11'}", 422, "plannedOn");
        refused("{'title': '复测', 'plannedOn': '2203-03-01'}", 422, "plannedOn");
        refused("{'title': '复测', 'staffNo': 'NOBODY'}", 422, "staffNo");
        refused("{'title': '复测', 'staffNo': '" + bureau.no("technician") + "'}", 422, "staffNo");
        refused("{'title': '复测', 'responsibleUnitId': '" + bureau.technology + "'}", 422, "responsibleUnitId");
        refused("{'title': '复测', 'responsibleUnitId': '" + bureau.business + "'}", 422, "responsibleUnitId");
        items().body("items", empty());
    }

    @Test
    void itemsStayAsTheyAreOnceTheShareIsSubmitted() {
        String item = added("{'title': '归档'}");
        bureau.as("businessHead").post(share + "/submission").then().statusCode(200);

        complete("businessHead", item, "{}")
                .statusCode(409)
                .body("state", equalTo("SUBMITTED"))
                .body("allowingStates", hasItem("IN_PROGRESS"));
        add("businessHead", "{'title': '补充'}").statusCode(409);
    }

    @Test
    void nobodyOverwritesWhatHasChangedMeanwhile() {
        String item = added("{'title': '复测'}");
        String tag =
                bureau.as("clerk").get("/v1/items/" + item).then().extract().header("ETag");
        change("businessHead", item, "{'percent': 10}").statusCode(200);

        bureau.as("businessHead")
                .header("If-Match", tag)
                .body("{\"percent\": 20}")
                .patch("/v1/items/" + item)
                .then()
                .statusCode(412);
        bureau.as("businessHead")
                .body("{\"percent\": 20}")
                .patch("/v1/items/" + item)
                .then()
                .statusCode(428);
    }

    private String added(String json) {
        return add("businessHead", json).statusCode(201).extract().path("id");
    }

    private ValidatableResponse add(String who, String json) {
        return bureau.as(who).body(quoted(json)).post(share + "/items").then();
    }

    private void refused(String json, int status, String field) {
        add("businessHead", json).statusCode(status).body("violations.field", hasItem(endsWith(field)));
    }

    private ValidatableResponse change(String who, String item, String json) {
        return bureau.as(who)
                .header("If-Match", "*")
                .body(quoted(json))
                .patch("/v1/items/" + item)
                .then();
    }

    private ValidatableResponse complete(String who, String item, String json) {
        return bureau.as(who)
                .body(quoted(json))
                .post("/v1/items/" + item + "/completion")
                .then();
    }

    private ValidatableResponse report(String json) {
        return bureau.as("businessHead")
                .body(quoted(json))
                .post(share + "/progress-reports")
                .then();
    }

    private ValidatableResponse items() {
        return bureau.as("clerk").get(share + "/items").then().statusCode(200);
    }

    private ValidatableResponse counts() {
        return bureau.as("clerk").get("/v1/tasks/" + task).then().rootPath("assignments[0].items");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
