package cn.taxrollout.notification.messaging;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An event that could not be applied, or that waits behind such a one of the same key. */
@Entity
@Immutable
class ParkedEvent {
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

    private String eventId;

    @Column(nullable = false)
    private String type;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    private Map<String, String> headers;

    @Column(nullable = false)
    private byte[] payload;

    @Column(nullable = false)
    private String reason;

    @Column(nullable = false)
    private Instant parkedAt;

    protected ParkedEvent() {}

    /** Rises in the order of parking, which within a key is the order of the topic. */
    Long id() {
        return id;
    }

    String reason() {
        return reason;
    }

    Instant parkedAt() {
        return parkedAt;
    }

    IncomingEvent event() {
        return new IncomingEvent(topic, partition, recordOffset, recordKey, headers, payload);
    }
}
