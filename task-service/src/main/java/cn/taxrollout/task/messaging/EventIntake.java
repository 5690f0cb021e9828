package cn.taxrollout.task.messaging;

import cn.taxrollout.task.directory.DirectoryCopy;
import cn.taxrollout.task.directory.DirectoryState;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.reactive.messaging.ChannelRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * The one road of every state of the directory: apply, commit; only then the caller acknowledges it. What can't be applied
 * is parked, which is a commit too, and holds nothing back: a newer state of the same key needs no older one. When the database
 * is away the states wait here for as long as that takes.
 */
@ApplicationScoped
class EventIntake {
    private static final Logger LOG = Logger.getLogger(EventIntake.class);

    private static final long STOP_SECONDS = 10;

    private final Session session;
    private final DirectoryCopy copy;
    private final ParkedEvents parked;
    private final ChannelRegistry channels;
    private final MeterRegistry metrics;
    /** Shared by the attempts under way, taken for good when the service stops. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    EventIntake(
            Session session, DirectoryCopy copy, ParkedEvents parked, ChannelRegistry channels, MeterRegistry metrics) {
        this.session = session;
        this.copy = copy;
        this.parked = parked;
        this.channels = channels;
        this.metrics = metrics;
        metrics.gauge("task.directory.parked", parked, ParkedEvents::count);
    }

    /**
     * Lets the attempts under way come to their end, and none begin, before what they need is taken down. The channel asks for
     * nothing more, as what it would still bring could only be refused.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        channels.getPausable("directory").pause();
        if (!open.writeLock().tryLock(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("States are still being applied; they will be delivered again");
        }
    }

    enum Outcome {
        APPLIED,
        SKIPPED,
        PARKED
    }

    /**
     * Takes the events in one transaction, which is many times cheaper than one each. If one of them can't be applied,
     * both halves get their own, and so on, until that one is alone. Returns when all of it is committed.
     */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 200, jitter = 100, retryOn = TransientFault.class)
    @ExponentialBackoff(maxDelay = 10_000)
    public void take(List<IncomingEvent> events) {
        whileOpen(() -> takeTogether(events));
    }

    /** Runs an attempt. Where the service stops the states are not acknowledged, and are delivered again after the start. */
    private void whileOpen(Runnable attempt) {
        if (!open.readLock().tryLock()) {
            throw new IllegalStateException("the service stops");
        }
        try {
            attempt.run();
        } finally {
            open.readLock().unlock();
        }
    }

    private void takeTogether(List<IncomingEvent> events) {
        try {
            inTransaction(() -> {
                apply(events);
                return null;
            });
            events.forEach(event -> count(event, copy.keeps(event.type()) ? Outcome.APPLIED : Outcome.SKIPPED));
        } catch (TransientFault fault) {
            throw fault;
        } catch (RuntimeException refusal) {
            int half = events.size() / 2;
            if (half == 0) {
                park(events.get(0), refusal);
                count(events.get(0), Outcome.PARKED);
            } else {
                takeTogether(events.subList(0, half));
                takeTogether(events.subList(half, events.size()));
            }
        }
    }

    /**
     * Applies what is parked of a key, each state in a transaction of its own; what still can't be applied stays parked.
     *
     * @return how many are parked no more
     */
    int replay(String key) {
        int replayed = 0;
        for (ParkedEvents.Parked waiting : parked.of(key)) {
            try {
                inTransaction(() -> {
                    parked.remove(waiting);
                    apply(List.of(waiting.event()));
                    return null;
                });
                replayed++;
            } catch (TransientFault fault) {
                throw fault;
            } catch (RuntimeException refusal) {
                LOG.warnf("Event %s of %s stays parked: %s", waiting.event().type(), key, reason(refusal));
            }
        }
        return replayed;
    }

    /** Applies the events that belong into the copy, and passes over the others. */
    private void apply(List<IncomingEvent> events) {
        List<DirectoryState> states = events.stream()
                .filter(event -> copy.keeps(event.type()))
                .map(event -> new DirectoryState(event.type(), event.payload()))
                .toList();
        try {
            copy.apply(states);
        } catch (IOException e) {
            throw new UnusableEvent("unreadable: " + e.getMessage(), e);
        }
    }

    /** What operators are told of a refusal. */
    private static String reason(RuntimeException refusal) {
        return refusal instanceof UnusableEvent ? refusal.getMessage() : refusal.toString();
    }

    private void park(IncomingEvent event, RuntimeException refusal) {
        String reason = reason(refusal);
        LOG.warnf("Event %s %s of %s parked: %s", event.type(), event.headers().get("ce_id"), event.key(), reason);
        LOG.debug("Cause", refusal);
        try {
            inTransaction(() -> {
                parked.park(event, reason);
                return null;
            });
        } catch (TransientFault fault) {
            throw fault;
        } catch (RuntimeException e) {
            // Not to be acknowledged, so not to be passed over either: it waits like everything behind it.
            throw new TransientFault(e);
        }
    }

    /**
     * Runs the work in a transaction of its own.
     *
     * @throws TransientFault if the database was away, or if the commit failed; applying a state again does no harm
     */
    private <T> T inTransaction(Supplier<T> work) {
        var done = new AtomicBoolean();
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                T result = work.get();
                session.flush();
                done.set(true);
                return result;
            });
        } catch (RuntimeException failure) {
            if (done.get() || TransientFault.isBehind(failure)) {
                LOG.warnf("Database not available, the events wait: %s", failure.getMessage());
                throw new TransientFault(failure);
            }
            throw failure;
        }
    }

    private void count(IncomingEvent event, Outcome outcome) {
        metrics.counter(
                        "task.directory.states",
                        "type",
                        copy.keeps(event.type()) ? event.type() : "other",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
