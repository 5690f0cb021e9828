package cn.taxrollout.task.tasks;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One change of an assignment, as it is on record for good. */
@Entity
@Immutable
@Table(name = "assignment_history")
class HistoryEntry {
    static final String ISSUANCE = "issuance";
    static final String DEADLINE_CHANGE = "deadline-change";
    static final String REPORT_RHYTHM = "report-rhythm";
    static final String PREREQUISITES = "prerequisites";
    static final String PRECONDITIONS = "preconditions";

    private static final String INSERT = """
            insert into assignment_history (id, task_id, unit_id, at, actor_kind, actor_id, action, from_state, to_state, why, due_on,
                                            opens_on, backfilled, task_status, sequence)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    @Id
    private UUID id;

    @Column(nullable = false)
    private UUID taskId;

    @Column(nullable = false)
    private UUID unitId;

    @Column(nullable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false)
    private String actorId;

    @Column(nullable = false)
    private String action;

    @Enumerated(EnumType.STRING)
    private AssignmentState fromState;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private AssignmentState toState;

    private String why;

    /** Of the share, after the change. */
    private LocalDate dueOn;

    /** Of the task, after the change, as are the next two. */
    private LocalDate opensOn;

    @Column(nullable = false)
    private boolean backfilled;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private TaskStatus taskStatus;

    @Column(nullable = false)
    private long sequence;

    protected HistoryEntry() {}

    private HistoryEntry(Task task, UUID unitId, Instant at, Actor actor) {
        this.id = TimeOrderedId.next();
        this.taskId = task.id();
        this.unitId = unitId;
        this.dueOn = task.assignment(unitId).dueOn();
        this.opensOn = task.deadline().opensOn();
        this.backfilled = task.backfilled();
        this.taskStatus = task.status();
        this.at = at;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
    }

    /** The share of this unit was issued. */
    static HistoryEntry issued(Task task, UUID unitId, long sequence, Instant at, Actor actor) {
        HistoryEntry entry = new HistoryEntry(task, unitId, at, actor);
        entry.action = ISSUANCE;
        entry.toState = AssignmentState.ISSUED;
        entry.sequence = sequence;
        return entry;
    }

    static HistoryEntry of(Task task, Task.Change change, Instant at, Actor actor) {
        HistoryEntry entry = new HistoryEntry(task, change.unitId(), at, actor);
        entry.action = change.action().path();
        entry.fromState = change.from();
        entry.toState = change.to();
        entry.why = change.why();
        entry.sequence = change.event().about().sequence();
        return entry;
    }

    /** Something was done that leaves the share in its state, such as {@link #DEADLINE_CHANGE}. */
    static HistoryEntry noted(
            Task task, UUID unitId, String action, String why, long sequence, Instant at, Actor actor) {
        HistoryEntry entry = new HistoryEntry(task, unitId, at, actor);
        entry.action = action;
        entry.fromState = task.assignment(unitId).state();
        entry.toState = entry.fromState;
        entry.why = why;
        entry.sequence = sequence;
        return entry;
    }

    /** Itself, to be written with the event that tells of the same change. */
    Outbox.Companion companion() {
        return new Outbox.Companion(
                INSERT,
                Arrays.asList(
                        id,
                        taskId,
                        unitId,
                        at.atOffset(ZoneOffset.UTC),
                        actorKind.name(),
                        actorId,
                        action,
                        fromState == null ? null : fromState.name(),
                        toState.name(),
                        why,
                        dueOn,
                        opensOn,
                        backfilled,
                        taskStatus.name(),
                        sequence));
    }

    UUID id() {
        return id;
    }

    UUID unitId() {
        return unitId;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
        return new Actor(actorKind, actorId);
    }

    /** The action's path, or what else was done. */
    String action() {
        return action;
    }

    /** Null for the issuance. */
    AssignmentState from() {
        return fromState;
    }

    AssignmentState to() {
        return toState;
    }

    /** The reason or report given, null if none was. */
    String why() {
        return why;
    }

    /** The share's due date after the change, null for continuing work. */
    LocalDate dueOn() {
        return dueOn;
    }

    /** Of the task's event that told of it. */
    long sequence() {
        return sequence;
    }
}
