package cn.taxrollout.notification.messaging;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An event that an operator gave up. Written by {@link ParkedEvents} and never changed. */
@Entity
@Immutable
class DiscardedEvent {
    /** That of the parked event. */
    @Id
    private Long id;

    @Column(nullable = false)
    private String topic;

    @Column(nullable = false)
    private int partition;

    @Column(nullable = false)
    private long recordOffset;

    @Column(nullable = false)
    private String recordKey;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    private Map<String, String> headers;

    @Column(nullable = false)
    private byte[] payload;

    @Column(nullable = false)
    private String cause;

    @Column(nullable = false)
    private Instant parkedAt;

    @Column(nullable = false)
    private String discardedBy;

    @Column(nullable = false)
    private String reason;

    @Column(nullable = false)
    private Instant discardedAt;

    protected DiscardedEvent() {}

    Long id() {
        return id;
    }

    IncomingEvent event() {
        return new IncomingEvent(topic, partition, recordOffset, recordKey, headers, payload);
    }

    /** Why it was parked. */
    String cause() {
        return cause;
    }

    Instant parkedAt() {
        return parkedAt;
    }

    String discardedBy() {
        return discardedBy;
    }

    /** Why it was discarded, in the operator's words. */
    String reason() {
        return reason;
    }

    Instant discardedAt() {
        return discardedAt;
    }
}
