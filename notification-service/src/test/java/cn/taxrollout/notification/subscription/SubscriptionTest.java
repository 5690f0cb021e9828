package cn.taxrollout.notification.subscription;

import static cn.taxrollout.notification.Inboxes.as;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Counterpart;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import cn.taxrollout.notification.outbound.WebhookSignature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another system subscribes, events come by Kafka, and its server is called. */
@ServiceTest
class SubscriptionTest {
    private static final String COMPLETED = "cn.taxrollout.task.TaskCompleted.v1";

    @Inject
    CopiedDirectory copied;

    @Inject
    ObjectMapper json;

    @Inject
    EntityManager entities;

    @Inject
    SubscriptionPurge purge;

    private final Organisation organisation = new Organisation();
    private final Counterpart subscriber = new Counterpart();
    private final String client = "system-" + UUID.randomUUID();
    private final String owner = "service-account-" + client;
    private UUID bureau;
    private UUID group;
    private UUID otherBureau;
    private UUID member;
    private UUID administrator;
    private String contact;

    @BeforeEach
    void anOrganisation() {
        bureau = organisation.unit("税务局", "BUREAU", null);
        group = organisation.unit("综合组", "WORKING_GROUP", bureau);
        otherBureau = organisation.unit("外局", "BUREAU", null);
        member = organisation.member(group);
        administrator = organisation.holder(bureau, "ADMINISTRATOR");
        contact = organisation.staffNo(member);
        copied.take(organisation);
    }

    /** A subscription that stayed would be called with the events of other tests. */
    @AfterEach
    void endAll() {
        sql("delete from webhook_subscription where owner = ?1", owner);
        subscriber.close();
    }

