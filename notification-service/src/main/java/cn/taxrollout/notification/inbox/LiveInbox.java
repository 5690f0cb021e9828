package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.web.Language;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Brings new messages to the screens that are connected to this replica, whichever replica wrote them. It keeps the position
 * up to which all screens have been served; as positions rise in the order of commit, what lies above it is all that is new,
 * however many calls to come and look were lost.
 */
@ApplicationScoped
class LiveInbox {
    /** So many missed messages are sent in one go; then the stream ends, and the screen's return brings the next. */
    private static final int CATCH_UP = 200;
    /** So many notices are looked at in one go. */
    private static final int STRIDE = 100;

    private final InboxRepository messages;
    private final StreamSettings settings;
    private final Set<OpenStream> streams = new HashSet<>();
    private long servedUpTo;
    private boolean stopping;
    private Cancellable heartbeat;

    LiveInbox(InboxRepository messages, StreamSettings settings, MeterRegistry metrics) {
        this.messages = messages;
        this.settings = settings;
        metrics.gauge("notification.streams.open", this, LiveInbox::openStreams);
    }

    void start(@Observes StartupEvent event) {
        heartbeat = Multi.createFrom()
                .ticks()
                .every(settings.heartbeat())
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> beat());
    }

    /** The screens come back to another replica, or to this one as long as they are sent here, and don't keep it from stopping. */
    synchronized void leave(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        end();
    }

    void stop(@Observes ShutdownEvent event) {
        heartbeat.cancel();
        end();
    }

    /**
     * A stream of the person's messages from now on, or after the position that the screen has come to. Call it where
     * blocking is allowed; what is written after its return is in the stream.
     */
    synchronized Multi<OutboundSseEvent> open(UUID staffId, Language language, OptionalLong after, Sse sse) {
        if (streams.isEmpty()) {
            servedUpTo = QuarkusTransaction.requiringNew().call(messages::newestPosition);
        }
        long from = after.orElse(servedUpTo);
        var stream = new OpenStream(staffId, language, from, sse, settings.buffer());
        long upTo = servedUpTo;
        List<InboxMessage> missed = from < upTo
                ? QuarkusTransaction.requiringNew().call(() -> messages.missed(staffId, from, upTo, CATCH_UP))
                : List.of();
        missed.forEach(stream::send);
        if (stopping || missed.size() == CATCH_UP) {
            stream.end();
        } else {
            streams.add(stream);
        }
        return stream.frames().onTermination().invoke(() -> disconnect(stream));
    }

    private synchronized void disconnect(OpenStream stream) {
        streams.remove(stream);
    }

    private synchronized void beat() {
        List.copyOf(streams).forEach(OpenStream::beat);
    }

    private synchronized void end() {
        List.copyOf(streams).forEach(OpenStream::end);
    }

    /** Sends what has been written since the last time. */
    synchronized void serve() {
        if (streams.isEmpty()) {
            return;
        }
        long newest = QuarkusTransaction.requiringNew().call(messages::newestPosition);
        while (servedUpTo < newest) {
            long upTo = Math.min(newest, servedUpTo + STRIDE);
            Map<UUID, List<OpenStream>> byPerson = streams.stream().collect(Collectors.groupingBy(OpenStream::staffId));
            for (InboxMessage message : read(byPerson.keySet(), servedUpTo, upTo)) {
                byPerson.get(message.staffId()).forEach(stream -> stream.send(message));
            }
            servedUpTo = upTo;
        }
    }

    private List<InboxMessage> read(Collection<UUID> staffIds, long above, long upTo) {
        return QuarkusTransaction.requiringNew().call(() -> messages.between(staffIds, above, upTo));
    }

    private synchronized int openStreams() {
        return streams.size();
    }
}
