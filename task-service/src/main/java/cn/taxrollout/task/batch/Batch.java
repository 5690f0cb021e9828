package cn.taxrollout.task.batch;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** One of the batches in which a unit carries out its share (分批), such as the first two hundred taxpayers. */
@Entity
class Batch {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID taskId;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    @Column(nullable = false, updatable = false)
    private int number;

    @Column(nullable = false)
    private String name;

    private LocalDate plannedOn;

    @Column(nullable = false)
    private long plannedCount;

    @Column(nullable = false)
    private long achievedCount;

    private String remark;
    private Instant doneAt;

    @Enumerated(EnumType.STRING)
    private Actor.Kind doneByKind;

    private String doneById;

    @Version
    private long version;

    protected Batch() {}

    /**
     * What a batch is.
     *
     * @param plannedOn null for no day of its own
     * @param planned how many there are in it, at least one
     * @param achieved how many of them are done, or more
     */
    record Content(String name, LocalDate plannedOn, long planned, long achieved) {}

    Batch(UUID id, UUID taskId, UUID unitId, int number, Content content) {
        this.id = id;
        this.taskId = taskId;
        this.unitId = unitId;
        this.number = number;
        describe(content);
    }

    void describe(Content content) {
        name = content.name();
        plannedOn = content.plannedOn();
        plannedCount = content.planned();
        achievedCount = content.achieved();
    }

    /** However many are achieved: a batch may end with less than was planned. @throws Refusal 409 if it is done already */
    void complete(String remark, Instant at, Actor actor) {
        if (isDone()) {
            throw Refusal.conflict("part-done", name, BusinessDay.of(doneAt));
        }
        this.remark = remark;
        doneAt = at;
        doneByKind = actor.kind();
        doneById = actor.id();
    }

    /** @throws Refusal 409 if it isn't done */
    void reopen() {
        if (!isDone()) {
            throw Refusal.conflict("part-not-done", name);
        }
        doneAt = null;
        doneByKind = null;
        doneById = null;
    }

    boolean isDone() {
        return doneAt != null;
    }

    UUID id() {
        return id;
    }

    UUID taskId() {
        return taskId;
    }

    /** The unit whose share it is of. */
    UUID unitId() {
        return unitId;
    }

    /** Among the batches of the share, from 1; never given twice. */
    int number() {
        return number;
    }

    Content content() {
        return new Content(name, plannedOn, plannedCount, achievedCount);
    }

    /** Given when it was last done, null if none was. */
    String remark() {
        return remark;
    }

    /** Null unless done. */
    Instant doneAt() {
        return doneAt;
    }

    /** Null unless done. */
    Actor doneBy() {
        return isDone() ? new Actor(doneByKind, doneById) : null;
    }

    long version() {
        return version;
    }
}
