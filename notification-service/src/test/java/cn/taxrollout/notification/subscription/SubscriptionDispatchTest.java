package cn.taxrollout.notification.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Counterpart;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.StatementCount;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.outbound.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas, one of which dies in the middle of its calls, as several dispatches in one process. */
@ServiceTest
class SubscriptionDispatchTest {
    private static final String TYPE = "cn.taxrollout.task.TaskCompleted.v1";
    private static final int KEYS = 20;
    private static final int EVENTS = 15;

    @Inject
    CopiedDirectory copied;

    @Inject
    EventLog log;

    @Inject
    TaskEventReader reader;

    @Inject
    Subscriptions subscriptions;

    @Inject
    WebhookSubscriptions kept;

    @Inject
    SubscriptionQueue queue;

    @Inject
    OutboundHttp http;

    @Inject
    SealedSecrets secrets;

    @Inject
    CloudEvents events;

    @Inject
    Settlement settlement;

    @Inject
    SubscriptionSettings settings;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry metrics;

    @Inject
    EntityManager entities;

    private final Organisation organisation = new Organisation();
    private final Counterpart subscriber = new Counterpart();
    private UUID unit;
    private UUID subscription;

    @BeforeEach
    void subscribe() {
        unit = organisation.unit("综合组", "WORKING_GROUP", null);
        String contact = organisation.staffNo(organisation.member(unit));
        copied.take(organisation);
        subscription = subscriptions
                .subscribe("dispatch-test", subscriber.uri("/").toString(), List.of(), unit, contact)
                .subscription()
                .id();
    }

    @AfterEach
    void end() {
        QuarkusTransaction.requiringNew().run(() -> kept.deleteById(subscription));
        subscriber.close();
    }

    private void append(UUID eventId, UUID key) {
        byte[] payload = Topics.json(TaskData.ofTask(key, List.of(unit)));
        Map<String, String> headers = Map.of("ce_id", eventId.toString(), "ce_type", TYPE);
        try {
            TaskEvent event = reader.read(TYPE, payload);
            log.append(eventId, key.toString(), headers, payload, event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SubscriptionDispatch replica(SubscriptionCalls calls) {
        var replica = new SubscriptionDispatch(kept, queue, calls, events, settlement, settings, clock);
        replica.start(null, metrics);
        return replica;
    }

    @Test
    void anEventIsWrittenForAllItsSubscribersWithOneStatement() {
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(StatementCount.of(() -> append(Organisation.id(), Organisation.id())))
                        .isEqualTo(1));
    }

    @Test
    void whateverReplicaDiesEachEventArrivesAndThoseOfAKeyInOrder() {
        Set<String> unheard = ConcurrentHashMap.newKeySet();
        SubscriptionDispatch dying = replica(new SubscriptionCalls(http, secrets) {
            @Override
            CompletableFuture<Result> begin(WebhookSubscription called, String id, byte[] document, Instant now) {
                // the call is made, and nobody is left to hear how it ends
                unheard.add(id);
                return super.begin(called, id, document, now).thenCompose(result -> new CompletableFuture<>());
            }
        });
        List<SubscriptionDispatch> living =
                List.of(replica(new SubscriptionCalls(http, secrets)), replica(new SubscriptionCalls(http, secrets)));

        Map<UUID, List<String>> sent = new LinkedHashMap<>();
        for (int k = 0; k < KEYS; k++) {
            sent.put(Organisation.id(), new ArrayList<>());
        }
        holdUntil("infinity");
        for (int i = 0; i < EVENTS; i++) {
            sent.forEach((key, ids) -> {
                UUID id = Organisation.id();
                ids.add(id.toString());
                QuarkusTransaction.requiringNew().run(() -> append(id, key));
            });
        }
        holdUntil("-infinity");
        dying.look();
        await().untilAsserted(() -> assertThat(unheard).isNotEmpty());
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            living.forEach(SubscriptionDispatch::look);
            expireLeases(unheard);
            assertThat(delivered()).isEqualTo(KEYS * EVENTS);
        });

        List<String> arrived = subscriber.received().stream()
                .map(call -> call.header("webhook-id"))
                .toList();
        sent.forEach((key, ids) ->
                assertThat(arrived.stream().filter(ids::contains).distinct()).containsExactlyElementsOf(ids));
        assertThat(arrived.size() - KEYS * EVENTS).isBetween(0, unheard.size());
    }

    private void holdUntil(String time) {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update webhook_subscription set held_until = cast(?2 as timestamptz) where id = ?1")
                .setParameter(1, subscription)
                .setParameter(2, time)
                .executeUpdate());
    }

    /** What the dead one had claimed counts as lost, as it does by itself after a minute. */
    private void expireLeases(Set<String> events) {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("""
                        update subscription_delivery set due_at = clock_timestamp()
                        where state = 'WAITING' and attempts = 1 and subscription_id = ?1 and event_position in
                            (select position from subscription_event where cast(event_id as text) = any(?2))
                        """)
                .setParameter(1, subscription)
                .setParameter(2, events.toArray(String[]::new))
                .executeUpdate());
    }

    private int delivered() {
        return Rows.of(
                        "select event_position from subscription_delivery where subscription_id = ? and state = 'DELIVERED'",
                        subscription)
                .size();
    }
}
