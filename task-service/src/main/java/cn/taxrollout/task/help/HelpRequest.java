package cn.taxrollout.task.help;

import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.Task.Help;
import cn.taxrollout.task.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What a responsible unit asks of another unit of its bureau (协助请求). It changes under the lock on its task's row. */
@Entity
class HelpRequest {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID taskId;

    @Column(nullable = false, updatable = false)
    private UUID fromUnitId;

    @Column(nullable = false, updatable = false)
    private UUID toUnitId;

    @Column(nullable = false, updatable = false)
    private String text;

    @Column(nullable = false, updatable = false)
    private LocalDate answerDueOn;

    /** By which its obligation is known. */
    @Column(nullable = false, updatable = false)
    private int step;

    @Column(nullable = false, updatable = false)
    private Instant requestedAt;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind requesterKind;

    @Column(nullable = false, updatable = false)
    private String requesterId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private HelpState state;

    private String answer;
    private Instant answeredAt;

    @Enumerated(EnumType.STRING)
    private Actor.Kind answererKind;

    private String answererId;

    @Version
    private long version;

    protected HelpRequest() {}

    HelpRequest(UUID taskId, Help help, int step, Instant at, Actor requester) {
        this.id = help.requestId();
        this.taskId = taskId;
        this.fromUnitId = help.fromUnitId();
        this.toUnitId = help.toUnitId();
        this.text = help.text();
        this.answerDueOn = help.answerDueOn();
        this.step = step;
        this.requestedAt = at;
        this.requesterKind = requester.kind();
        this.requesterId = requester.id();
        this.state = HelpState.OPEN;
    }

    /** @throws Refusal 409 if it was answered or declined before */
    void answer(HelpState outcome, String answer, Instant at, Actor answerer) {
        if (state != HelpState.OPEN) {
            throw Refusal.conflict("help-answered", state, HelpState.OPEN)
                    .with("state", state)
                    .with("allowingStates", List.of(HelpState.OPEN));
        }
        this.state = outcome;
        this.answer = answer;
        this.answeredAt = at;
        this.answererKind = answerer.kind();
        this.answererId = answerer.id();
    }

    /** What is asked. */
    Help help() {
        return new Help(id, fromUnitId, toUnitId, text, answerDueOn);
    }

    UUID id() {
        return id;
    }

    UUID taskId() {
        return taskId;
    }

    UUID fromUnitId() {
        return fromUnitId;
    }

    UUID toUnitId() {
        return toUnitId;
    }

    String text() {
        return text;
    }

    LocalDate answerDueOn() {
        return answerDueOn;
    }

    Instant requestedAt() {
        return requestedAt;
    }

    Actor requester() {
        return new Actor(requesterKind, requesterId);
    }

    HelpState state() {
        return state;
    }

    /** The answer, or why it was declined; null while it is open, as the following. */
    String answer() {
        return answer;
    }

    Instant answeredAt() {
        return answeredAt;
    }

    Actor answerer() {
        return answererKind == null ? null : new Actor(answererKind, answererId);
    }

    long version() {
        return version;
    }
}
