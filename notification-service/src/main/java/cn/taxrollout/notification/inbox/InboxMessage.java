package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.audience.Reason;
import cn.taxrollout.notification.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A notice in one person's inbox, with what was added because it fell due on the same task on the same day. Written by
 * {@link Notices}; beyond that only its reader changes it.
 */
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
    private int additions;

    @ManyToMany
    @JoinTable(
            name = "message_addition",
            joinColumns = @JoinColumn(name = "message_id"),
            inverseJoinColumns = @JoinColumn(name = "notice_id"))
    @BatchSize(size = 500)
    private Set<Notice> added;

    /** Of the first notice and of those added. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false, updatable = false)
    private List<Reason> reasons;

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

    /** What it says, the urgent first and else in the order in which it was told. */
    List<Notice> notices() {
        if (additions == 0) {
            return List.of(notice);
        }
        return Stream.concat(Stream.of(notice), added.stream())
                .sorted(Comparator.comparing((Notice part) -> part.kind() != MessageKind.URGENT)
                        .thenComparing(Notice::position))
                .toList();
    }

    MessageKind kind() {
        return kind;
    }

    /** Why the person has it. */
    List<Reason> reasons() {
        return reasons;
    }

    UUID staffId() {
        return staffId;
    }

    /** Rises with time, and once more with what is added; the same for all messages of one event. */
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
