package cn.taxrollout.task.deliverable;

import static cn.taxrollout.task.deliverable.SampleFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
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
import io.agroal.api.AgroalDataSource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task of two units that must produce two documents, signed for by both. */
@ServiceTest
class DeliverableTest {
    private static final String HANDBOOK = "试点运维手册";
    private static final String LIST = "首批试点纳税人名单";

    private final SampleBureau bureau = new SampleBureau();
    private UUID task;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void aTaskIsIssuedAndReceived() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .delivering(List.of(HANDBOOK, LIST), bureau.business, bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
        task = plan.taskId(1);
        act("businessHead", bureau.business, "receipt").statusCode(200);
        act("technician", bureau.technology, "receipt").statusCode(200);
    }

    @Test
    void aShareIsNotSubmittedWhileADocumentIsMissing() {
        handIn("technician", HANDBOOK, "手册.docx", SampleFiles.word()).statusCode(201);

        act("businessHead", bureau.business, "submission")
                .statusCode(409)
                .body("type", endsWith("deliverables-missing"))
                .body("missingDeliverables", contains(LIST))
                .body("state", equalTo("RECEIVED"))
                .body("allowedActions", hasItem("progress-reports"))
                .body("allowedActions", not(hasItem("submission")))
                .body("detail", containsString(LIST))
                .body("detail", containsString("任务 1"));
        bureau.as("clerk").get("/v1/tasks/" + task).then().body("missingDeliverables", contains(LIST));

        handIn("businessMember", LIST, "名单.xlsx", SampleFiles.excel()).statusCode(201);

        act("businessHead", bureau.business, "submission").statusCode(200);
        act("technician", bureau.technology, "submission").statusCode(200);
        bureau.as("clerk").get("/v1/tasks/" + task).then().body("missingDeliverables", empty());
    }

    @Test
    void aDocumentIsListedWithAllItsVersions() {
        handIn("technician", HANDBOOK, "手册.docx", SampleFiles.word()).body("version", equalTo(1));
        handIn("businessHead", HANDBOOK, "手册.docx", SampleFiles.office("wordprocessingml.document.main+xml"))
                .body("version", equalTo(2))
                .body("unitId", equalTo(bureau.business.toString()))
                .body("actor.id", equalTo(bureau.no("businessHead")));
        handIn("technician", HANDBOOK, "附件.pdf", SampleFiles.PDF).body("version", equalTo(1));

        documents()
                .body("items.name", contains(HANDBOOK, LIST))
                .body("items.handedIn", contains(true, false))
                .body("items.demanded", contains(true, true))
                .body("items[0].attachments.fileName", contains("附件.pdf", "手册.docx", "手册.docx"))
                .body("items[0].attachments.version", contains(1, 2, 1))
                .body("items[0].attachments.mediaType[0]", equalTo("application/pdf"));
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/deliverables?limit=1")
                .then()
                .body("items.name", contains(HANDBOOK))
                .body("nextCursor", not(nullValue()));
    }

    @Test
    void theSameContentAgainIsTheVersionThatIsThere() {
        String first = id(handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF));

