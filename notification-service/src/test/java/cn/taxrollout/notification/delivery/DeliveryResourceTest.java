package cn.taxrollout.notification.delivery;

import static cn.taxrollout.notification.Inboxes.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.delivery.Told.Person;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class DeliveryResourceTest {
    @Inject
    OutsideWorld world;

    @Inject
    Told told;

    @BeforeEach
    void open() {
        world.open();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anOperatorSeesADeliveryWithEveryAttempt() {
        Person person = told.reachable();
        world.next(person.chat(), new Outcome.Failed("busy", Optional.empty()));
        UUID delivery = toldAs(person, "SENT");
        operator()
                .get("/v1/deliveries/" + delivery)
                .then()
                .statusCode(200)
                .body("delivery.event", equalTo("TaskOverdue"))
                .body("delivery.staffNo", equalTo(person.organisation().staffNo(person.id())))
                .body("delivery.attempts", equalTo(2))
                .body("delivery.dueAt", nullValue())
                .body("attempts.outcome", contains("FAILED", "ACCEPTED"))
                .body("attempts[0].reason", equalTo("busy"))
                .body("attempts[1].receipt", equalTo("R-" + delivery))
                .body("attempts[1].millis", greaterThanOrEqualTo(0))
                .body("decisions", hasSize(0));
    }

    @Test
    void deliveriesAreFoundByStateChannelPersonMessageAndTime() {
        Person person = told.reachable();
        world.next(person.chat(), new Outcome.Refused("no such user"));
        toldAs(person, "REFUSED");
        awaitStates(person, "REFUSED", "SENT");
        String staffNo = person.organisation().staffNo(person.id());
        String theirs = "/v1/deliveries?staffNo=" + staffNo;
        operator().get(theirs).then().body("items.channel", contains("EMAIL", "CHAT"));
        operator().get(theirs + "&state=REFUSED").then().body("items.channel", contains("CHAT"));
        operator().get(theirs + "&channel=EMAIL").then().body("items.state", contains("SENT"));
        operator().get("/v1/deliveries?messageId=" + person.message()).then().body("items", hasSize(2));
        operator().get(theirs + "&from=2023-01-01T00:00:00Z").then().body("items", hasSize(2));
        operator().get(theirs + "&to=2023-01-01T00:00:00Z").then().body("items", hasSize(0));
        operator()
                .get("/v1/deliveries?state=REFUSED&limit=200")
                .then()
                .body("items.state", everyItem(equalTo("REFUSED")));
    }

    @Test
    void pagesLeaveNothingOutAndRepeatNothing() {
        Person person = told.reachable();
        for (int i = 0; i < 5; i++) {
            told.urgently(person);
        }
        awaitStates(person, "SENT", "SENT", "SENT", "SENT", "SENT");
        Set<String> seen = new HashSet<>();
        String cursor = null;
        int pages = 0;
        do {
            var page = operator()
                    .get("/v1/deliveries?limit=2&staffNo="
                            + person.organisation().staffNo(person.id()) + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract();
            List<String> ids = page.path("items.id");
            assertThat(seen).doesNotContainAnyElementsOf(ids);
            seen.addAll(ids);
            cursor = page.path("nextCursor");
            pages++;
        } while (cursor != null);
        assertThat(seen).hasSize(5);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void whatIsUncertainIsSentAgainOnlyIfAnOperatorSaysSo() {
        Person person = told.reachable();
        world.next(person.chat(), new Outcome.Refused("no such user"));
        world.next(person.mail(), new Outcome.Uncertain("no answer"));
        told.urgently(person);
        awaitStates(person, "REFUSED", "UNCERTAIN");
        String uncertain = operator()
                .get("/v1/deliveries?state=UNCERTAIN&staffNo="
                        + person.organisation().staffNo(person.id()))
                .then()
                .extract()
                .path("items[0].id");
        operator()
                .post("/v1/deliveries/" + uncertain + "/retry")
                .then()
                .statusCode(200)
                .body("decisions[0].decision", equalTo("RETRY"))
                .body("decisions[0].from", equalTo("UNCERTAIN"))
                .body("decisions[0].by", equalTo("service-account-operations"));
        awaitStates(person, "REFUSED", "SENT");
        assertThat(world.arrivedAt(person.mail())).hasSize(2);
    }

    @Test
    void whatIsGivenUpIsNotTriedAgain() {
        Person person = told.reachable();
        world.next(person.chat(), new Outcome.Failed("busy", Optional.of(Duration.ofHours(1))));
        UUID delivery = toldAs(person, "FAILED");
        operator()
                .post("/v1/deliveries/" + delivery + "/giving-up")
                .then()
                .statusCode(200)
                .body("delivery.state", equalTo("GIVEN_UP"))
                .body("delivery.dueAt", nullValue());
        assertThat(person.deliveries()).containsExactly("CHAT 1 GIVEN_UP");
    }

    @Test
    void aRefusedDecisionSaysWhatIsAllowed() {
        Person person = told.reachable();
        UUID delivery = toldAs(person, "SENT");
        operator()
                .header("Accept-Language", "en")
                .post("/v1/deliveries/" + delivery + "/retry")
                .then()
                .statusCode(409)
                .body("state", equalTo("SENT"))
                .body("allowedIn", contains("FAILED", "REFUSED", "UNCERTAIN", "GIVEN_UP", "SKIPPED"))
                .body("detail", containsString("states that allow it: FAILED, REFUSED"));
        operator()
                .post("/v1/deliveries/" + delivery + "/giving-up")
                .then()
                .statusCode(409)
                .body("allowedIn", contains("PENDING", "FAILED", "REFUSED", "UNCERTAIN"));
        operator().post("/v1/deliveries/" + UUID.randomUUID() + "/retry").then().statusCode(404);
    }

    @Test
    void aPersonSeesTheDeliveriesOfAnOwnMessageAndOfNoOther() {
        Person person = told.reachable();
        toldAs(person, "SENT");
        as(person.organisation(), person.id())
                .get("/v1/inbox/" + person.message() + "/deliveries")
                .then()
                .statusCode(200)
                .body("channel", contains("CHAT"))
                .body("state", contains("SENT"));
        Person other = told.reachable();
        as(other.organisation(), other.id())
                .get("/v1/inbox/" + person.message() + "/deliveries")
                .then()
                .statusCode(404);
    }

    private static RequestSpecification operator() {
        return as(TokenIssuer.shared().system("operations", "notification:write"));
    }

    /** Tells the person and waits until the first delivery is in that state. */
    private UUID toldAs(Person person, String state) {
        told.urgently(person);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(person.deliveries()).first().asString().endsWith(state));
        return world.arrivedAt(person.chat()).get(0).deliveryId();
    }

    private static void awaitStates(Person person, String... states) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(person.deliveries().stream()
                        .map(delivery -> delivery.toString().replaceAll(".* ", "")))
                .containsExactly(states));
    }
}
