package cn.taxrollout.task.web;

import static cn.taxrollout.task.SamplePlan.before;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import cn.taxrollout.task.web.PublishedApi.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class IdempotencyTest {
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String HALF = "{\"percent\": 50, \"text\": \"过半\"}";

    /** What they do twice is the same as once. */
    private static final Set<String> WITHOUT_KEY = Set.of("/v1/parked-events/{key}/replay", "/v1/calendar-links");

    @Inject
    AnsweredCalls calls;

    @Inject
    EntityManager entities;

    private final String key = UUID.randomUUID().toString();

    private static RequestSpecification keyed(String key) {
        return SampleBureau.asSystem("task:read", "task:write").header("Idempotency-Key", key);
    }

    /** A plan with two shares that are issued, and the address of these. */
    private record Issued(SampleBureau bureau, SamplePlan plan) {
        static Issued shares() {
            var bureau = new SampleBureau();
            return new Issued(
                    bureau,
                    new SamplePlan(bureau)
                            .phase(1)
                            .task(before("2023-03-10"), bureau.business, bureau.technology)
                            .publishedAt("2023-02-23T10:00:00"));
        }

        /** Both shares are signed for, so that there is something to report and to ask for. */
        static Issued received() {
            var issued = shares();
            for (String share : List.of(issued.business(), issued.technology())) {
                SampleBureau.asSystem("task:write")
                        .post(share + "/receipt")
                        .then()
                        .statusCode(200);
            }
            return issued;
        }

        String business() {
            return "/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business;
        }

        String technology() {
            return "/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.technology;
        }

        int entries() {
            return bureau.as("officer")
                    .get("/v1/tasks/" + plan.taskId(1) + "/history")
                    .then()
                    .extract()
                    .<List<?>>path("items")
                    .size();
        }
    }

    @Test
    void aRepeatedCallGetsTheFirstAnswerAndDoesNothing() {
        var share = Issued.shares();
        Response first = keyed(key).post(share.business() + "/receipt");
        first.then().statusCode(200).header(REPLAYED, nullValue());
        int entries = share.entries();
        for (String same : List.of(key, '"' + key + '"')) {
            Response again = keyed(same).post(share.business() + "/receipt");
            again.then()
                    .statusCode(200)
                    .header(REPLAYED, "true")
                    .contentType(first.contentType())
                    .body(equalTo(first.asString()));
        }
        assertThat(share.entries()).isEqualTo(entries);
        keyed(key + "-2").post(share.business() + "/receipt").then().statusCode(409);
    }

    @Test
    void whatWasCreatedIsNamedAgainWithItsVersion() throws IOException {
        var bureau = new SampleBureau();
        Response read = document(bureau);
        Response again = document(bureau);
        again.then()
                .statusCode(201)
                .header(REPLAYED, "true")
                .header("Location", read.header("Location"))
                .header("ETag", read.header("ETag"))
                .body(equalTo(read.asString()));
        String preview = "/v1/plan-imports/" + read.<String>path("id");
        assertThat(read.header("Location")).endsWith(preview);

        Response confirmed = bureau.as("officer")
                .header("Idempotency-Key", key + "-confirmed")
                .post(preview + "/confirmation");
        confirmed
                .then()
                .statusCode(201)
                .header("ETag", bureau.as("officer").get(preview).header("ETag"));
        String plan = "/v1/plans/" + confirmed.<String>path("planId");
        Response published = bureau.as("officer")
                .header("Idempotency-Key", key + "-published")
                .post(plan + "/publication");
        published
                .then()
                .statusCode(200)
                .header("ETag", bureau.as("officer").get(plan).header("ETag"));
    }

    private Response document(SampleBureau bureau) throws IOException {
        return given().auth()
                .oauth2(TokenIssuer.shared().staff(bureau.no("officer")))
                .header("Idempotency-Key", key)
                .multiPart("document", "plan.txt", Files.readAllBytes(Path.of("../deploy/sample/plan.txt")))
                .post("/v1/plan-imports");
    }

    @Test
    void whatIsTheSameRequestDoesNotDependOnHowItIsWritten() {
        int before = NotesResource.READINGS.get();
        read("{\"reader\": \"A\", \"days\": [\"MONDAY\", \"FRIDAY\", \"SUNDAY\"]}")
                .statusCode(204)
                .header(REPLAYED, nullValue());
        read("{\"days\":[\"SUNDAY\",\"MONDAY\",\"FRIDAY\"],\"reader\":\"A\"}")
                .statusCode(204)
                .header(REPLAYED, "true");
        read("{\"days\":[\"SUNDAY\",\"MONDAY\"],\"reader\":\"A\"}").statusCode(422);
        assertThat(NotesResource.READINGS.get() - before).isEqualTo(1);
    }

    private ValidatableResponse read(String body) {
        return keyed(key).body(body).post("/v1/test-notes/1/reading").then();
    }

    @Test
    void aKeyIsForOneRequest() {
        var share = Issued.received();
        keyed(key)
                .body(HALF)
                .post(share.business() + "/progress-reports")
                .then()
                .statusCode(200);
        keyed(key)
                .body("{\"percent\": 60, \"text\": \"过半\"}")
                .post(share.business() + "/progress-reports")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:idempotency-key-reused"));
        keyed(key)
                .body(HALF)
                .post(share.technology() + "/progress-reports")
                .then()
                .statusCode(422);
    }

    @Test
    void everyCallerHasKeysOfItsOwn() {
        var share = Issued.received();
        for (String who : List.of("businessHead", "businessMember")) {
            share.bureau()
                    .as(who)
                    .header("Idempotency-Key", key)
                    .body(HALF)
                    .post(share.business() + "/progress-reports")
                    .then()
                    .statusCode(200)
                    .header(REPLAYED, nullValue());
        }
    }

    @Test
    void aRefusalIsNotRemembered() {
        var share = Issued.received();
        keyed(key).body("{}").post(share.business() + "/return").then().statusCode(400);
        String why = "{\"reason\": \"补充\"}";
        keyed(key).body(why).post(share.business() + "/return").then().statusCode(409);
        keyed(UUID.randomUUID().toString())
                .post(share.business() + "/submission")
                .then()
                .statusCode(200);
        keyed(key)
                .body(why)
                .post(share.business() + "/return")
                .then()
                .statusCode(200)
                .header(REPLAYED, nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"", "\"open", "é", "a,b", " "})
    void aMalformedKeyIsRefused(String malformed) {
        String anything = "/v1/tasks/" + UUID.randomUUID() + "/assignments/" + UUID.randomUUID() + "/receipt";
        keyed(malformed)
                .post(anything)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:idempotency-key-malformed"));
        keyed("k".repeat(129)).post(anything).then().statusCode(400);
    }

    @Test
    void ofCallsAtTheSameTimeOneIsDoneAndAllGetItsAnswer() throws Exception {
        var share = Issued.received();
        int before = share.entries();
        List<Response> answers =
                Together.call(8, i -> keyed(key).body(HALF).post(share.business() + "/progress-reports"));
        assertThat(answers).extracting(Response::statusCode).containsOnly(200);
        assertThat(answers)
                .filteredOn(answer -> answer.header(REPLAYED) == null)
                .hasSize(1);
        assertThat(share.entries()).isEqualTo(before + 1);
    }

    @Test
    void anUploadIsTheSameIfItsFileIs() {
        int before = NotesResource.ATTACHMENTS.get();
        attach("plan.txt", "方案").statusCode(202).body("attachment", equalTo(before + 1));
        attach("plan.txt", "方案").statusCode(202).header(REPLAYED, "true").body("attachment", equalTo(before + 1));
        attach("plan.txt", "另一方案").statusCode(422);
        attach("plan2.txt", "方案").statusCode(422);
        assertThat(NotesResource.ATTACHMENTS.get()).isEqualTo(before + 1);
    }

    private ValidatableResponse attach(String name, String content) {
        return given().auth()
                .oauth2(TokenIssuer.shared().system("payroll", "task:write"))
                .header("Idempotency-Key", key)
                .multiPart("file", name, content.getBytes())
                .multiPart("title", "附件")
                .post("/v1/test-notes/1/attachments")
                .then();
    }

    @Test
    void everyPostTakesAKey() {
        for (Operation operation : PublishedApi.read().operations()) {
            if (!operation.method().equals("POST") || WITHOUT_KEY.contains(operation.path())) {
                continue;
            }
            var call = keyed("not a key");
            JsonNode content = operation.described().at("/requestBody/content");
            if (content.has("application/json")) {
                call.body("{}");
            } else if (!content.isMissingNode()) {
                call.contentType("multipart/form-data").multiPart("document", "empty.txt", new byte[0]);
            }
            assertThat(call.post(operation.somewhere()).<String>path("type"))
                    .as("%s takes the key: is the method annotated with @Idempotent?", operation)
                    .isEqualTo("urn:tax-rollout:problem:idempotency-key-malformed");
        }
    }

    @Test
    void aKeyCostsATransitionTwoStatementsAndNoneIsSentWithoutIt() {
        var share = Issued.shares();
        assertThat(Statements.during(() -> keyed(key).post(share.business() + "/receipt")))
                .filteredOn(sql -> sql.contains("idempotency_key"))
                .hasSize(2);
        assertThat(Statements.during(() -> SampleBureau.asSystem("task:write").post(share.technology() + "/receipt")))
                .isNotEmpty()
                .noneMatch(sql -> sql.contains("idempotency_key"));
    }

    @Test
    void callsAreForgottenAfterTwoDays() {
        var share = Issued.shares();
        keyed("old" + key).post(share.business() + "/receipt").then().statusCode(200);
        keyed("young" + key).post(share.technology() + "/receipt").then().statusCode(200);
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update idempotency_key set called_at = called_at - interval '49 hours' where key = :key")
                .setParameter("key", "old" + key)
                .executeUpdate());
        calls.forget();
        keyed("old" + key).post(share.business() + "/receipt").then().statusCode(409);
        keyed("young" + key)
                .post(share.technology() + "/receipt")
                .then()
                .statusCode(200)
                .header(REPLAYED, "true");
    }
}
