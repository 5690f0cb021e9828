package cn.taxrollout.notification.messaging;

import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;

/** Applies what was parked, in order, once its cause is gone. */
@ApplicationScoped
class ParkedEventReplay {
    private static final Logger LOG = Logger.getLogger(ParkedEventReplay.class);

    private final ParkedEvents parked;
    private final EventIntake intake;
    private final List<Subscription> subscriptions;

    ParkedEventReplay(ParkedEvents parked, EventIntake intake, @All List<Subscription> subscriptions) {
        this.parked = parked;
        this.intake = intake;
        this.subscriptions = subscriptions;
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
}
