package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.subscription.SubscriptionCalls.Result;
import cn.taxrollout.notification.subscription.SubscriptionQueue.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Brings events to their subscribers, in every replica. Of a subscription a handful of keys is served at once, of a key one event
 * after the other; a subscriber that is slow or away costs no thread and holds up no other. What waits is found by looking every
 * second, and at once by the replica that wrote it.
 */
@ApplicationScoped
class SubscriptionDispatch {
    private static final Logger LOG = Logger.getLogger(SubscriptionDispatch.class);

    private final WebhookSubscriptions subscriptions;
    private final SubscriptionQueue queue;
    private final SubscriptionCalls calls;
    private final CloudEvents events;
    private final Settlement settlement;
    private final SubscriptionSettings settings;
    private final Clock clock;
    private final Executor executor = Infrastructure.getDefaultExecutor();
    /** The subscriptions that this replica is serving. */
    private final Set<UUID> served = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean called = new AtomicBoolean();
    private volatile boolean running;

    SubscriptionDispatch(
            WebhookSubscriptions subscriptions,
            SubscriptionQueue queue,
            SubscriptionCalls calls,
            CloudEvents events,
            Settlement settlement,
            SubscriptionSettings settings,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.calls = calls;
        this.events = events;
        this.settlement = settlement;
        this.settings = settings;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, MeterRegistry metrics) {
        running = true;
        metrics.gauge("notification.subscription.waiting", this, it -> QuarkusTransaction.requiringNew()
                .call(it.queue::waiting));
    }

    /** Begins nothing more; what is under way and can't be recorded is repeated after the start. */
    void stop(@Observes ShutdownEvent event) {
        running = false;
    }

    void hurry(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventLog.Queued queued) {
        if (called.compareAndSet(false, true)) {
            executor.execute(this::look);
        }
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        called.set(false);
        if (!running) {
            return;
        }
        List<UUID> due = QuarkusTransaction.requiringNew().call(() -> queue.due(clock.instant()));
        for (UUID subscription : due) {
            if (served.add(subscription)) {
                executor.execute(() -> serve(subscription));
            }
        }
    }

    /** Sends what is due, and again what is due then, until nothing is. */
    private void serve(UUID subscription) {
        Map<Claimed, CompletableFuture<Result>> sent;
        try {
            sent = running ? send(subscription) : Map.of();
        } catch (RuntimeException e) {
            served.remove(subscription);
            LOG.warnf(e, "Events for subscription %s wait", subscription);
            return;
        }
        if (sent.isEmpty()) {
            served.remove(subscription);
            return;
        }
        CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> settlement.settle(subscription, ended(sent)), executor)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                serve(subscription);
                            } else {
                                served.remove(subscription);
                                LOG.warnf(failure, "Events for subscription %s will be sent again", subscription);
                            }
                        },
                        executor);
    }

    /** Claims in a transaction, and calls only when that is committed. */
    private Map<Claimed, CompletableFuture<Result>> send(UUID id) {
        Instant now = clock.instant();
        List<Claimed> claimed =
                QuarkusTransaction.requiringNew().call(() -> queue.claim(id, now, settings.concurrency()));
        if (claimed.isEmpty()) {
            return Map.of();
        }
        WebhookSubscription subscription = QuarkusTransaction.requiringNew().call(() -> subscriptions.findById(id));
        Map<Claimed, CompletableFuture<Result>> sent = new LinkedHashMap<>();
        for (Claimed event : claimed) {
            byte[] document = events.document(event.headers(), event.payload(), event.confidential());
            sent.put(event, calls.begin(subscription, event.eventId(), document, now));
        }
        return sent;
    }

    private static Map<Claimed, Result> ended(Map<Claimed, CompletableFuture<Result>> sent) {
        Map<Claimed, Result> ended = new LinkedHashMap<>();
        sent.forEach((event, result) -> ended.put(event, result.join()));
        return ended;
    }
}
