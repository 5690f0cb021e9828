package cn.taxrollout.notification.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.reactive.messaging.ChannelRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * The one road of every incoming event: recognise repetition, apply, commit; only then the caller acknowledges it. What can't
 * be applied is parked, which is a commit too. When the database is away the event waits here for as long as that takes,
 * so that nothing is lost and nothing needs a restart.
 */
@ApplicationScoped
class EventIntake {
    private static final Logger LOG = Logger.getLogger(EventIntake.class);

    private static final long STOP_SECONDS = 10;
    private static final List<String> CHANNELS = List.of("directory", "task-events");

    private final Session session;
    private final ParkedEvents parked;
    private final ChannelRegistry channels;
    private final MeterRegistry metrics;
    /** Shared by the attempts under way, taken for good when the service stops. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    EventIntake(Session session, ParkedEvents parked, ChannelRegistry channels, MeterRegistry metrics) {
        this.session = session;
        this.parked = parked;
        this.channels = channels;
        this.metrics = metrics;
    }

    /**
     * Lets the attempts under way come to their end, and none begin, before what they need is taken down. The channels ask for
     * nothing more, as what they would still bring could only be refused.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        CHANNELS.forEach(channel -> channels.getPausable(channel).pause());
        if (!open.writeLock().tryLock(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("An event is still being applied; it will be delivered again");
        }
    }

    enum Outcome {
        APPLIED,
        DUPLICATE,
        SKIPPED,
        PARKED
    }

    /**
     * Takes the events in one transaction, which is many times cheaper than one each. If one of them can't be applied,
     * both halves get their own, and so on, until that one is alone. Returns when all of it is committed.
     *
     * @param events in the order of the topic
     */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 200, jitter = 100, retryOn = TransientFault.class)
    @ExponentialBackoff(maxDelay = 5_000)
    public void take(Subscription subscription, List<IncomingEvent> events) {
        whileOpen(() -> takeTogether(subscription, events));
    }

    /** Runs an attempt. Where the service stops the event is not acknowledged, and is delivered again after the start. */
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

    private void takeTogether(Subscription subscription, List<IncomingEvent> events) {
        try {
            List<Outcome> outcomes = inTransaction(() -> apply(subscription, events));
            for (int i = 0; i < outcomes.size(); i++) {
                count(subscription, events.get(i), outcomes.get(i));
            }
        } catch (TransientFault fault) {
            throw fault;
        } catch (RuntimeException refusal) {
            int half = events.size() / 2;
            if (half == 0) {
                park(events.get(0), refusal);
                count(subscription, events.get(0), Outcome.PARKED);
            } else {
                takeTogether(subscription, events.subList(0, half));
                takeTogether(subscription, events.subList(half, events.size()));
            }
        }
    }

    private List<Outcome> apply(Subscription subscription, List<IncomingEvent> events) {
        List<Outcome> outcomes = outcomes(subscription, events);
        List<IncomingEvent> toApply = toApply(events, outcomes);
        if (!toApply.isEmpty()) {
            applyNew(subscription, toApply);
        }
        return outcomes;
    }

    /** What becomes of each event, provided that those to be applied can be. */
    private List<Outcome> outcomes(Subscription subscription, List<IncomingEvent> events) {
        Set<String> held = subscription.isLog()
                ? parked.held(events.stream().map(IncomingEvent::key).collect(Collectors.toSet()))
                : Set.of();
        List<Outcome> outcomes = new ArrayList<>(events.size());
        for (IncomingEvent event : events) {
            if (!subscription.takes(event.type())) {
                outcomes.add(Outcome.SKIPPED);
            } else if (held.contains(event.key()) && parked.holdBack(event)) {
                outcomes.add(Outcome.PARKED);
            } else {
                outcomes.add(Outcome.APPLIED);
            }
        }
        if (subscription.isLog()) {
            Set<UUID> unseen = remember(toApply(events, outcomes));
            for (int i = 0; i < events.size(); i++) {
                if (outcomes.get(i) == Outcome.APPLIED
                        && !unseen.remove(events.get(i).id())) {
                    outcomes.set(i, Outcome.DUPLICATE);
                }
            }
        }
        return outcomes;
    }

    private static List<IncomingEvent> toApply(List<IncomingEvent> events, List<Outcome> outcomes) {
        return IntStream.range(0, events.size())
                .filter(i -> outcomes.get(i) == Outcome.APPLIED)
                .mapToObj(events::get)
                .toList();
    }

    /**
     * Applies an event that waited parked, within the running transaction.
     *
     * @throws RuntimeException if it still can't be applied
     */
    void applyParked(Subscription subscription, IncomingEvent event) {
        if (!subscription.isLog() || !remember(List.of(event)).isEmpty()) {
            applyNew(subscription, List.of(event));
        }
    }

    /** Takes the event for dealt with, within the running transaction, so that it isn't applied when it is delivered again. */
    void forget(IncomingEvent event) {
        if (event.hasId()) {
            remember(List.of(event));
        }
    }

    private static void applyNew(Subscription subscription, List<IncomingEvent> events) {
        try {
            subscription.apply(events);
        } catch (JsonMappingException e) {
            String field = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            throw new UnusableEvent("unreadable at %s: %s".formatted(field, e.getOriginalMessage()), e);
        } catch (JsonProcessingException e) {
            throw new UnusableEvent("unreadable: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnusableEvent("unreadable: " + e.getMessage(), e);
        }
    }

    /**
     * Takes the events for dealt with, in the order of their ids, so that two replicas that have the same don't wait for each other.
     *
     * @return the ids of those that weren't before
     */
    private Set<UUID> remember(List<IncomingEvent> events) {
        if (events.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(session.createNativeQuery("""
                        insert into processed_event (event_id, type)
                        select * from unnest(cast(:ids as uuid[]), cast(:types as text[])) order by 1
                        on conflict (event_id) do nothing returning event_id
                        """, UUID.class)
                .setParameter("ids", events.stream().map(IncomingEvent::id).toArray(UUID[]::new))
                .setParameter("types", events.stream().map(IncomingEvent::type).toArray(String[]::new))
                .list());
    }

    /** What operators are told of a refusal. */
    static String reason(RuntimeException refusal) {
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
     * @throws TransientFault if the database was away, or if the commit failed: whether that commit counted is
     *     unknown, and the next attempt finds out by the event's id
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

    private void count(Subscription subscription, IncomingEvent event, Outcome outcome) {
        metrics.counter(
                        "notification.events",
                        "topic",
                        subscription.topic(),
                        "type",
                        subscription.takes(event.type()) ? event.type() : "other",
                        "outcome",
                        outcome.name().toLowerCase())
                .increment();
    }
}
