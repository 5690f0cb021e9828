package cn.taxrollout.task.planimport;

import static cn.taxrollout.task.SamplePlan.itIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document leaves open is filled in by hand before it becomes a plan. */
@ServiceTest
class PlanImportCorrectionTest {

    /** Lacks an issuer and a date of issue; task 1 names a unit that isn't there, 2 an impossible day, 3 no unit, 4 words for no day. */
    private static final String GAPS = """
            青税发〔2023〕19号

            关于印发《旧式发票清理方案》的通知

            三、工作任务
            （一）第一阶段：摸清底数
            1.清点库存（3月10日前）
            清点库存发票，形成《库存清册》。
            责任单位：征管四组、技术支撑组
            2.核对台账（2023年2月30日前）
            责任单位：业务集成组
            （二）第二阶段：清理到位
            3.集中销毁（方案印发后10个工作日内）
            4.总结经验（适时）
            责任单位：综合协调组
            """;

    private static final String OTHER_BUREAU_IS_NONE_OF_OURS = "00000000-0000-7000-8000-00000000000f";

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();
    private String id;

    @BeforeEach
    void upload() {
        itIs("2023-02-23T09:00:00");
        id = bureau.as("coordinator")
                .contentType("multipart/form-data")
                .multiPart("document", "plan.txt", GAPS.getBytes(StandardCharsets.UTF_8))
                .post("/v1/plan-imports")
                .then()
                .statusCode(201)
                .body(
                        "unresolved.field",
                        contains(
                                "plan.issuer",
                                "plan.issuedOn",
                                "tasks.t1.deadline",
                                "tasks.t1.units.征管四组",
                                "tasks.t2.deadline",
                                "tasks.t3.units",
                                "tasks.t3.deadline",
                                "tasks.t4.deadline"))
                .body(
                        "unresolved.code",
                        contains(
                                "NO_ISSUER",
                                "NO_ISSUE_DATE",
                                "ISSUE_DATE_NEEDED",
                                "UNKNOWN_UNIT",
                                "IMPOSSIBLE_DEADLINE",
                                "NO_RESPONSIBLE_UNIT",
                                "ISSUE_DATE_NEEDED",
                                "UNREADABLE_DEADLINE"))
                .body("unresolved.line", contains(null, null, 7, 9, 10, 13, 13, 14))
                .body("unresolved[7].message", containsString("适时"))
                .extract()
                .path("id");
    }

    private ValidatableResponse correct(RequestSpecification as, String patch) {
        return as.contentType("application/merge-patch+json")
                .body(patch.getBytes(StandardCharsets.UTF_8))
                .patch("/v1/plan-imports/" + id)
                .then();
    }

    private ValidatableResponse correct(String patch) {
        return correct(bureau.as("coordinator").header("If-Match", "*"), patch);
    }

    private ValidatableResponse confirm() {
        return bureau.as("coordinator")
                .post("/v1/plan-imports/" + id + "/confirmation")
                .then();
    }

    private void resolve() {
        correct("""
                {"plan": {"issuer": "青梧区税务局", "issuedOn": "2023-02-23"},
                 "tasks": {
                   "t1": {"units": {"征管四组": {"unitId": "%s"}}},
                   "t2": {"deadline": {"kind": "BEFORE", "dueOn": "2023-02-28"}},
                   "t3": {"units": {"数据风险组": {"role": "LEAD"}, "纳税服务组": {"role": "SUPPORTING"}}},
                   "t4": {"deadline": {"kind": "FROM", "opensOn": "2023-04-01", "report": {"every": "MONTH", "day": 5}}}}}""".formatted(bureau.data)).statusCode(200).body("unresolved", empty());
    }

    @Test
    void whatIsUnresolvedKeepsThePlanFromBeingMadeAndIsNamed() {
        confirm()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:import-unresolved"))
                .body("violations.field", hasItems("plan.issuedOn", "tasks.t1.units.征管四组", "tasks.t4.deadline"))
                .body("violations.message", everyItem(not(containsString("{"))));
        assertThat(count("plan where bureau_id = :id", bureau.id)).isZero();
    }

