package cn.taxrollout.notification.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** What a person does with the messages in the own inbox. */
@ApplicationScoped
class Inbox {
    private final InboxRepository messages;
    private final Clock clock;

    Inbox(InboxRepository messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** @throws cn.taxrollout.notification.web.Refusal 404 if the person has no such message */
    @Transactional
    InboxMessage show(UUID staffId, UUID id) {
        return messages.own(staffId, id);
    }

    /** @throws cn.taxrollout.notification.web.Refusal 404 if the person doesn't have all of them; none is marked then */
    @Transactional
    void read(UUID staffId, Collection<UUID> ids) {
        Instant now = clock.instant();
        messages.own(staffId, ids).forEach(message -> message.read(now));
    }

    /** @throws cn.taxrollout.notification.web.Refusal 404 if the person has no such message */
    @Transactional
    InboxMessage read(UUID staffId, UUID id) {
        InboxMessage message = messages.own(staffId, id);
        message.read(clock.instant());
        return message;
    }

    /**
     * @throws cn.taxrollout.notification.web.Refusal 404 if the person has no such message, 409 if it asks for no
     *     acknowledgement
     */
    @Transactional
    InboxMessage acknowledge(UUID staffId, UUID id) {
        InboxMessage message = messages.own(staffId, id);
        message.acknowledge(clock.instant());
        return message;
    }
}
