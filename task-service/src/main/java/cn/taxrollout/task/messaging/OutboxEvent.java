package cn.taxrollout.task.messaging;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * One event on its way to Kafka, as it is appended; {@link OutboxRelay} reads and marks the rows. The identity {@code id} is taken while the aggregate's row is locked, so the ids of one
 * aggregate rise in the order in which its changes commit.
 */
@Entity
@Table(name = "outbox")
class OutboxEvent {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(nullable = false, updatable = false)
    private UUID eventId;

    @Column(nullable = false, updatable = false)
    private UUID aggregateId;

    @Column(nullable = false, updatable = false)
    private long aggregateSequence;

    @Column(nullable = false, updatable = false)
    private String type;

    @Column(nullable = false, updatable = false)
    private String data;

    @Column(nullable = false, updatable = false)
    private Instant occurredAt;

    @Column(updatable = false)
    private String traceParent;

    protected OutboxEvent() {}

    OutboxEvent(
            UUID eventId,
            UUID aggregateId,
            long aggregateSequence,
            String type,
            String data,
            Instant occurredAt,
            String traceParent) {
        this.eventId = eventId;
        this.aggregateId = aggregateId;
        this.aggregateSequence = aggregateSequence;
        this.type = type;
        this.data = data;
        this.occurredAt = occurredAt;
        this.traceParent = traceParent;
    }
}