    @Test
    void aCorrectedDateOfIssueIsReckonedThrough() {
        correct("{\"plan\": {\"issuedOn\": \"2023-02-23\"}}")
                .statusCode(200)
                .body("plan.issuedOn", equalTo("2023-02-23"))
                .body("plan.corrected", contains("issuedOn"))
                .body("tasks[0].deadline.dueOn", equalTo("2023-03-10"))
                .body("tasks[0].deadline.words", equalTo("3月10日前"))
                .body("tasks[2].deadline.dueOn", equalTo("2023-03-09"))
                .body("unresolved.field", not(hasItem("plan.issuedOn")))
                .body("anomalies.findAll { it.code == 'DEADLINE_RECKONED' }.line", contains(7, 13));
        correct("{\"plan\": {\"issuedOn\": \"2023-03-01\"}}")
                .statusCode(200)
                .body("tasks[2].deadline.dueOn", equalTo("2023-03-15"));
    }

    @Test
    void whatIsFilledInBecomesThePlan() {
        resolve();
        String planId = confirm().statusCode(201).extract().path("planId");
        bureau.as("clerk")
                .get("/v1/plans/" + planId)
                .then()
                .body("issuer", equalTo("青梧区税务局"))
                .body("issuedOn", equalTo("2023-02-23"));
        bureau.as("clerk")
                .queryParam("planId", planId)
                .get("/v1/tasks")
                .then()
                .body("items.title", contains("清点库存", "核对台账", "集中销毁", "总结经验"))
                .body("items.deadline.kind", contains("BEFORE", "BEFORE", "BEFORE", "FROM"))
                .body("items.deadline.dueOn", contains("2023-03-10", "2023-02-28", "2023-03-09", null))
                .body("items.jointRule", contains("ALL", "ALL", "LEAD", "ALL"));
        correct("{}")
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:import-confirmed"))
                .body("planId", equalTo(planId));
    }

    @Test
    void whatWasSetByHandStaysWhateverElseIsCorrected() {
        correct("{\"tasks\": {\"t1\": {\"deadline\": {\"kind\": \"ON\", \"dueOn\": \"2023-03-08\"}}}}")
                .statusCode(200);
        correct("{\"plan\": {\"issuedOn\": \"2023-02-23\"}}")
                .statusCode(200)
                .body("tasks[0].deadline.kind", equalTo("ON"))
                .body("tasks[0].deadline.opensOn", equalTo("2023-03-08"))
                .body("tasks[0].deadline.words", nullValue())
                .body("tasks[0].corrected", contains("deadline"))
                .body("tasks[0].lines.title", contains(7));
    }

