package cn.taxrollout.org.history;

import cn.taxrollout.org.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One change as it is kept for good: who, when, through which client, and the full state after it. */
@Entity
@Immutable
class ChangeRecord {
    @Id
    private Long id;

    @Column(nullable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false)
    private String actor;

    private String client;
    private String requestId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Change.Action action;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Subject subject;

    @Column(nullable = false)
    private UUID subjectId;

    @Column(nullable = false)
    private long subjectVersion;

    private UUID unitId;

    @Column(nullable = false)
    private String state;

    protected ChangeRecord() {}

    Long id() {
        return id;
    }

    Instant at() {
        return at;
    }

    Actor.Kind actorKind() {
        return actorKind;
    }

    String actor() {
        return actor;
    }

    String client() {
        return client;
    }

    String requestId() {
        return requestId;
    }

    Change.Action action() {
        return action;
    }

    Subject subject() {
        return subject;
    }

    UUID subjectId() {
        return subjectId;
    }

    long subjectVersion() {
        return subjectVersion;
    }

    UUID unitId() {
        return unitId;
    }

    String state() {
        return state;
    }
}
