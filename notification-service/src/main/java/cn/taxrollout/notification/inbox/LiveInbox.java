package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.web.Language;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final Set<OpenStream> streams = new HashSet<>();
    private long servedUpTo;

    LiveInbox(InboxRepository messages, MeterRegistry metrics) {
        this.messages = messages;
        metrics.gauge("notification.streams.open", this, LiveInbox::openStreams);
    }

    /**
     * A stream of the person's messages from now on, or after the position that the screen has come to.
     *
     * @param buffer so many messages may wait for a slow connection; more end the stream
     */
    Multi<OutboundSseEvent> open(UUID staffId, Language language, OptionalLong after, Sse sse, int buffer) {
        return Multi.createFrom()
                .<OutboundSseEvent>emitter(
                        emitter -> connect(staffId, language, after, sse, emitter), BackPressureStrategy.ERROR)
                .onOverflow()
                .buffer(buffer);
    }

    private synchronized void connect(
            UUID staffId,
            Language language,
            OptionalLong after,
            Sse sse,
            MultiEmitter<? super OutboundSseEvent> emitter) {
        if (streams.isEmpty()) {
            servedUpTo = QuarkusTransaction.requiringNew().call(messages::newestPosition);
        }
        var stream = new OpenStream(staffId, language, after.orElse(servedUpTo), sse, emitter);
        List<InboxMessage> missed = read(List.of(staffId), stream.sentUpTo(), servedUpTo, CATCH_UP);
        missed.forEach(stream::send);
        if (missed.size() == CATCH_UP) {
            stream.end();
        } else {
            streams.add(stream);
            emitter.onTermination(() -> disconnect(stream));
        }
    }

    private synchronized void disconnect(OpenStream stream) {
        streams.remove(stream);
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
            for (InboxMessage message : read(byPerson.keySet(), servedUpTo, upTo, Integer.MAX_VALUE)) {
                byPerson.get(message.staffId()).forEach(stream -> stream.send(message));
            }
            servedUpTo = upTo;
        }
    }

    private List<InboxMessage> read(Collection<UUID> staffIds, long above, long upTo, int limit) {
        if (above >= upTo) {
            return List.of();
        }
        return QuarkusTransaction.requiringNew().call(() -> messages.between(staffIds, above, upTo, limit));
    }

    private synchronized int openStreams() {
        return streams.size();
    }
}
