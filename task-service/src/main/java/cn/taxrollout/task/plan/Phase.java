package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An ordered part of a plan. Phases may overlap in time: each starts and completes by its own tasks. It counts its open tasks,
 * so that the one change that closes the last of them knows it.
 */
@Entity
public class Phase {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Plan plan;

    @Column(nullable = false)
    private int ordinal;

    @Column(nullable = false)
    private String title;

    /** Changed in the database by the transaction that closes or opens a task, never here. */
    @Column(nullable = false, updatable = false)
    private int openTasks;

    private Instant startedAt;
    private Instant completedAt;

    @Version
    private long version;

    protected Phase() {}

    /** @param tasks how many tasks it has, all of them open */
    public Phase(UUID id, Plan plan, int ordinal, String title, int tasks) {
        this.id = id;
        this.plan = plan;
        this.ordinal = ordinal;
        this.title = title;
        this.openTasks = tasks;
    }

    void rename(String title) {
        this.title = title;
    }

    /** Stands at this place among the phases of its plan, from 1. */
    void place(int ordinal) {
        this.ordinal = ordinal;
    }

    public PlanEvent.PhaseStarted start(Actor actor, Instant at, List<UUID> unitIds) {
        startedAt = at;
        return new PlanEvent.PhaseStarted(plan.nextSequence(), plan.ref(), ref(), unitIds, actor);
    }

    public PlanEvent.PhaseCompleted complete(Actor actor, Instant at, List<UUID> unitIds) {
        completedAt = at;
        return new PlanEvent.PhaseCompleted(plan.nextSequence(), plan.ref(), ref(), unitIds, actor);
    }

    public PlanEvent.PhaseReopened reopen(Actor actor, List<UUID> unitIds) {
        completedAt = null;
        return new PlanEvent.PhaseReopened(plan.nextSequence(), plan.ref(), ref(), unitIds, actor);
    }

    public PhaseRef ref() {
        return new PhaseRef(id, ordinal, title);
    }

    public UUID id() {
        return id;
    }

    public Plan plan() {
        return plan;
    }

    public int ordinal() {
        return ordinal;
    }

    public String title() {
        return title;
    }

    public int openTasks() {
        return openTasks;
    }

    /** Null until it starts. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Null while a task of it is open. */
    public Instant completedAt() {
        return completedAt;
    }

    public long version() {
        return version;
    }
}
