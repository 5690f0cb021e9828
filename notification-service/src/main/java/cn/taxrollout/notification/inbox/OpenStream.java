package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.web.Cursor;
import cn.taxrollout.notification.web.Language;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;

/** One open screen: a person, a language, and how far that screen has come. */
final class OpenStream {
    private final UUID staffId;
    private final Language language;
    private final Sse sse;
    private final MultiEmitter<? super OutboundSseEvent> emitter;
    private long sentUpTo;

    OpenStream(
            UUID staffId, Language language, long sentUpTo, Sse sse, MultiEmitter<? super OutboundSseEvent> emitter) {
        this.staffId = staffId;
        this.language = language;
        this.sentUpTo = sentUpTo;
        this.sse = sse;
        this.emitter = emitter;
    }

    UUID staffId() {
        return staffId;
    }

    long sentUpTo() {
        return sentUpTo;
    }

    /** Sends the message unless it is one that the screen has. */
    void send(InboxMessage message) {
        if (message.position() > sentUpTo) {
            sentUpTo = message.position();
            emitter.emit(sse.newEventBuilder()
                    .id(Cursor.at(sentUpTo))
                    .name("message")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(MessageView.class, MessageView.of(message, language))
                    .build());
        }
    }

    /** Ends the stream; the screen comes back by itself and says where it was. */
    void end() {
        emitter.complete();
    }
}
