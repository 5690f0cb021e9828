package cn.taxrollout.task.planimport;

import static cn.taxrollout.task.SamplePlan.itIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the official document to published tasks, over REST, with the sample of {@code deploy/sample}. */
@ServiceTest
class PlanImportTest {
    private static final Path SAMPLE =
            Documents.upwards("deploy/sample/plan.txt").orElseThrow();

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private ValidatableResponse upload(RequestSpecification as, byte[] document) {
        return as.contentType("multipart/form-data")
                .multiPart("document", "plan.txt", document, "application/octet-stream")
                .post("/v1/plan-imports")
                .then();
    }

    private ValidatableResponse upload(String document) {
        return upload(bureau.as("coordinator"), document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSampleDocumentBecomesAPublishedPlan() throws IOException {
        itIs("2023-02-23T09:00:00");
        String importId = upload(bureau.as("coordinator"), Files.readAllBytes(SAMPLE))
                .statusCode(201)
                .body("state", equalTo("PREVIEW"))
                .body("planId", nullValue())
                .body("plan.number", equalTo("青税发〔2023〕6号"))
                .body("plan.confidential", is(true))
                .body("phases.taskCount", contains(4, 4, 9, 4, 2))
                .body("tasks", hasSize(23))
                .body("tasks[0].lines.title", hasSize(1))
                .body("anomalies", hasSize(13))
                .body("anomalies[0].message", containsString("行"))
                .extract()
                .path("id");
        bureau.as("officer")
                .header("Accept-Language", "en")
                .get("/v1/plan-imports/" + importId)
                .then()
                .statusCode(200)
                .body("anomalies.message", everyItem(containsString("ine ")))
                .body("tasks[19].units.name", contains("业务集成组", "技术支撑组", "纳税服务组"));

        String planId = bureau.as("officer")
                .post("/v1/plan-imports/" + importId + "/confirmation")
                .then()
                .statusCode(201)
                .body("state", equalTo("CONFIRMED"))
                .extract()
                .path("planId");
        bureau.as("clerk")
                .get("/v1/plans/" + planId)
                .then()
                .statusCode(200)
                .body("state", equalTo("DRAFT"))
                .body("number", equalTo("青税发〔2023〕6号"))
                .body("issuedOn", equalTo("2023-02-23"))
                .body("reminders.daysBefore", contains(5, 3, 1, 0))
                .body("reminders.at", equalTo("09:00:00"));
        bureau.as("clerk")
                .queryParam("planId", planId)
                .get("/v1/tasks")
                .then()
                .body("items.status", everyItem(equalTo("DRAFT")))
                .body("items[0].assignments", empty());

        bureau.as("coordinator")
                .post("/v1/plans/" + planId + "/publication")
                .then()
                .statusCode(200);

        List<List<Object>> assignments = bureau.as("clerk")
                .queryParam("planId", planId)
                .get("/v1/tasks")
                .then()
                .body("items.number", hasSize(23))
                .body("items.findAll { it.backfilled }.number", contains(1, 2, 3, 4, 5, 6))
                .body("items.deadline.kind", hasItem("WINDOW"))
                .extract()
                .path("items.assignments");
        assertThat(assignments.stream().mapToInt(List::size).sum()).isEqualTo(36);
        var published = Events.of(UUID.fromString(planId));
        assertThat(published).extracting(Events.Recorded::name).startsWith("PlanPublished", "PhaseStarted");
        // phase 4 has an ON, two WINDOWs and a FROM, phase 5 two FROMs
        assertThat(published).hasSize(4);
        assertThat(published.get(0).data().get("units")).hasSize(5);
    }

    @Test
    void theWordFormOfADocumentIsReadAlike() throws IOException {
        upload(bureau.as("administrator"), Files.readAllBytes(SAMPLE.resolveSibling("plan.docx")))
                .statusCode(201)
                .body("tasks", hasSize(23))
                .body("plan.number", equalTo("青税发〔2023〕6号"));
    }

    @Test
    void anImportIsConfirmedOnceAndAPlanNumberIsThereOnce() throws IOException {
        byte[] sample = Files.readAllBytes(SAMPLE);
        String first = upload(SampleBureau.asSystem("task:write").multiPart("bureauId", bureau.id.toString()), sample)
                .statusCode(201)
                .extract()
                .path("id");
        String second =
                upload(bureau.as("officer"), sample).statusCode(201).extract().path("id");
        String planId = bureau.as("coordinator")
                .post("/v1/plan-imports/" + first + "/confirmation")
                .then()
                .statusCode(201)
                .header("Location", containsString("/v1/plans/"))
                .extract()
                .path("planId");

        bureau.as("coordinator")
                .post("/v1/plan-imports/" + first + "/confirmation")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:import-confirmed"))
                .body("planId", equalTo(planId))
                .body("detail", containsString("可以发布方案"));
        bureau.as("coordinator")
                .post("/v1/plan-imports/" + second + "/confirmation")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:plan-number-taken"));
        assertThat(count("plan")).isOne();
    }

    @Test
    void aDocumentThatCanNotBeReadCompletelyIsRefusedWithItsLinesAndNothingIsSaved() throws IOException {
        String sample = Files.readString(SAMPLE);
        String impossible = sample.replace("2023年3月10日前", "2023年2月30日前");
        assertThat(impossible).isNotEqualTo(sample);

        upload(impossible)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:import-unreadable"))
                .body("violations.code", hasItem("IMPOSSIBLE_DATE"))
                .body("violations[0].line", is(lineOf(impossible, "2月30日")))
                .body("violations[0].message", containsString("2月30日"));
        upload(sample.replace("数据风险组", "不存在的组"))
                .statusCode(422)
                .body("violations.code", everyItem(equalTo("UNKNOWN_UNIT")));
        upload("青税发〔2023〕9号\n\n关于开展工作的方案\n\n没有任务。\n").statusCode(422).body("violations.code", hasItem("NO_TASKS"));
        upload(bureau.as("coordinator"), sample.getBytes(Charset.forName("GB18030")))
                .statusCode(422)
                .body("violations.code", contains("BROKEN_ENCODING"));
        upload(bureau.as("coordinator"), new byte[0]).statusCode(422).body("violations.code", contains("EMPTY"));
        upload(bureau.as("coordinator").header("Accept-Language", "en"), "PK rubbish".getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("detail", equalTo("The document can't be read completely; nothing was saved"));

        assertThat(count("plan_import")).isZero();
    }

    @Test
    void whatIsNoSuchUploadIsRefused() {
        upload(bureau.as("coordinator"), new byte[DocumentFile.MAX_BYTES + 1])
                .statusCode(413)
                .contentType("application/problem+json");
        bureau.as("coordinator")
                .contentType("multipart/form-data")
                .multiPart("file", "plan.txt", "x".getBytes(StandardCharsets.UTF_8))
                .post("/v1/plan-imports")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:document-missing"));
        bureau.as("coordinator").body("{}").post("/v1/plan-imports").then().statusCode(415);
        upload(SampleBureau.asSystem("task:write").multiPart("bureauId", bureau.office.toString()), new byte[] {'x'})
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:bureau-unknown"));
        upload(SampleBureau.asSystem("task:write"), new byte[] {'x'})
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:bureau-needed"));
        assertThat(count("plan_import")).isZero();
    }

    @Test
    void onlyTheCoordinatingGroupTheOfficeAndAdministratorsImport() throws IOException {
        byte[] sample = Files.readAllBytes(SAMPLE);
        for (String who : List.of("businessHead", "clerk", "officerOfOldDays")) {
            upload(bureau.as(who), sample).statusCode(403);
        }
        String importId =
                upload(bureau.as("officer"), sample).statusCode(201).extract().path("id");
        bureau.as("businessHead")
                .post("/v1/plan-imports/" + importId + "/confirmation")
                .then()
                .statusCode(403);
        var stranger = new SampleBureau();
        stranger.as("officer")
                .post("/v1/plan-imports/" + importId + "/confirmation")
                .then()
                .statusCode(404);
        stranger.as("officer").get("/v1/plan-imports/" + importId).then().statusCode(404);
    }

    private static int lineOf(String document, String words) {
        List<String> lines = document.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(words)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(words);
    }

    private long count(String table) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number)
                        entities.createNativeQuery("select count(*) from " + table + " where bureau_id = :bureau")
                                .setParameter("bureau", bureau.id)
                                .getSingleResult())
                .longValue());
    }
}
