package cn.taxrollout.task.planimport;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A document that was read and waits for somebody to confirm what was understood, or was confirmed. */
@Entity
class PlanImport {
    @Schema(name = "PlanImportState")
    enum State {
        PREVIEW,
        CONFIRMED
    }

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID bureauId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private State state;

    /** The draft as JSON. */
    @Column(nullable = false)
    private String draft;

    /** How much of the draft is still to be filled in. */
    @Column(nullable = false)
    private int unresolved;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false, updatable = false)
    private String createdBy;

    private UUID planId;
    private Instant confirmedAt;
    private String confirmedBy;

    @Version
    private long version;

    protected PlanImport() {}

    PlanImport(UUID bureauId, String draft, int unresolved, Actor actor, Instant at) {
        this.id = TimeOrderedId.next();
        this.bureauId = bureauId;
        this.state = State.PREVIEW;
        this.draft = draft;
        this.unresolved = unresolved;
        this.createdAt = at;
        this.createdBy = actor.id();
    }

    /** @throws Refusal 409 if it is confirmed; it names the plan */
    void mustBeUnconfirmed() {
        if (state == State.CONFIRMED) {
            throw Refusal.conflict("import-confirmed", planId)
                    .with("state", state)
                    .with("planId", planId);
        }
    }

    /** @throws Refusal 409 if it is confirmed already */
    void correct(String corrected, int stillUnresolved) {
        mustBeUnconfirmed();
        draft = corrected;
        unresolved = stillUnresolved;
    }

    /** @throws Refusal 409 if it is confirmed already */
    void confirm(UUID plan, Actor actor, Instant at) {
        mustBeUnconfirmed();
        state = State.CONFIRMED;
        planId = plan;
        confirmedAt = at;
        confirmedBy = actor.id();
    }

    UUID id() {
        return id;
    }

    UUID bureauId() {
        return bureauId;
    }

    State state() {
        return state;
    }

    String draft() {
        return draft;
    }

    /** The plan that was made of it, null before the confirmation. */
    UUID planId() {
        return planId;
    }

    long version() {
        return version;
    }
}
