package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.web.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;

/** Lets what was parked go on, in order: applied once its cause is gone, or given up by an operator. */
@ApplicationScoped
class ParkedEventReplay {
    private static final Logger LOG = Logger.getLogger(ParkedEventReplay.class);

    private final ParkedEvents parked;
    private final EventIntake intake;
    private final List<Subscription> subscriptions;
    private final Clock clock;
    private final MeterRegistry metrics;

    ParkedEventReplay(
            ParkedEvents parked,
            EventIntake intake,
            @All List<Subscription> subscriptions,
            Clock clock,
            MeterRegistry metrics) {
        this.parked = parked;
        this.intake = intake;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * How far a replay came.
     *
     * @param replayed events that were applied and are parked no more
     * @param waiting events of the key that are still parked
     * @param reason why the first of them still can't be applied, null if none waits
     */
    @Schema(name = "Replay")
    record Result(int replayed, long waiting, String reason) {}

    /** Applies the parked events of a key, oldest first, each in a transaction of its own, up to the first that fails. */
    Result replay(String key) {
        int replayed = 0;
        while (true) {
            Optional<ParkedEvent> first = QuarkusTransaction.requiringNew().call(() -> parked.first(key));
            if (first.isEmpty()) {
                LOG.infof("Replayed %d parked events of %s", replayed, key);
                return new Result(replayed, 0, null);
            }
            try {
                QuarkusTransaction.requiringNew().run(() -> replayFirst(key));
                replayed++;
            } catch (RuntimeException refusal) {
                if (TransientFault.isBehind(refusal)) {
                    throw refusal;
                }
                String reason = EventIntake.reason(refusal);
                int done = replayed;
                return QuarkusTransaction.requiringNew().call(() -> {
                    parked.restate(first.get(), reason);
                    return new Result(done, parked.waiting(key), reason);
                });
            }
        }
    }

    private void replayFirst(String key) {
        parked.lock(key);
        // Again, under the lock: another operator may have been quicker.
        parked.first(key).ifPresent(first -> {
            IncomingEvent event = first.event();
            Subscription subscription = subscriptions.stream()
                    .filter(candidate -> candidate.topic().equals(event.topic()))
                    .findFirst()
                    .orElseThrow();
            intake.applyParked(subscription, event);
            parked.remove(first);
        });
    }

    /**
     * Gives up the event that holds back its key, on record. The next one of the key is then the first to replay.
     *
     * @param id of the event, so that nobody gives up another one than was looked at
     * @param by who does it
     * @throws Refusal 404 if nothing of the key is parked; 409 if another event is the first of the key
     */
    long discard(String key, long id, String by, String reason) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            parked.lock(key);
            ParkedEvent first = parked.first(key).orElseThrow(() -> Refusal.notFound("parked-key-unknown", key));
            if (first.id() != id) {
                throw Refusal.conflict("parked-event-not-first", id, first.id());
            }
            intake.forget(first.event());
            parked.discard(first, by, reason, clock.instant());
            metrics.counter(
                            "notification.events.discarded",
                            "type",
                            first.event().type())
                    .increment();
            LOG.warnf("%s discards %s of %s: %s", by, first.event().type(), key, reason);
            return parked.waiting(key);
        });
    }
}
