package cn.taxrollout.org.web;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class IdempotencyTest {
    private static final String REPLAYED = "Idempotency-Replayed";

    @Inject
    AnsweredCalls calls;

    @Inject
    EntityManager entities;

    @Inject
    Clock clock;

    private final String key = UUID.randomUUID().toString();

    private static RequestSpecification keyed(String key) {
        return asSystem().header("Idempotency-Key", key);
    }

    private static String unit(String code) {
        return "{\"code\": \"%s\", \"name\": \"数据组\", \"kind\": \"WORKING_GROUP\"}".formatted(code);
    }

    @Test
    void aRepeatedCallGetsTheFirstAnswerAndDoesNothing() {
        Response first = keyed(key).body(unit(key)).post("/v1/units");
        first.then().statusCode(201).header(REPLAYED, nullValue());
        for (String same : List.of(key, '"' + key + '"')) {
            Response again = keyed(same).body(unit(key)).post("/v1/units");
            again.then()
                    .statusCode(201)
                    .header(REPLAYED, "true")
                    .header("Location", first.header("Location"))
                    .header("ETag", first.header("ETag"))
                    .contentType(first.contentType())
                    .body(equalTo(first.asString()));
        }
        asSystem().body(unit(key)).post("/v1/units").then().statusCode(409);
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
        var bureau = new SampleBureau().imported();
        keyed(key).body(unit(key)).post("/v1/units").then().statusCode(201);
        keyed(key)
                .body(unit(key + "-2"))
                .post("/v1/units")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:idempotency-key-reused"));
        Map<String, Object> seat =
                Map.of("title", "成员", "rank", "MEMBER", "holderRule", "NAMED", "existsFrom", "2023-01-01");
        String other = UUID.randomUUID().toString();
        keyed(other)
                .body(seat)
                .post("/v1/units/" + bureau.unitId("G1") + "/seats")
                .then()
                .statusCode(201);
        keyed(other)
                .body(seat)
                .post("/v1/units/" + bureau.unitId("PT") + "/seats")
                .then()
                .statusCode(422);
    }

    @Test
    void everyCallerHasKeysOfItsOwn() {
        keyed(key).body(unit(key + "-1")).post("/v1/units").then().statusCode(201);
        as(TokenIssuer.shared().system("archive", "org:write"))
                .header("Idempotency-Key", key)
                .body(unit(key + "-2"))
                .post("/v1/units")
                .then()
                .statusCode(201);
    }

    @Test
    void aRefusalIsNotRemembered() {
        String taken = new SampleBureau().imported().code("G1");
        keyed(key).body("{}").post("/v1/units").then().statusCode(400);
        keyed(key).body(unit(taken)).post("/v1/units").then().statusCode(409);
        keyed(key).body(unit(key)).post("/v1/units").then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"", "\"open", "é", "a,b", " "})
    void aMalformedKeyIsRefused(String malformed) {
        keyed(malformed)
                .body(unit(key))
                .post("/v1/units")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:idempotency-key-malformed"));
        keyed("k".repeat(129)).body(unit(key)).post("/v1/units").then().statusCode(400);
    }

    @Test
    void ofCallsAtTheSameTimeOneIsDoneAndAllGetItsAnswer() throws Exception {
        List<Response> answers =
                Together.call(8, i -> keyed(key).body(unit(key)).post("/v1/units"));
        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers).extracting(answer -> answer.path("id")).containsOnly((Object)
                answers.get(0).path("id"));
        assertThat(answers)
                .filteredOn(answer -> answer.header(REPLAYED) == null)
                .hasSize(1);
    }

    @Test
    void anUploadIsTheSameIfItsFileIs() {
        int before = NotesResource.ATTACHMENTS.get();
        attach("roster.txt", "名单").statusCode(202).body("attachment", equalTo(before + 1));
        attach("roster.txt", "名单").statusCode(202).header(REPLAYED, "true").body("attachment", equalTo(before + 1));
        attach("roster.txt", "另一份名单").statusCode(422);
        attach("roster2.txt", "名单").statusCode(422);
        assertThat(NotesResource.ATTACHMENTS.get()).isEqualTo(before + 1);
    }

    private ValidatableResponse attach(String name, String content) {
        return given().auth()
                .oauth2(TokenIssuer.shared().system("payroll", "org:write"))
                .header("Idempotency-Key", key)
                .multiPart("file", name, content.getBytes())
                .multiPart("title", "附件")
                .post("/v1/test-notes/1/attachments")
                .then();
    }

    @Test
    void everyPostTakesAKeyAndSaysSo() {
        JsonPath api = given().get("/openapi?format=json").then().extract().jsonPath();
        Map<String, Map<String, Object>> paths = api.getMap("paths");
        paths.forEach((path, methods) -> {
            if (methods.containsKey("post")) {
                assertThat(api.<String>getList("paths['" + path + "'].post.parameters.'$ref'"))
                        .as("POST %s describes the key", path)
                        .contains("#/components/parameters/IdempotencyKey");
                Map<String, ?> bodies = api.getMap("paths['" + path + "'].post.requestBody.content");
                var call = keyed("not a key");
                if (bodies != null && bodies.containsKey("application/json")) {
                    call.body("{}");
                } else if (bodies != null) {
                    call.contentType("multipart/form-data").multiPart("file", "empty.txt", new byte[0]);
                }
                assertThat(call.post(path.replaceAll(
                                        "\\{\\w+}", UUID.randomUUID().toString()))
                                .<String>path("type"))
                        .as("POST %s takes the key", path)
                        .isEqualTo("urn:tax-rollout:problem:idempotency-key-malformed");
            }
        });
    }

    @Test
    void callsAreForgottenAfterTwoDays() {
        for (String code : List.of("old", "young")) {
            keyed(code + key).body(unit(code + key)).post("/v1/units").then().statusCode(201);
        }
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update idempotency_key set called_at = :then where key = :key")
                        .setParameter("then", clock.instant().minus(Duration.ofHours(49)))
                        .setParameter("key", "old" + key)
                        .executeUpdate());
        calls.forget();
        keyed("old" + key).body(unit("old" + key)).post("/v1/units").then().statusCode(409);
        keyed("young" + key)
                .body(unit("young" + key))
                .post("/v1/units")
                .then()
                .statusCode(201)
                .header(REPLAYED, "true");
    }
}
