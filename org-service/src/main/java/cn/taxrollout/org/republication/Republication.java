package cn.taxrollout.org.republication;

import cn.taxrollout.org.messaging.OutboxEvent;
import cn.taxrollout.org.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A request to send present states to the directory topic again, and how far it has come. The states go type by type, those of a
 * type in the order of their ids.
 */
@Entity
class Republication {
    private static final UUID BEGINNING = new UUID(0, 0);

    @Id
    private UUID id;

    @Column(updatable = false)
    private UUID unitId;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false, updatable = false)
    private String[] types;

    @Column(nullable = false, updatable = false)
    private String reason;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false, updatable = false)
    private String actor;

    @Column(updatable = false)
    private String client;

    @Column(nullable = false, updatable = false)
    private Instant requestedAt;

    @Column(nullable = false, updatable = false)
    private long expected;

    /** The type whose states go now, or went last. */
    @Column(nullable = false)
    private String type;

    @Column(nullable = false)
    private UUID position;

    @Column(nullable = false)
    private long sent;

    private Instant finishedAt;

    @Version
    private long version;

    protected Republication() {}

    /**
     * @param unitId only what belongs to this unit or one below it; null for all
     * @param expected how many states there are when it is asked for
     */
    Republication(
            UUID id, UUID unitId, SortedSet<String> types, String reason, Actor actor, Instant now, long expected) {
        this.id = id;
        this.unitId = unitId;
        this.types = types.toArray(String[]::new);
        this.reason = reason;
        this.actorKind = actor.kind();
        this.actor = actor.name();
        this.client = actor.client();
        this.requestedAt = now;
        this.expected = expected;
        this.type = types.first();
        this.position = BEGINNING;
    }

    /** Where to go on: after this id of that type. */
    record Position(String type, UUID after) {}

    /** Empty when it is finished. */
    Optional<Position> next() {
        return finishedAt == null ? Optional.of(new Position(type, position)) : Optional.empty();
    }

    /** Takes note of states that were appended to the outbox; none of the type are left if there were fewer than asked for. */
    void sent(List<OutboxEvent> states, int askedFor, Instant now) {
        sent += states.size();
        if (states.size() == askedFor) {
            position = states.get(states.size() - 1).aggregateId();
            return;
        }
        int following = List.of(types).indexOf(type) + 1;
        if (following < types.length) {
            type = types[following];
            position = BEGINNING;
        } else {
            finishedAt = now;
        }
    }

    UUID id() {
        return id;
    }

    /** Only what belongs to this unit or one below it; null for all. */
    UUID unitId() {
        return unitId;
    }

    /** The wire names of the types of state. */
    List<String> types() {
        return List.of(types);
    }

    String reason() {
        return reason;
    }

    Actor requestedBy() {
        return new Actor(actorKind, actor, client, Set.of());
    }

    Instant requestedAt() {
        return requestedAt;
    }

    /** How many states there were when it was asked for; as many will be sent, but for what comes or goes meanwhile. */
    long expected() {
        return expected;
    }

    /** How many states were appended to the outbox so far. */
    long sent() {
        return sent;
    }

    /** Null while it runs. */
    Instant finishedAt() {
        return finishedAt;
    }

    long version() {
        return version;
    }
}
