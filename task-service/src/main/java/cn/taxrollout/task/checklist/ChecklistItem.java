package cn.taxrollout.task.checklist;

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
import java.util.function.Predicate;

/**
 * What is to be done within a unit's share: a point of its checklist, or a sub-task if somebody is named who sees to it (ADR 13).
 * Whoever changes it holds the lock on the task.
 */
@Entity
class ChecklistItem {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID taskId;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    @Column(nullable = false)
    private int position;

    @Column(nullable = false)
    private String title;

    private LocalDate plannedOn;

    @Column(nullable = false)
    private boolean required;

    private String staffNo;
    private UUID responsibleUnitId;

    @Column(nullable = false)
    private int percent;

    private String remark;
    private Instant doneAt;

    @Enumerated(EnumType.STRING)
    private Actor.Kind doneByKind;

    private String doneById;

    @Version
    private long version;

    protected ChecklistItem() {}

    /**
     * What is to be done.
     *
     * @param plannedOn null for no day of its own
     * @param required whether the share can't be submitted before it is done
     * @param staffNo who sees to it, null for nobody in particular or a unit
     * @param responsibleUnitId the unit that sees to it, null for nobody in particular or a person
     */
    record Content(String title, LocalDate plannedOn, boolean required, String staffNo, UUID responsibleUnitId) {}

    ChecklistItem(UUID id, UUID taskId, UUID unitId, int position, Content content) {
        this.id = id;
        this.taskId = taskId;
        this.unitId = unitId;
        this.position = position;
        describe(content);
    }

    void describe(Content content) {
        title = content.title();
        plannedOn = content.plannedOn();
        required = content.required();
        staffNo = content.staffNo();
        responsibleUnitId = content.responsibleUnitId();
    }

    void place(int newPosition) {
        position = newPosition;
    }

    /** @throws Refusal 409 if it is done */
    void progress(int percent) {
        mustBeOpen();
        this.percent = percent;
    }

    /** @throws Refusal 409 if it is done already */
    void complete(String remark, Instant at, Actor actor) {
        mustBeOpen();
        this.remark = remark;
        doneAt = at;
        doneByKind = actor.kind();
        doneById = actor.id();
    }

    /** @throws Refusal 409 if it isn't done */
    void reopen() {
        if (!isDone()) {
            throw Refusal.conflict("part-not-done", title);
        }
        doneAt = null;
        doneByKind = null;
        doneById = null;
    }

    private void mustBeOpen() {
        if (isDone()) {
            throw Refusal.conflict("part-done", title, BusinessDay.of(doneAt));
        }
    }

    /** Whether this person, or a unit of which this person is a member, sees to it. */
    boolean isEntrustedTo(Actor actor, Predicate<UUID> isMember) {
        return actor.kind() == Actor.Kind.STAFF && actor.id().equals(staffNo)
                || responsibleUnitId != null && isMember.test(responsibleUnitId);
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

    /** The unit whose share it is in. */
    UUID unitId() {
        return unitId;
    }

    /** Among the items of the share, from 1. */
    int position() {
        return position;
    }

    Content content() {
        return new Content(title, plannedOn, required, staffNo, responsibleUnitId);
    }

    /** 100 once it is done. */
    int percent() {
        return isDone() ? 100 : percent;
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
