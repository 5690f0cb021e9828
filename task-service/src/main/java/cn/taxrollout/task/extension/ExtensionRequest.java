package cn.taxrollout.task.extension;

import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.Task.Extension;
import cn.taxrollout.task.tasks.Task.ExtensionScope;
import cn.taxrollout.task.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A unit's request for more time (延期申请). It changes under the lock on its task's row. */
@Entity
class ExtensionRequest {
    @Schema(name = "ExtensionRequestState")
    enum State {
        OPEN,
        APPROVED,
        REFUSED
    }

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID taskId;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private ExtensionScope scope;

    @Column(nullable = false, updatable = false)
    private LocalDate dueOn;

    @Column(nullable = false, updatable = false)
    private LocalDate wishedDueOn;

    @Column(nullable = false, updatable = false)
    private String reason;

    @Column(nullable = false, updatable = false)
    private Instant requestedAt;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind requesterKind;

    @Column(nullable = false, updatable = false)
    private String requesterId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private State state;

    private LocalDate grantedDueOn;
    private String decisionReason;
    private Instant decidedAt;

    @Enumerated(EnumType.STRING)
    private Actor.Kind deciderKind;

    private String deciderId;

    protected ExtensionRequest() {}

    /** @param dueOn until when there is time now */
    ExtensionRequest(UUID taskId, Extension wish, LocalDate dueOn, Instant at, Actor requester) {
        this.id = wish.requestId();
        this.taskId = taskId;
        this.unitId = wish.unitId();
        this.scope = wish.scope();
        this.dueOn = dueOn;
        this.wishedDueOn = wish.lastDay();
        this.reason = wish.reason();
        this.requestedAt = at;
        this.requesterKind = requester.kind();
        this.requesterId = requester.id();
        this.state = State.OPEN;
    }

    /**
     * @param granted the last day that is granted, null to refuse
     * @throws Refusal 409 if it was decided before
     */
    void decide(LocalDate granted, String why, Instant at, Actor decider) {
        if (state != State.OPEN) {
            throw Refusal.conflict("extension-decided", state, State.OPEN)
                    .with("state", state)
                    .with("allowingStates", List.of(State.OPEN));
        }
        state = granted == null ? State.REFUSED : State.APPROVED;
        grantedDueOn = granted;
        decisionReason = why;
        decidedAt = at;
        deciderKind = decider.kind();
        deciderId = decider.id();
    }

    /** What is asked for. */
    Extension wish() {
        return new Extension(id, unitId, scope, wishedDueOn, reason);
    }

    UUID id() {
        return id;
    }

    UUID taskId() {
        return taskId;
    }

    UUID unitId() {
        return unitId;
    }

    ExtensionScope scope() {
        return scope;
    }

    /** Until when there was time when it was asked. */
    LocalDate dueOn() {
        return dueOn;
    }

    LocalDate wishedDueOn() {
        return wishedDueOn;
    }

    String reason() {
        return reason;
    }

    Instant requestedAt() {
        return requestedAt;
    }

    Actor requester() {
        return new Actor(requesterKind, requesterId);
    }

    State state() {
        return state;
    }

    /** Null unless approved. */
    LocalDate grantedDueOn() {
        return grantedDueOn;
    }

    /** Null while it is open, as the following. */
    String decisionReason() {
        return decisionReason;
    }

    Instant decidedAt() {
        return decidedAt;
    }

    Actor decider() {
        return deciderKind == null ? null : new Actor(deciderKind, deciderId);
    }
}