    @Test
    void tasksAndPhasesAreAddedMovedAndRemoved() {
        correct("""
                {"phases": {"p2": null, "wrap-up": {"title": "收尾"}},
                 "tasks": {"t2": null, "t3": {"phase": "wrap-up", "number": 7}, "t4": {"phase": "wrap-up"},
                           "new": {"phase": "p1", "title": "补充任务", "body": "于2023年3月1日前报《清单》。", "deliverables": ["清单"]}}}""")
                .statusCode(200)
                .body("phases.key", contains("p1", "wrap-up"))
                .body("phases.ordinal", contains(1, 2))
                .body("tasks.key", contains("t1", "new", "t3", "t4"))
                .body("tasks.number", contains(1, 8, 7, 4))
                .body("tasks.phase", contains("p1", "p1", "wrap-up", "wrap-up"))
                .body("tasks.find { it.key == 'new' }.lines.size()", is(0))
                .body("unresolved.field", hasItems("tasks.new.deadline", "tasks.new.units"));
        correct("{\"phases\": {\"wrap-up\": null}}")
                .statusCode(422)
                .body("violations[0].field", equalTo("phases.wrap-up"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{'tasks': {'t1': {'deadline': {'opensOn': '2023-03-01'}}}}` | 422 | tasks.t1.deadline.kind",
                "`{'tasks': {'t1': {'deadline': {'kind': 'WINDOW', 'opensOn': '2023-03-02', 'dueOn': '2023-03-01'}}}}` | 422 | tasks.t1.deadline",
                "`{'tasks': {'t1': {'deadline': {'kind': 'FROM', 'opensOn': '2023-03-02', 'report': {'day': 3}}}}}` | 422 | tasks.t1.deadline.report.every",
                "`{'tasks': {'t1': {'deadline': {'kind': 'FROM', 'opensOn': '2023-03-02', 'report': {'every': 'WEEK', 'day': 8}}}}}` | 422 | tasks.t1.deadline",
                "`{'tasks': {'t1': {'units': {'某组': {'unitId': '" + OTHER_BUREAU_IS_NONE_OF_OURS
                        + "'}}}}}` | 422 | tasks.t1.units.某组.unitId",
                "`{'tasks': {'t1': {'phase': 'p9'}}}` | 422 | tasks.t1.phase",
                "`{'tasks': {'new': {'title': '无阶段'}}}` | 422 | tasks.new.phase",
                "`{'phases': {'new': {}}}` | 422 | phases.new.title",
                "`{'phases': {'p1': null}}` | 422 | phases.p1",
                "`{'plan': {'title': ' '}}` | 400 | plan.title",
                "`{'plan': {'confidential': null}}` | 400 | plan.confidential",
                "`{'tasks': {'t1': {'title': 'a\\u0000b'}}}` | 400 | title",
                "`{'tasks': {'t1': {'body': 'a\\u0000b'}}}` | 400 | body",
                "`{'tasks': {'t1': {'number': 0}}}` | 400 | number",
                "`{'tasks': {'t 1': {}}}` | 400 | tasks",
                "`{'plan': {'issuedOn': '2023-02-30'}}` | 400 | issuedOn",
                "`{'plan': {'issuedOn': '9999-01-01'}}` | 422 | plan.issuedOn",
                "`{'tasks': {'t1': {'deadline': {'kind': 'BEFORE', 'dueOn': '0001-01-01'}}}}` | 422 | tasks.t1.deadline",
                "`{'plan': {'titel': 'x'}}` | 400 | titel",
                "`{'tasks': 5}` | 400 | tasks"
            })
    void whatCanNotBeIsRefusedByItsFieldAndChangesNothing(String patch, int status, String field) {
        String before = tag();
        correct(patch.replace('\'', '"')).statusCode(status).body(containsString(field));
        assertThat(tag()).isEqualTo(before);
    }

    private String tag() {
        return bureau.as("clerk").get("/v1/plan-imports/" + id).header("ETag");
    }

    @Test
    void nobodyOverwritesWhatSomebodyElseCorrected() {
        String patch = "{\"plan\": {\"issuer\": \"青梧区税务局\"}}";
        correct(bureau.as("coordinator"), patch).statusCode(428);
        String seen = tag();
        String now = correct(bureau.as("coordinator").header("If-Match", seen), patch)
                .statusCode(200)
                .extract()
                .header("ETag");
        correct(bureau.as("officer").header("If-Match", seen), "{\"plan\": {\"issuer\": null}}")
                .statusCode(412);
        correct(bureau.as("officer").header("If-Match", now), "{\"plan\": {\"issuer\": null}}")
                .statusCode(200)
                .body("plan.issuer", nullValue());
    }

    @Test
    void onlyThoseWhoImportCorrectAndWhatTheySentIsKept() {
        correct(bureau.as("clerk").header("If-Match", "*"), "{}").statusCode(403);
        correct(new SampleBureau().as("officer").header("If-Match", "*"), "{}").statusCode(404);
        correct(SampleBureau.asSystem("task:read").header("If-Match", "*"), "{}")
                .statusCode(403);
        assertThat(corrections()).isEmpty();

        correct("{\"plan\": {\"issuer\": \"青梧区税务局\", \"goals\": null}, \"tasks\": {\"t4\": null}}")
                .statusCode(200);
        assertThat(corrections())
                .containsExactly("{\"plan\":{\"issuer\":\"青梧区税务局\",\"goals\":null},\"tasks\":{\"t4\":null}} by STAFF "
                        + bureau.no("coordinator"));
        assertThatItIsFinal();
    }

    private void assertThatItIsFinal() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                                        "delete from plan_import_correction where plan_import_id = :id")
                                .setParameter("id", UUID.fromString(id))
                                .executeUpdate())))
                .isNotNull();
    }

    @SuppressWarnings("unchecked")
    private List<String> corrections() {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery(
                        "select patch || ' by ' || actor_kind || ' ' || actor_id from plan_import_correction where plan_import_id = :id order by id")
                .setParameter("id", UUID.fromString(id))
                .getResultList());
    }

    private long count(String from, UUID of) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery("select count(*) from " + from)
                                .setParameter("id", of)
                                .getSingleResult())
                        .longValue());
    }
}
