package cn.taxrollout.task.planimport;

import static cn.taxrollout.task.SamplePlan.itIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.planimport.document.DocumentFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
                .body("unresolved", empty())
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
    void aDraftThatIsDiscardedCanBeConfirmedAgain() throws IOException {
        itIs("2023-02-23T09:00:00");
        String path = "/v1/plan-imports/"
                + upload(bureau.as("coordinator"), Files.readAllBytes(SAMPLE))
                        .statusCode(201)
                        .extract()
                        .<String>path("id");
        String planId = bureau.as("officer")
                .post(path + "/confirmation")
                .then()
                .statusCode(201)
                .extract()
                .path("planId");
        bureau.as("clerk")
                .get("/v1/plans/" + planId)
                .then()
                .body("provenance", containsString(path.substring(path.lastIndexOf('/') + 1)));

        bureau.as("officer")
                .header("If-Match", "*")
                .delete("/v1/plans/" + planId)
                .then()
                .statusCode(204);
        bureau.as("officer").get(path).then().body("state", equalTo("PREVIEW")).body("planId", nullValue());
        bureau.as("officer").post(path + "/confirmation").then().statusCode(201);
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
    void aTextThatCanNotBeReadIsRefusedWithItsLineAndNothingIsSaved() throws IOException {
        String sample = Files.readString(SAMPLE);
        byte[] broken = sample.getBytes(StandardCharsets.UTF_8);
        broken[sample.substring(0, sample.indexOf("2023年3月10日前")).getBytes(StandardCharsets.UTF_8).length] =
                (byte) 0xFF;
        upload(bureau.as("coordinator"), broken)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:import-unreadable"))
                .body("violations.code", contains("BROKEN_ENCODING"))
                .body("violations[0].line", is(Documents.lineOf(sample, "2023年3月10日前")));
        upload("青税发〔2023〕9号\n\n关于开展工作的方案\n\n没有任务。\n").statusCode(422).body("violations.code", hasItem("NO_TASKS"));
        upload(bureau.as("coordinator"), new byte[0]).statusCode(422).body("violations.code", contains("EMPTY"));
        upload(bureau.as("coordinator").header("Accept-Language", "en"), "PK rubbish".getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("detail", equalTo("The document can't be read completely; nothing was saved"));

        assertThat(count("plan_import")).isZero();
    }

    @Test
    void hostileWordFilesAreRefusedAndNothingIsSaved() {
        Map<String, byte[]> bomb = Documents.wordParts(Documents.body("<w:p/>"));
        bomb.put("word/media/image1.bin", new byte[64 * 1024 * 1024]);
        Map<String, byte[]> macros = Documents.wordParts(Documents.body("<w:p/>"));
        macros.put("word/vbaProject.bin", new byte[1]);
        byte[] entities = Documents.wordWith("<!DOCTYPE x [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>"
                + Documents.body("<w:p><w:r><w:t>&file;</w:t></w:r></w:p>"));
        byte[] brokenText = new String(Documents.wordWith(Documents.body("")), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.UTF_8);

        refused(Documents.zip(bomb), "ZIP_BOMB");
        refused(Documents.zip(macros), "MACROS");
        refused(entities, "UNSAFE_XML");
        refused(brokenText, "DAMAGED");
        refused("%PDF-1.7".getBytes(StandardCharsets.UTF_8), "NOT_A_DOCUMENT");
        refused("一\u0000".getBytes(StandardCharsets.UTF_8), "CONTROL_CHARACTER");
        assertThat(count("plan_import")).isZero();
    }

    private void refused(byte[] file, String code) {
        upload(bureau.as("coordinator"), file)
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:import-unreadable"))
                .body("violations.code", contains(code))
                .body("violations[0].message", not(blankOrNullString()));
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

    private long count(String table) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number)
                        entities.createNativeQuery("select count(*) from " + table + " where bureau_id = :bureau")
                                .setParameter("bureau", bureau.id)
                                .getSingleResult())
                .longValue());
    }
}
