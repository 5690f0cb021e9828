package cn.taxrollout.notification.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.RateLimitException;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Keeps a channel within its rate, its share of the threads, and away from an other side that is down. What it turns away is
 * {@link Outcome.Postponed}, for the other side never saw it.
 */
final class ChannelGuard {
    /** Half of so many attempts in a row must fail before the other side is left alone. */
    private static final int WATCHED = 10;

    private static final Duration WHEN_BUSY = Duration.ofSeconds(1);

    private final String name;
    private final Duration recovery;
    private final MeterRegistry metrics;
    private final TypedGuard<Outcome> guard;
    private volatile boolean resting;

    ChannelGuard(ChannelName channel, ChannelLimits limits, MeterRegistry metrics) {
        this.name = channel.name();
        this.recovery = limits.recovery();
        this.metrics = metrics;
        this.guard = TypedGuard.create(Outcome.class)
                .withDescription("channel " + name)
                .withCircuitBreaker()
                .requestVolumeThreshold(WATCHED)
                .when(Fault.class::isInstance)
                .onStateChange(state -> resting = state != CircuitBreakerState.CLOSED)
                .delay(recovery.toMillis(), ChronoUnit.MILLIS)
                .done()
                .withRateLimit()
                .limit(limits.rate())
                .window(limits.per().toMillis(), ChronoUnit.MILLIS)
                .done()
                .withBulkhead()
                .limit(limits.concurrency())
                .done()
                .build();
        metrics.gauge("notification.channel.resting", Tags.of("channel", name), this, it -> it.resting ? 1 : 0);
    }

    /** Makes the attempt if it may be made now. */
    Outcome send(Supplier<Outcome> attempt) {
        Timer.Sample sample = Timer.start(metrics);
        Outcome outcome = guarded(attempt);
        sample.stop(metrics.timer(
                "notification.channel.sends",
                "channel",
                name,
                "outcome",
                outcome.getClass().getSimpleName().toLowerCase()));
        return outcome;
    }

    private Outcome guarded(Supplier<Outcome> attempt) {
        try {
            return guard.get(() -> {
                Outcome outcome = attempt.get();
                if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Uncertain) {
                    throw new Fault(outcome);
                }
                return outcome;
            });
        } catch (Fault fault) {
            return fault.outcome;
        } catch (CircuitBreakerOpenException e) {
            return new Outcome.Postponed("the other side has failed and is given time to recover", recovery);
        } catch (RateLimitException e) {
            return new Outcome.Postponed(
                    "as many as may be were sent", Duration.ofMillis(Math.max(1, e.getRetryAfterMillis())));
        } catch (BulkheadException e) {
            return new Outcome.Postponed("as many as may be are being sent", WHEN_BUSY);
        }
    }

    /** Tells the breaker of an outcome that speaks against the other side. */
    private static final class Fault extends RuntimeException {
        private final transient Outcome outcome;

        private Fault(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }
}
