package cn.taxrollout.task.plan;

import cn.taxrollout.task.deadline.DeadlinePolicy;
import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One version of a plan's policy, as it is on record for good. Before the first the standard one holds. */
@Entity
@Immutable
@IdClass(PlanPolicyVersion.Key.class)
class PlanPolicyVersion {
    record Key(UUID planId, int version) implements Serializable {}

    @Id
    private UUID planId;

    @Id
    private int version;

    @Embedded
    private DeadlinePolicy deadlines;

    @Embedded
    private ReminderLadder ladder;

    @Column(nullable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false)
    private String actorId;

    private String reason;

    protected PlanPolicyVersion() {}

    PlanPolicyVersion(Plan plan, Instant at, Actor actor, String reason) {
        this.planId = plan.id();
        this.version = plan.policyVersion();
        this.deadlines = plan.deadlinePolicy();
        this.ladder = plan.ladder();
        this.at = at;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
        this.reason = reason;
    }

    int version() {
        return version;
    }

    PlanPolicy policy() {
        return PlanPolicy.of(deadlines, ladder);
    }

    ReminderLadder ladder() {
        return ladder;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
        return new Actor(actorKind, actorId);
    }

    /** Null if none was given for a draft. */
    String reason() {
        return reason;
    }
}
