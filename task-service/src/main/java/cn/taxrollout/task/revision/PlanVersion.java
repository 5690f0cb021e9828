package cn.taxrollout.task.revision;

import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** What a plan said from a time on, as it is on record for good. */
@Entity
@Immutable
@IdClass(PlanVersion.Key.class)
class PlanVersion {
    record Key(UUID planId, int version) implements Serializable {}

    @Id
    private UUID planId;

    @Id
    private int version;

    @Column(nullable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false)
    private String actorId;

    private String reason;

    @Column(nullable = false)
    private String content;

    protected PlanVersion() {}

    PlanVersion(Plan plan, String content, String reason, Actor actor, Instant at) {
        this.planId = plan.id();
        this.version = plan.revision();
        this.content = content;
        this.reason = reason;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
        this.at = at;
    }

    int version() {
        return version;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
        return new Actor(actorKind, actorId);
    }

    /** Null for the publication. */
    String reason() {
        return reason;
    }

    /** {@link PlanContent} as JSON. */
    String content() {
        return content;
    }
}