    private void sql(String statement, Object value) {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(statement)
                .setParameter(1, value)
                .executeUpdate());
    }

    private RequestSpecification call() {
        return as(TokenIssuer.shared().system(client, "notification:write")).contentType(ContentType.JSON);
    }

    private ValidatableResponse subscribe(Object... more) {
        Map<String, Object> wish = new HashMap<>(
                Map.of("url", subscriber.uri("/events").toString(), "contactStaffNo", contact, "unitId", bureau));
        for (int i = 0; i < more.length; i += 2) {
            wish.put((String) more[i], more[i + 1]);
        }
        return call().body(wish).post("/v1/subscriptions").then();
    }

    private String subscribed(Object... more) {
        return subscribe(more).statusCode(201).extract().path("subscriptionId");
    }

    private ValidatableResponse get(String id) {
        return call().get("/v1/subscriptions/" + id).then().statusCode(200);
    }

    private ValidatableResponse change(String id, Map<String, Object> change) {
        String tag = get(id).extract().header("ETag");
        return call().header("If-Match", tag)
                .body(change)
                .patch("/v1/subscriptions/" + id)
                .then();
    }

    private ValidatableResponse replay(String id, String from) {
        return call().body(Map.of("from", from))
                .post("/v1/subscriptions/" + id + "/replay")
                .then();
    }

    private ValidatableResponse deliveries(String id) {
        return call().get("/v1/subscriptions/" + id + "/deliveries").then().statusCode(200);
    }

    private static String of(UUID event, String field) {
        return "items.find { it.eventId == '%s' }.%s".formatted(event, field);
    }

    private static Matcher<Iterable<? extends String>> allDelivered(int events) {
        return contains(Collections.nCopies(events, "DELIVERED").toArray(String[]::new));
    }

    private static UUID publish(UUID task, String type, Map<String, Object> data) {
        UUID event = Organisation.id();
        Topics.publish(task, event, type, data);
        return event;
    }

    /** An event of a plan that isn't confidential. */
    private Map<String, Object> open(UUID task, Object... specific) {
        Map<String, Object> data = TaskData.ofTask(task, List.of(group), specific);
        data.put("plan", Map.of("id", Organisation.id(), "title", "公开方案", "confidential", false));
        return data;
    }

    private UUID completed() {
        UUID task = Organisation.id();
        return publish(task, "TaskCompleted", open(task));
    }

    private List<String> calls() {
        return subscriber.received().stream()
                .map(call -> call.header("webhook-id"))
                .toList();
    }

    private void awaitCalls(UUID... events) {
        await().untilAsserted(() -> assertThat(calls())
                .containsExactly(Arrays.stream(events).map(UUID::toString).toArray(String[]::new)));
    }

    private static String signature(Counterpart.Received call, String secret) {
        return WebhookSignature.headers(
                        call.header("webhook-id"),
                        Instant.ofEpochSecond(Long.parseLong(call.header("webhook-timestamp"))),
                        "",
                        call.body().getBytes(UTF_8),
                        List.of(WebhookSignature.key(secret)))
                .get("webhook-signature");
    }

    @Test
    void anEventComesAsSignedCloudEvent() throws Exception {
        String secret = subscribe()
                .statusCode(201)
                .header("Location", containsString("/v1/subscriptions/"))
                .header("Cache-Control", "no-store")
                .body("secret", startsWith("whsec_"))
                .extract()
                .path("secret");
        UUID task = Organisation.id();
        Map<String, Object> data = open(task);
        UUID event = publish(task, "TaskCompleted", data);
        awaitCalls(event);

        Counterpart.Received call = subscriber.last();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.header("Content-Type")).startsWith("application/cloudevents+json");
        JsonNode document = json.readTree(call.body());
        assertThat(document.path("specversion").asText()).isEqualTo("1.0");
        assertThat(document.path("id").asText()).isEqualTo(event.toString());
        assertThat(document.path("type").asText()).isEqualTo(COMPLETED);
        assertThat(document.path("source").asText()).isEqualTo("/test");
        assertThat(document.path("subject").asText()).isEqualTo(task.toString());
        assertThat(document.path("time").asText()).isEqualTo(Topics.DAY);
        assertThat(document.path("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(document.path("data")).isEqualTo(json.readTree(Topics.json(data)));
        assertThat(call.header("webhook-signature")).isEqualTo(signature(call, secret));
    }

    @Test
    void ofAConfidentialPlanOnlyIdentifiersGoOut() throws Exception {
        subscribed();
        UUID task = Organisation.id();
        awaitCalls(publish(task, "TaskCancelled", TaskData.ofTask(task, List.of(group), "reason", "机密原因")));
        JsonNode got = json.readTree(subscriber.last().body()).path("data");
        assertThat(got.fieldNames()).toIterable().containsOnly("sequence", "plan", "phase", "task", "unitIds");
        assertThat(got.path("task").fieldNames()).toIterable().containsOnly("id", "link");
        assertThat(got.path("plan").fieldNames()).toIterable().containsOnly("id", "confidential");
        assertThat(got.path("phase").fieldNames()).toIterable().containsOnly("id");
        assertThat(subscriber.last().body()).doesNotContain("机密", "受票", "试点", "4号");
    }

    @Test
    void onlyEventsOfTheWishedTypesAndUnitsCome() {
        String id = subscribed("eventTypes", List.of(COMPLETED));
        UUID elsewhere = Organisation.id();
        Map<String, Object> data = open(elsewhere);
        data.put("unitIds", List.of(otherBureau));
        publish(elsewhere, "TaskCompleted", data);
        UUID task = Organisation.id();
        publish(task, "TaskReceived", open(task));
        UUID event = publish(task, "TaskCompleted", open(task));
        awaitCalls(event);
        deliveries(id).body("items.eventId", contains(event.toString()));
    }

    @Test
    void anEventThatComesAgainIsSentOnce() {
        String id = subscribed();
        UUID task = Organisation.id();
        UUID event = Organisation.id();
        for (int i = 0; i < 3; i++) {
            Topics.publish(task, event, "TaskCompleted", open(task));
        }
        UUID last = publish(task, "TaskReopened", open(task, "reason", "again"));
        awaitCalls(event, last);
        deliveries(id).body("items", hasSize(2));
    }

    @Test
    void aFailureHoldsBackItsKey() {
        String id = subscribed();
        UUID task = Organisation.id();
        Counterpart.Behaviour failure = Counterpart.status(500, "oops");
        subscriber.next(failure, failure, failure);
        UUID first = publish(task, "TaskCompleted", open(task));
        UUID second = publish(task, "TaskReopened", open(task, "reason", "again"));
        UUID third = publish(task, "TaskCompleted", open(task));
        awaitCalls(first, first, first, first, second, third);
        await().untilAsserted(() -> deliveries(id).body("items.state", allDelivered(3)));
        deliveries(id)
                .body("items[2].eventId", equalTo(first.toString()))
                .body("items[2].attempts", equalTo(4))
                .body("items[2].result", equalTo("HTTP status 200"))
                .body("items[2].nextAttemptAt", nullValue());
        get(id).body("failingSince", nullValue()).body("waiting", equalTo(0));
    }

    @Test
    void aKeyThatFailsHoldsBackNoOther() {
        String id = subscribed();
        UUID stuck = Organisation.id();
        subscriber.usually((counterpart, exchange) -> Counterpart.status(
                        counterpart.last().body().contains(stuck.toString()) ? 400 : 200, "")
                .answer(counterpart, exchange));
        UUID refused = publish(stuck, "TaskCompleted", open(stuck));
        await().untilAsserted(() -> deliveries(id).body(of(refused, "attempts"), greaterThan(1)));
        UUID other = completed();
        await().untilAsserted(() -> deliveries(id).body(of(other, "state"), equalTo("DELIVERED")));
        deliveries(id).body(of(refused, "state"), equalTo("WAITING"));
    }

    @Test
    void whatTheSubscriberDoesWrongIsBoundedAndToldToItsOwner() {
        String id = subscribed();
        Map<Counterpart.Behaviour, String> faults = Map.of(
                Counterpart.status(302, "", "Location", "http://127.0.0.1/"), "redirects aren't followed",
                Counterpart.silence(), "no answer in time",
                Counterpart.status(418, ""), "HTTP status 418");
        faults.forEach((fault, told) -> {
            subscriber.usually(fault);
            UUID event = completed();
            await().untilAsserted(() -> deliveries(id).body(of(event, "result"), containsString(told)));
            subscriber.usually(Counterpart.status(200, ""));
            await().untilAsserted(() -> deliveries(id).body(of(event, "state"), equalTo("DELIVERED")));
        });
        subscriber.next(Counterpart.bytes(5 * 1024 * 1024));
        UUID event = completed();
        await().untilAsserted(() -> deliveries(id)
                .body(of(event, "state"), equalTo("DELIVERED"))
                .body(of(event, "result"), equalTo("HTTP status 200, and an answer that was cut off")));
    }

    @Test
    void aSlowSubscriberHoldsUpNoOther() {
        subscriber.usually(Counterpart.silence());
        String slow = subscribed();
        try (var quick = new Counterpart()) {
            subscribed("url", quick.uri("/").toString());
            for (int i = 1; i <= 20; i++) {
                completed();
            }
            await().untilAsserted(() -> assertThat(quick.received()).hasSize(20));
            get(slow).body("waiting", equalTo(20));
        }
    }

    @Test
    void whoSaysThatItIsGoneIsDisabledAtOnce() {
        String id = subscribed();
        subscriber.next(Counterpart.status(410, ""));
        completed();
        await().untilAsserted(() -> get(id).body("state", equalTo("DISABLED")));
        get(id).body("disabledReason", equalTo("HTTP status 410")).body("disabledAt", notNullValue());
        change(id, Map.of("state", "ACTIVE"))
                .statusCode(200)
                .body("state", equalTo("ACTIVE"))
                .body("disabledReason", nullValue());
        await().untilAsserted(() -> deliveries(id).body("items.state", allDelivered(1)));
    }

    @Test
    void afterLongFailureASubscriptionIsDisabledAndCanBeEnabledAgain() {
        String id = subscribed();
        subscriber.usually(Counterpart.status(500, ""));
        completed();
        await().untilAsserted(() -> get(id).body("failingSince", notNullValue()));
        get(id).body("state", equalTo("ACTIVE"));
        sql(
                "update webhook_subscription set failing_since = failing_since - interval '3 days' where owner = ?1",
                owner);
        await().untilAsserted(() ->
                get(id).body("state", equalTo("DISABLED")).body("disabledReason", containsString("HTTP status 500")));
        for (UUID told : List.of(member, administrator)) {
            assertThat(Inboxes.messages(organisation, told))
                    .anySatisfy(message -> assertThat(message.get("body").toString())
                            .contains(client, subscriber.uri("/events").toString(), "HTTP status 500", id));
        }
        replay(id, "2026-12-01T00:00:00+08:00").statusCode(409).body("detail", containsString("ACTIVE"));
        subscriber.usually(Counterpart.status(200, ""));
        change(id, Map.of("state", "ACTIVE")).statusCode(200).body("failingSince", nullValue());
        await().untilAsserted(() -> deliveries(id).body("items.state", allDelivered(1)));
    }

    @Test
    void whileASubscriptionIsDisabledNothingIsSentAndNothingQueued() {
        String id = subscribed();
        change(id, Map.of("state", "DISABLED")).statusCode(200).body("state", equalTo("DISABLED"));
        UUID missed = completed();
        await().untilAsserted(
                        () -> assertThat(Rows.of("select position from subscription_event where event_id = ?", missed))
                                .hasSize(1));
        change(id, Map.of("state", "ACTIVE")).statusCode(200);
        UUID next = completed();
        awaitCalls(next);
        Instant received = received(missed);
        replay(id, received.toString()).statusCode(202);
        await().untilAsserted(() -> assertThat(calls()).contains(missed.toString()));
    }

    private static Instant received(UUID event) {
        return ((Timestamp) Rows.of("select received_at from subscription_event where event_id = ?", event)
                        .get(0))
                .toInstant();
    }

    @Test
    void anEventThatIsNeverTakenIsGivenUpSoThatTheNextOfItsKeyComes() {
        String id = subscribed();
        UUID task = Organisation.id();
        subscriber.usually(Counterpart.status(400, ""));
        UUID refused = publish(task, "TaskCompleted", open(task));
        UUID next = publish(task, "TaskReopened", open(task, "reason", "again"));
        await().untilAsserted(() -> deliveries(id)
                .body("items", hasSize(2))
                .body(of(refused, "attempts"), greaterThan(1))
                .body(of(next, "attempts"), equalTo(0)));
        sql(
                "update subscription_delivery set first_attempt_at = first_attempt_at - interval '3 days'"
                        + " where attempts > 0 and cast(subscription_id as text) = ?1",
                id);
        await().untilAsserted(() -> deliveries(id).body(of(refused, "state"), equalTo("GIVEN_UP")));
        subscriber.usually(Counterpart.status(200, ""));
        await().untilAsserted(() -> deliveries(id).body(of(next, "state"), equalTo("DELIVERED")));
    }

    @Test
    void eventsAreReplayedFromATimeOn() {
        String id = subscribed();
        UUID first = completed();
        awaitCalls(first);
        UUID second = completed();
        awaitCalls(first, second);
        await().untilAsserted(() -> deliveries(id).body("items.state", allDelivered(2)));
        replay(id, received(second).toString()).statusCode(202).body("events", equalTo(1));
        awaitCalls(first, second, second);
        // for somebody who subscribed only now, too
        try (var late = new Counterpart()) {
            String other = subscribed("url", late.uri("/").toString());
            replay(other, received(first).toString()).statusCode(202).body("events", equalTo(2));
            await().untilAsserted(() -> assertThat(late.received()).hasSize(2));
        }
        replay(id, "2020-01-01T00:00:00+08:00").statusCode(400).body("violations.field", contains("from"));
    }

    @Test
    void aPingTellsHowItWent() throws Exception {
        String id = subscribed();
        call().post("/v1/subscriptions/" + id + "/ping")
                .then()
                .statusCode(200)
                .body("arrived", equalTo(true))
                .body("result", equalTo("HTTP status 200"));
        assertThat(json.readTree(subscriber.last().body()).path("type").asText())
                .isEqualTo("cn.taxrollout.notification.Ping.v1");
        subscriber.next(Counterpart.silence());
        call().post("/v1/subscriptions/" + id + "/ping")
                .then()
                .statusCode(200)
                .body("arrived", equalTo(false))
                .body("result", containsString("no answer in time"));
    }

    @Test
    void whileASecretIsRenewedTheOldOneSignsToo() {
        ValidatableResponse made = subscribe().statusCode(201);
        String id = made.extract().path("subscriptionId");
        String first = made.extract().path("secret");
        String lost = renew(id);
        String current = renew(id);
        UUID event = completed();
        awaitCalls(event);
        assertThat(subscriber.last().header("webhook-signature"))
                .isEqualTo(signature(subscriber.last(), current) + " " + signature(subscriber.last(), first))
                .doesNotContain(signature(subscriber.last(), lost));
        sql("update webhook_subscription set previous_secret_until = clock_timestamp() where owner = ?1", owner);
        UUID later = completed();
        awaitCalls(event, later);
        assertThat(subscriber.last().header("webhook-signature")).isEqualTo(signature(subscriber.last(), current));
    }

    private String renew(String id) {
        return call().post("/v1/subscriptions/" + id + "/secret")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("previousSecretUntil", notNullValue())
                .extract()
                .path("secret");
    }

    @Test
    void theSecretIsToldOnceAndKeptEncrypted() {
        ValidatableResponse made = subscribe().statusCode(201);
        String secret = made.extract().path("secret");
        get(made.extract().path("subscriptionId")).body("secret", nullValue());
        byte[] kept = (byte[]) Rows.of("select secret from webhook_subscription where owner = ?", owner)
                .get(0);
        assertThat(kept).hasSize(12 + 32 + 16);
        assertThat(new String(kept, ISO_8859_1)).doesNotContain(new String(WebhookSignature.key(secret), ISO_8859_1));
    }

    @Test
    void whatIsNotAcceptableIsNamed() {
        subscribe(
                        "url",
                        "http://10.1.2.3/events",
                        "eventTypes",
                        List.of(COMPLETED, "TaskCompleted"),
                        "unitId",
                        Organisation.id(),
                        "contactStaffNo",
                        "NOBODY")
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("url", "eventTypes[1]", "unitId", "contactStaffNo"));
        for (String url : List.of(
                "ftp://8.8.8.8/",
                "http://user:secret@8.8.8.8/",
                "http://169.254.169.254/x",
                "no address",
                "/path",
                "http://8.8.8.8/#x")) {
            subscribe("url", url).statusCode(400).body("violations.field", hasItem("url"));
        }
        subscribe("secret", "mine").statusCode(400).body("violations.field", hasItem("secret"));
    }

    @Test
    void whoSubscribesTwiceIsToldOfTheFirst() {
        String id = subscribed();
        subscribe().statusCode(409).body("detail", containsString(id));
        String second = subscribed("url", subscriber.uri("/other").toString());
        change(second, Map.of("url", subscriber.uri("/events").toString()))
                .statusCode(409)
                .body("detail", containsString(id));
    }

    @Test
    void aChangeNeedsTheVersionItIsBasedOn() {
        String id = subscribed();
        String path = "/v1/subscriptions/" + id;
        String tag = get(id).extract().header("ETag");
        call().body(Map.of("state", "DISABLED")).patch(path).then().statusCode(428);
        change(id, Map.of("eventTypes", List.of("cn.taxrollout.task.TaskOpened.v1")))
                .statusCode(200)
                .body("eventTypes", hasSize(1))
                .body("url", equalTo(subscriber.uri("/events").toString()));
        call().header("If-Match", tag).delete(path).then().statusCode(412);
        call().header("If-Match", "*").delete(path).then().statusCode(204);
        call().get(path).then().statusCode(404);
    }

    @Test
    void anotherSystemsSubscriptionIsNotThere() {
        String id = subscribed();
        String path = "/v1/subscriptions/" + id;
        String other = TokenIssuer.shared().system("other-" + client, "notification:write");
        as(other).get("/v1/subscriptions").then().statusCode(200).body("items.id", not(hasItem(id)));
        as(other).get(path).then().statusCode(404);
        as(other).get(path + "/deliveries").then().statusCode(404);
        as(other).post(path + "/ping").then().statusCode(404);
        as(other).post(path + "/secret").then().statusCode(404);
        as(other).header("If-Match", "*").delete(path).then().statusCode(404);
        as(other)
                .contentType(ContentType.JSON)
                .body(Map.of("from", Instant.now().toString()))
                .post(path + "/replay")
                .then()
                .statusCode(404);
        as(other)
                .contentType(ContentType.JSON)
                .header("If-Match", "*")
                .body(Map.of("state", "DISABLED"))
                .patch(path)
                .then()
                .statusCode(404);
        call().get("/v1/subscriptions").then().statusCode(200).body("items.id", contains(id));
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    void eventsThatCannotBeReplayedAnyMoreAreForgotten() {
        String id = subscribed();
        UUID old = completed();
        UUID young = completed();
        await().untilAsserted(() -> deliveries(id).body("items.state", allDelivered(2)));
        sql("update subscription_event set received_at = received_at - interval '31 days' where event_id = ?1", old);
        purge.forget();
        deliveries(id).body("items.eventId", contains(young.toString()));
    }
}
