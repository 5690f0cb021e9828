package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.UUID;

/** A notice in one person's inbox. Written by {@link Notices}; only its reader changes it. */
@Entity
class InboxMessage {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Notice notice;

    @Column(nullable = false, updatable = false)
    private UUID staffId;

    @Column(nullable = false, updatable = false)
    private long position;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private MessageKind kind;

    @Column(nullable = false, updatable = false)
    private boolean acknowledgementAsked;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private MessageState state;

    private Instant readAt;
    private Instant acknowledgedAt;

    protected InboxMessage() {}

    /** Marks the message as read; one that was read before stays as it was. */
    void read(Instant now) {
        if (state == MessageState.UNREAD) {
            state = MessageState.READ;
            readAt = now;
        }
    }

    /**
     * Confirms that the person has taken note, which is reading it too; one that was acknowledged before stays as it was.
     *
     * @throws Refusal 409 if the message asks for no acknowledgement
     */
    void acknowledge(Instant now) {
        if (!acknowledgementAsked) {
            throw Refusal.conflict("acknowledgement-not-asked");
        }
        if (state != MessageState.ACKNOWLEDGED) {
            read(now);
            state = MessageState.ACKNOWLEDGED;
            acknowledgedAt = now;
        }
    }

    UUID id() {
        return id;
    }

    Notice notice() {
        return notice;
    }

    UUID staffId() {
        return staffId;
    }

    /** Rises with time; the same for all messages of one event. */
    long position() {
        return position;
    }

    MessageState state() {
        return state;
    }

    boolean acknowledgementAsked() {
        return acknowledgementAsked;
    }

    Instant readAt() {
        return readAt;
    }

    Instant acknowledgedAt() {
        return acknowledgedAt;
    }
}