        assertThat(id(handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF)))
                .isEqualTo(first);
        documents().body("items[0].attachments.id", contains(first));
    }

    @Test
    void aFileComesBackAsItWasHandedIn() {
        byte[] content = SampleFiles.excel();
        var kept = handIn("technician", LIST, "名单 “甲”.xlsx", content)
                .body("size", equalTo(content.length))
                .extract();
        String sha256 = kept.path("sha256");

        var answer = bureau.as("clerk").get("/v1/attachments/" + kept.<String>path("id"));

        answer.then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
                .header("Content-Length", String.valueOf(content.length))
                .header("ETag", '"' + sha256 + '"')
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"__ ___.xlsx\"; filename*=UTF-8''%E5%90%8D%E5%8D%95%20%E2%80%9C%E7%94%B2%E2%80%9D.xlsx");
        assertThat(answer.asByteArray()).isEqualTo(content);
        assertThat(sha256)
                .isEqualTo(HexFormat.of().formatHex(CheckedFile.digester().digest(content)));
        bureau.as("clerk")
                .header("If-None-Match", '"' + sha256 + '"')
                .get("/v1/attachments/" + kept.<String>path("id"))
                .then()
                .statusCode(304)
                .header("ETag", '"' + sha256 + '"');
    }

    @Test
    void aDamagedContentIsNotDelivered() throws SQLException {
        String id = id(handIn("technician", LIST, "名单.txt", text("甲公司、乙公司")));
        try (var connection = database.getConnection();
                var damage = connection.prepareStatement(
                        "update stored_content set content = overlay(content placing '\\x58' from 1 for 1) where id = ?::uuid")) {
            damage.setString(1, id);
            assertThat(damage.executeUpdate()).isEqualTo(1);
        }

        bureau.as("clerk").get("/v1/attachments/" + id).then().statusCode(500).body(not(containsString("公司")));
    }

    @Test
    void whatHasArrivedIsComparedWithTheChecksumThatWasGiven() {
        upload("technician", documentId(HANDBOOK))
                .multiPart("file", "手册.pdf", SampleFiles.PDF)
                .multiPart("sha256", "0".repeat(64))
                .post()
                .then()
                .statusCode(422)
                .body("violations.field", contains("sha256"));
        documents().body("items.handedIn", contains(false, false));
    }

    @Test
    void whatIsTooLargeOrOfNoKnownKindIsRefused() {
        handIn("technician", HANDBOOK, "手册.pdf", new byte[20 * 1024 * 1024 + 1])
                .statusCode(413)
                .body("detail", containsString("20 MiB"));
        handIn("technician", HANDBOOK, "手册.pdf", text("<html></html>"))
                .statusCode(422)
                .body("violations.field", contains("file"))
                .body("violations[0].message", containsString("text/html"));
        SampleFiles.form(bureau.as("technician"))
                .multiPart("other", "x")
                .post("/v1/tasks/" + task + "/deliverables/" + documentId(HANDBOOK) + "/attachments")
                .then()
                .statusCode(400);
        documents().body("items.handedIn", contains(false, false));
    }

    @Test
    void nothingIsHandedInBeforeReceiptOrDuringJudgement() {
        UUID notSigned = new SamplePlan(bureau)
                .phase(1)
                .delivering(List.of(HANDBOOK), bureau.business)
                .publishedAt("2023-02-23T11:00:00")
                .taskId(1);
        task = notSigned;
        handIn("businessHead", HANDBOOK, "手册.pdf", SampleFiles.PDF)
                .statusCode(409)
                .body("state", equalTo("ISSUED"))
                .body("allowingStates", hasItem("RECEIVED"));
        act("businessHead", bureau.business, "receipt");
        String id =
                id(handIn("businessHead", HANDBOOK, "手册.pdf", SampleFiles.PDF).statusCode(201));
        act("businessHead", bureau.business, "submission").statusCode(200);

        handIn("businessHead", HANDBOOK, "手册.pdf", SampleFiles.word()).statusCode(422);
        handIn("businessHead", HANDBOOK, "手册.docx", SampleFiles.word()).statusCode(409);
        bureau.as("businessHead").delete("/v1/attachments/" + id).then().statusCode(409);
    }

    @Test
    void aRemovedFileLeavesItsTrace() {
        String id = id(handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF));

        bureau.as("technician").delete("/v1/attachments/" + id).then().statusCode(204);
        bureau.as("technician").delete("/v1/attachments/" + id).then().statusCode(204);

        bureau.as("clerk")
                .get("/v1/attachments/" + id)
                .then()
                .statusCode(404)
                .body("detail", containsString(bureau.no("technician")));
        documents().body("items.handedIn", contains(false, false));
        bureau.as("clerk").get("/v1/tasks/" + task).then().body("missingDeliverables", contains(HANDBOOK, LIST));
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/attachments")
                .then()
                .body("items.fileName", contains("手册.pdf"))
                .body("items.removedBy.id", contains(bureau.no("technician")))
                .body("items.link", contains(nullValue()));
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/history")
                .then()
                .body(
                        "items.findAll { it.action.startsWith('attachment') }.action",
                        contains("attachment", "attachment-removal"))
                .body("items[-1].why", containsString("《试点运维手册》手册.pdf 第1版"));
        handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF).body("version", equalTo(2));
    }

    @Test
    void theOnlyFileOnWhichASubmittedShareReliesIsNotRemoved() {
        String handbook = id(handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF));
        handIn("technician", LIST, "名单.txt", text("甲公司"));
        act("businessHead", bureau.business, "submission").statusCode(200);

        bureau.as("technician")
                .delete("/v1/attachments/" + handbook)
                .then()
                .statusCode(409)
                .body("detail", containsString(HANDBOOK));
        handIn("technician", HANDBOOK, "手册二.pdf", SampleFiles.PDF).statusCode(201);
        bureau.as("technician").delete("/v1/attachments/" + handbook).then().statusCode(204);
    }

    @Test
    void aRevisedPlanAsksForItsNewDocumentsAtOnce() {
        handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF).statusCode(201);
        bureau.as("coordinator")
                .header("If-Match", "*")
                .body("{\"deliverables\": [\"问题清单\"], \"reason\": \"市局改了要求\"}")
                .patch("/v1/tasks/" + task)
                .then()
                .statusCode(200)
                .body("missingDeliverables", contains("问题清单"));

        documents()
                .body("items.name", contains("问题清单", HANDBOOK))
                .body("items.demanded", contains(true, false))
                .body("items.handedIn", contains(false, true));
        act("businessHead", bureau.business, "submission").statusCode(409);
        handIn("technician", "问题清单", "清单.txt", text("无")).statusCode(201);
        act("businessHead", bureau.business, "submission").statusCode(200);
    }

    @Test
    void otherFilesAreKeptWithTheTask() {
        SampleFiles.form(bureau.as("technician"))
                .multiPart("file", "现场.png", SampleFiles.PNG)
                .post("/v1/tasks/" + task + "/attachments")
                .then()
                .statusCode(201)
                .body("deliverable", nullValue());

        documents().body("items.handedIn", contains(false, false));
        bureau.as("clerk").get("/v1/tasks/" + task + "/attachments").then().body("items.fileName", contains("现场.png"));
    }

    @Test
    void whoActsForSeveralUnitsSaysForWhich() {
        UUID document = documentId(HANDBOOK);
        upload("administrator", document)
                .multiPart("file", "手册.pdf", SampleFiles.PDF)
                .post()
                .then()
                .statusCode(422)
                .body("violations.field", contains("unitId"));
        upload("administrator", document)
                .multiPart("file", "手册.pdf", SampleFiles.PDF)
                .multiPart("unitId", bureau.technology.toString())
                .post()
                .then()
                .statusCode(201)
                .body("unitId", equalTo(bureau.technology.toString()));
    }

    @Test
    void anotherBureauSeesNothing() {
        String id = id(handIn("technician", HANDBOOK, "手册.pdf", SampleFiles.PDF));
        var stranger = new SampleBureau();

        stranger.as("administrator").get("/v1/attachments/" + id).then().statusCode(404);
        stranger.as("administrator").delete("/v1/attachments/" + id).then().statusCode(404);
        stranger.as("administrator")
                .get("/v1/tasks/" + task + "/deliverables")
                .then()
                .statusCode(404);
        stranger.as("administrator")
                .get("/v1/tasks/" + task + "/attachments")
                .then()
                .statusCode(404);
        SampleFiles.form(stranger.as("administrator"))
                .multiPart("file", "手册.pdf", SampleFiles.PDF)
                .multiPart("unitId", bureau.technology.toString())
                .post("/v1/tasks/" + task + "/deliverables/" + documentId(HANDBOOK) + "/attachments")
                .then()
                .statusCode(404);
    }

    @Test
    void aDocumentThatThePlanDoesNotNameIsUnknown() {
        upload("technician", UUID.randomUUID())
                .multiPart("file", "手册.pdf", SampleFiles.PDF)
                .post()
                .then()
                .statusCode(404);
    }

    private ValidatableResponse handIn(String who, String document, String fileName, byte[] content) {
        return upload(who, documentId(document))
                .multiPart("file", fileName, content)
                .post()
                .then();
    }

    private RequestSpecification upload(String who, UUID documentId) {
        return SampleFiles.form(bureau.as(who))
                .basePath("/v1/tasks/" + task + "/deliverables/" + documentId + "/attachments");
    }

    private UUID documentId(String document) {
        return new Deliverable(task, document).id();
    }

    private ValidatableResponse documents() {
        return bureau.as("clerk")
                .get("/v1/tasks/" + task + "/deliverables")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse act(String who, UUID unit, String action) {
        return bureau.as(who)
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then();
    }

    private static String id(ValidatableResponse kept) {
        return kept.extract().path("id");
    }
}
