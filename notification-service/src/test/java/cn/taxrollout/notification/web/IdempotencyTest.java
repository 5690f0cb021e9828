package cn.taxrollout.notification.web;

import static cn.taxrollout.notification.Inboxes.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.Rights;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.web.PublishedApi.Operation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class IdempotencyTest {
    private static final String REPLAYED = "Idempotency-Replayed";

    /** What they do twice is the same as once. */
    private static final Set<String> WITHOUT_KEY = Set.of(
            "/v1/parked-events/{key}/replay",
            "/v1/templates/{kind}/preview",
            "/v1/subscriptions/{id}/ping",
            // answers with a secret aren't kept
            "/v1/subscriptions",
            "/v1/subscriptions/{id}/secret");

    @Inject
    AnsweredCalls calls;

    @Inject
    EntityManager entities;

    @Inject
    Rights rights;

    private final String key = UUID.randomUUID().toString();

    private static Response read(String system, String key, String body) {
        return as(TokenIssuer.shared().system(system, "notification:write"))
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/test-notes/1/readings");
    }

    private static ValidatableResponse read(String key, String body) {
        return read("payroll", key, body).then();
    }

    @Test
    void aRepeatedCallGetsTheFirstAnswerAndDoesNothing() {
        int before = NotesResource.READINGS.get();
        read(key, "{\"reader\": \"A\", \"days\": [\"MONDAY\", \"FRIDAY\", \"SUNDAY\"]}")
                .statusCode(202)
                .header(REPLAYED, nullValue())
                .body("reading", equalTo(before + 1));
        for (String same : List.of(key, '"' + key + '"')) {
            read(same, "{\"days\":[\"SUNDAY\",\"MONDAY\",\"FRIDAY\"],\"reader\":\"A\"}")
                    .statusCode(202)
                    .header(REPLAYED, "true")
                    .contentType(ContentType.JSON)
                    .body("reading", equalTo(before + 1));
        }
        assertThat(NotesResource.READINGS.get()).isEqualTo(before + 1);
    }

    @Test
    void aKeyIsForOneRequestOfOneCaller() {
        read(key, "{\"reader\": \"A\"}").statusCode(202);
        read(key, "{\"reader\": \"B\"}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:idempotency-key-reused"));
        read("another", key, "{\"reader\": \"B\"}").then().statusCode(202).header(REPLAYED, nullValue());
    }

    @Test
    void aRefusalIsNotRemembered() {
        read(key, "{}").statusCode(400);
        read(key, "{\"reader\": \"nobody\"}").statusCode(409);
        read(key, "{\"reader\": \"A\"}").statusCode(202).header(REPLAYED, nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"", "\"open", "é", "a,b", " "})
    void aMalformedKeyIsRefused(String malformed) {
        read(malformed, "{\"reader\": \"A\"}")
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:idempotency-key-malformed"));
        read("k".repeat(129), "{\"reader\": \"A\"}").statusCode(400);
    }

    @Test
    void ofCallsAtTheSameTimeOneIsDoneAndAllGetItsAnswer() throws Exception {
        int before = NotesResource.READINGS.get();
        List<Response> answers = Together.call(8, i -> read("payroll", key, "{\"reader\": \"A\"}"));
        assertThat(answers).extracting(Response::statusCode).containsOnly(202);
        assertThat(answers)
                .filteredOn(answer -> answer.header(REPLAYED) == null)
                .hasSize(1);
        assertThat(NotesResource.READINGS.get()).isEqualTo(before + 1);
    }

    @Test
    void everyPostTakesAKey() {
        for (Operation operation : PublishedApi.read().operations()) {
            if (!operation.method().equals("POST") || WITHOUT_KEY.contains(operation.path())) {
                continue;
            }
            var call = as(rights.someoneWhoMay(operation.method(), operation.path()))
                    .header("Idempotency-Key", "not a key");
            if (operation.body() != null) {
                // what makes its fields acceptable is the operation's own; a test of it shows that a key is taken
                call.contentType(ContentType.JSON)
                        .body(PublishedApi.read().example(operation.body()).toString());
            }
            assertThat(call.post(operation.somewhere()).<String>path("type"))
                    .as("%s takes the key: is the method annotated with @Idempotent?", operation)
                    .isEqualTo("urn:tax-rollout:problem:idempotency-key-malformed");
        }
    }

    @Test
    void callsAreForgottenAfterTwoDays() {
        read("old" + key, "{\"reader\": \"A\"}").statusCode(202);
        read("young" + key, "{\"reader\": \"A\"}").statusCode(202);
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update idempotency_key set called_at = called_at - interval '49 hours' where key = :key")
                .setParameter("key", "old" + key)
                .executeUpdate());
        calls.forget();
        read("old" + key, "{\"reader\": \"A\"}").statusCode(202).header(REPLAYED, nullValue());
        read("young" + key, "{\"reader\": \"A\"}").statusCode(202).header(REPLAYED, "true");
    }
}
