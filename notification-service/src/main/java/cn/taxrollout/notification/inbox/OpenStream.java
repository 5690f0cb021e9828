package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.web.Cursor;
import cn.taxrollout.notification.web.Language;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;

/** One open screen: a person, a language, and how far that screen has come. */
final class OpenStream {
    private static final long RETURN_AFTER_MILLIS = Duration.ofSeconds(1).toMillis();

    private final UUID staffId;
    private final Language language;
    private final Sse sse;
    private final UnicastProcessor<OutboundSseEvent> frames;
    private long sentUpTo;

    /**
     * Opens with a frame that carries a position, so that a screen to which nothing else is sent can resume as well.
     *
     * @param sentUpTo the position that the screen has come to
     * @param buffer how many frames wait for a slow connection; one more ends the stream
     */
    OpenStream(UUID staffId, Language language, long sentUpTo, Sse sse, int buffer) {
        this.staffId = staffId;
        this.language = language;
        this.sentUpTo = sentUpTo;
        this.sse = sse;
        this.frames = UnicastProcessor.create(new ArrayBlockingQueue<>(buffer), () -> {});
        frames.onNext(sse.newEventBuilder()
                .comment("open")
                .id(Cursor.at(sentUpTo))
                .reconnectDelay(RETURN_AFTER_MILLIS)
                .build());
    }

    /** What is sent, waiting for its one subscriber. */
    Multi<OutboundSseEvent> frames() {
        return frames;
    }

    UUID staffId() {
        return staffId;
    }

    /** Sends the message unless it is one that the screen has. */
    void send(InboxMessage message) {
        if (message.position() > sentUpTo) {
            sentUpTo = message.position();
            frames.onNext(sse.newEventBuilder()
                    .id(Cursor.at(sentUpTo))
                    .name("message")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(MessageView.class, MessageView.of(message, language))
                    .build());
        }
    }

    /** Sends a comment, so that proxies don't take an idle stream for dead. */
    void beat() {
        frames.onNext(sse.newEventBuilder().comment("alive").build());
    }

    /** Ends the stream; the screen comes back by itself and says where it was. */
    void end() {
        frames.onComplete();
    }
}
