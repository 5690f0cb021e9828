package cn.taxrollout.task.planimport;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Who corrected what in a preview, and when. */
@Entity
@Immutable
class PlanImportCorrection {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID planImportId;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false, updatable = false)
    private String actorId;

    /** The merge patch as JSON. */
    @Column(nullable = false, updatable = false)
    private String patch;

    protected PlanImportCorrection() {}

    PlanImportCorrection(UUID planImportId, String patch, Actor actor, Instant at) {
        this.id = TimeOrderedId.next();
        this.planImportId = planImportId;
        this.patch = patch;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
        this.at = at;
    }
}
