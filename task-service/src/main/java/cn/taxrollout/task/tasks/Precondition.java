package cn.taxrollout.task.tasks;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/**
 * What has to be the case before a task is worked on, as people say it (前置条件). It isn't met until somebody entitled confirms it.
 * Part of the aggregate {@link Task}, which alone changes it.
 */
@Entity
public class Precondition {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Task task;

    @Column(nullable = false, updatable = false)
    private String statement;

    @Column(nullable = false, updatable = false)
    private Instant statedAt;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind staterKind;

    @Column(nullable = false, updatable = false)
    private String staterId;

    @Column(nullable = false)
    private boolean met;

    private Instant judgedAt;

    @Enumerated(EnumType.STRING)
    private Actor.Kind judgeKind;

    private String judgeId;
    private String note;

    @Version
    private long version;

    protected Precondition() {}

    Precondition(Task task, String statement, Instant at, Actor stater) {
        this.id = TimeOrderedId.next();
        this.task = task;
        this.statement = statement;
        this.statedAt = at;
        this.staterKind = stater.kind();
        this.staterId = stater.id();
    }

    void judge(boolean met, String note, Instant at, Actor judge) {
        this.met = met;
        this.note = note;
        this.judgedAt = at;
        this.judgeKind = judge.kind();
        this.judgeId = judge.id();
    }

    public UUID id() {
        return id;
    }

    public String statement() {
        return statement;
    }

    public Instant statedAt() {
        return statedAt;
    }

    public Actor stater() {
        return new Actor(staterKind, staterId);
    }

    public boolean met() {
        return met;
    }

    /** Null before it was first confirmed, as the following. */
    public Instant judgedAt() {
        return judgedAt;
    }

    public Actor judge() {
        return judgeKind == null ? null : new Actor(judgeKind, judgeId);
    }

    /** Given with the last confirmation or revocation. */
    public String note() {
        return note;
    }

    public long version() {
        return version;
    }
}
