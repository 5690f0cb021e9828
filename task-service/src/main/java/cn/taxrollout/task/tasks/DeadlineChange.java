package cn.taxrollout.task.tasks;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One move of a deadline, with the one that was in force before, as it is on record for good. */
@Entity
@Immutable
class DeadlineChange {
    @Id
    private UUID id;

    @Column(nullable = false)
    private UUID taskId;

    private UUID unitId;

    @Column(nullable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false)
    private String actorId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Deadline.Kind fromKind;

    private LocalDate fromOpensOn;
    private LocalDate fromDueOn;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Deadline.Kind toKind;

    private LocalDate toOpensOn;
    private LocalDate toDueOn;

    @Column(nullable = false)
    private String reason;

    @Column(nullable = false)
    private long sequence;

    protected DeadlineChange() {}

    DeadlineChange(Task task, Task.DeadlineMove move, Instant at, Actor actor) {
        this.id = TimeOrderedId.next();
        this.taskId = task.id();
        this.unitId = move.unitId();
        this.at = at;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
        this.fromKind = move.from().kind();
        this.fromOpensOn = move.from().opensOn();
        this.fromDueOn = move.from().dueOn();
        this.toKind = move.to().kind();
        this.toOpensOn = move.to().opensOn();
        this.toDueOn = move.to().dueOn();
        this.reason = move.reason();
        this.sequence = task.sequence();
    }

    UUID id() {
        return id;
    }

    /** The unit whose share alone it concerns, null for the task's own deadline. */
    UUID unitId() {
        return unitId;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
        return new Actor(actorKind, actorId);
    }

    Deadline from() {
        return Deadline.of(fromKind, fromOpensOn, fromDueOn);
    }

    Deadline to() {
        return Deadline.of(toKind, toOpensOn, toDueOn);
    }

    String reason() {
        return reason;
    }

    /** Of the task's last event after it. */
    long sequence() {
        return sequence;
    }
}
