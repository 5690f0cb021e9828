package cn.taxrollout.notification.subscription;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Forgets events that can't be replayed any more. */
@ApplicationScoped
class SubscriptionPurge {
    private static final int BATCH = 1_000;

    private final SubscriptionQueue queue;
    private final SubscriptionSettings settings;
    private final Clock clock;

    SubscriptionPurge(SubscriptionQueue queue, SubscriptionSettings settings, Clock clock) {
        this.queue = queue;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void forget() {
        Instant before = clock.instant().minus(settings.kept());
        int forgotten;
        do {
            forgotten = QuarkusTransaction.requiringNew().call(() -> queue.forget(before, BATCH));
        } while (forgotten == BATCH);
    }
}
