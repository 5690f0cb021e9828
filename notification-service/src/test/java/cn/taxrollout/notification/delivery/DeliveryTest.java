package cn.taxrollout.notification.delivery;

import static cn.taxrollout.notification.Inboxes.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.channel.Outgoing;
import cn.taxrollout.notification.delivery.Told.Person;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a message leaves the suite, with other sides that do as they are told. */
@ServiceTest
class DeliveryTest {
    private static final Outcome FAILED = new Outcome.Failed("connection refused", Optional.empty());
    private static final Outcome REFUSED = new Outcome.Refused("no such user");
    private static final Outcome UNCERTAIN = new Outcome.Uncertain("no answer after it was sent");

    @Inject
    OutsideWorld world;

    @Inject
    Told told;

    @Inject
    Deliveries deliveries;

    @BeforeEach
    void open() {
        world.open();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMessageLeavesOnceByTheFirstChannelOfThePersonsOrder() {
        Person person = told.reachable();
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SENT");
        assertThat(person.attempts()).containsExactly("CHAT 1 ACCEPTED");
        assertThat(world.arrivedAt(person.mail())).isEmpty();
        Outgoing sent = world.arrivedAt(person.chat()).get(0);
        assertThat(Rows.of("select receipt from delivery_attempt where delivery_id = ?", sent.deliveryId()))
                .containsExactly("R-" + sent.deliveryId());
        assertThat(sent.link().toString()).contains(person.message().toString());
    }

    @Test
    void whatFailsIsTriedAgainAsTheSameDelivery() {
        Person person = told.reachable();
        world.next(person.chat(), FAILED, FAILED);
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SENT");
        assertThat(person.attempts()).containsExactly("CHAT 1 FAILED", "CHAT 2 FAILED", "CHAT 3 ACCEPTED");
        assertThat(world.arrivedAt(person.chat()).stream()
                        .map(Outgoing::deliveryId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void afterTheLastAttemptTheNextChannelIsTried() {
        Person person = told.reachable();
        world.next(person.chat(), FAILED, FAILED, FAILED);
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 GIVEN_UP", "EMAIL 1 SENT");
        assertThat(world.arrivedAt(person.chat())).hasSize(3);
        assertThat(world.arrivedAt(person.mail())).hasSize(1);
    }

    @Test
    void aRefusalFallsBackAtOnceUntilNoChannelIsLeft() {
        Person person = told.reachable();
        world.next(person.chat(), REFUSED);
        world.next(person.mail(), REFUSED);
        world.next(person.mobile(), REFUSED);
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 REFUSED", "EMAIL 1 REFUSED", "SMS 1 REFUSED");
        assertThat(person.attempts()).hasSize(3);
    }

    @Test
    void whatMayHaveArrivedIsNotSentAgain() {
        Person person = told.reachable();
        world.next(person.chat(), REFUSED);
        world.next(person.mail(), UNCERTAIN);
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 REFUSED", "EMAIL 1 UNCERTAIN");
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 REFUSED", "EMAIL 1 UNCERTAIN", "CHAT 1 SENT");
        assertThat(world.arrivedAt(person.mail())).hasSize(1);
    }

    @Test
    void whatMayHaveArrivedIsRepeatedWhereTheOtherSideRecognisesIt() {
        Person person = told.reachable();
        world.next(person.chat(), UNCERTAIN);
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SENT");
        assertThat(person.attempts()).containsExactly("CHAT 1 UNCERTAIN", "CHAT 2 ACCEPTED");
        assertThat(world.arrivedAt(person.chat()).stream()
                        .map(Outgoing::deliveryId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void anAdapterThatBreaksLeavesItUncertain() {
        Person person = told.reachable();
        world.next(person.chat(), REFUSED);
        world.next(person.mail(), message -> {
            throw new IllegalStateException("broken");
        });
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 REFUSED", "EMAIL 1 UNCERTAIN");
    }

    @Test
    void aChannelThatKeepsAwayHasMadeNoAttempt() {
        Person person = told.reachable();
        Outcome postponed = new Outcome.Postponed("breaker open", Duration.ofMillis(50));
        world.next(person.chat(), postponed, postponed, postponed, postponed, FAILED);
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SENT");
        assertThat(person.attempts()).containsExactly("CHAT 1 FAILED", "CHAT 2 ACCEPTED");
    }

    @Test
    void whoHasReadTheMessageIsNotToldByOtherChannels() {
        Person person = told.reachable();
        world.next(person.chat(), message -> {
            read(person);
            return FAILED;
        });
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SKIPPED READ");
        assertThat(world.arrivedAt(person.chat())).hasSize(1);
    }

    @Test
    void whoHasNoAddressIsPassedOverAndTheRecordSaysWhy() {
        Person person = told.unreachable();
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SKIPPED NO_ADDRESS", "EMAIL 1 SKIPPED NO_ADDRESS", "SMS 1 SKIPPED NO_ADDRESS");
    }

    @Test
    void aRepetitionIsSentOnceAndTakesThePlaceOfWhatStillWaits() {
        Person person = told.reachable();
        world.next(person.chat(), new Outcome.Failed("too busy", Optional.of(Duration.ofHours(1))));
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 FAILED");
        UUID message = person.message();
        for (int time = 0; time < 2; time++) {
            QuarkusTransaction.requiringNew().run(() -> deliveries.repeat(message, 2));
        }
        awaitDeliveries(person, "CHAT 1 SKIPPED SUPERSEDED", "CHAT 2 SENT");
        QuarkusTransaction.requiringNew().run(() -> deliveries.repeat(message, 2));
        assertThat(person.deliveries()).hasSize(2);
        assertThat(world.arrivedAt(person.chat())).hasSize(2);
    }

    @Test
    void readingDoesNotEndTheRepetitionsOfWhatIsToBeAcknowledged() {
        Person person = told.reachable();
        told.urgently(person);
        awaitDeliveries(person, "CHAT 1 SENT");
        read(person);
        QuarkusTransaction.requiringNew().run(() -> deliveries.repeat(person.message(), 2));
        awaitDeliveries(person, "CHAT 1 SENT", "CHAT 2 SENT");
        as(person.organisation(), person.id())
                .post("/v1/inbox/" + person.message() + "/acknowledgement")
                .then()
                .statusCode(200);
        QuarkusTransaction.requiringNew().run(() -> deliveries.repeat(person.message(), 3));
        awaitDeliveries(person, "CHAT 1 SENT", "CHAT 2 SENT", "CHAT 3 SKIPPED READ");
    }

    private static void read(Person person) {
        as(person.organisation(), person.id())
                .post("/v1/inbox/" + person.message() + "/read")
                .then()
                .statusCode(200);
    }

    private static void awaitDeliveries(Person person, String... deliveries) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(person.deliveries()).containsExactly((Object[]) deliveries));
    }
}
