package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.web.Language;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** What is told to all who get it. Written by {@link Notices} and never changed. */
@Entity
@Immutable
class Notice {
    @Id
    private UUID id;

    @Column(nullable = false)
    private UUID eventId;

    @Column(nullable = false)
    private long position;

    @Column(nullable = false)
    private String eventType;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private MessageKind kind;

    @Column(nullable = false)
    private boolean acknowledgementAsked;

    private UUID planId;
    private UUID taskId;
    private String link;

    @Column(nullable = false)
    private Instant occurredAt;

    @Column(nullable = false)
    private String titleZh;

    @Column(nullable = false)
    private String bodyZh;

    @Column(nullable = false)
    private String titleEn;

    @Column(nullable = false)
    private String bodyEn;

    protected Notice() {}

    /** What happened: an event's name without prefix and version, such as {@code TaskOverdue}, or a name of our own. */
    String eventType() {
        return eventType;
    }

    MessageKind kind() {
        return kind;
    }

    long position() {
        return position;
    }

    /** Null for a notice on no plan. */
    UUID planId() {
        return planId;
    }

    /** Null for a notice on a plan, a phase or nothing of the kind. */
    UUID taskId() {
        return taskId;
    }

    /** Null for a notice that leads nowhere. */
    String link() {
        return link;
    }

    Instant occurredAt() {
        return occurredAt;
    }

    String title(Language language) {
        return language == Language.ENGLISH ? titleEn : titleZh;
    }

    String body(Language language) {
        return language == Language.ENGLISH ? bodyEn : bodyZh;
    }
}
