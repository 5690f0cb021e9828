package cn.taxrollout.task.tasks;

import cn.taxrollout.task.security.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Puts on record what concerns a whole task and leaves its shares in their states. */
@ApplicationScoped
public class TaskNotes {
    private final EntityManager entities;

    TaskNotes(EntityManager entities) {
        this.entities = entities;
    }

    /** It was said anew for what an issued task waits. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void prerequisites(Task task, String why, Instant at, Actor actor) {
        note(task, HistoryEntry.PREREQUISITES, why, at, actor);
    }

    /** A condition was stated for an issued task, confirmed or revoked. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void preconditions(Task task, String why, Instant at, Actor actor) {
        note(task, HistoryEntry.PRECONDITIONS, why, at, actor);
    }

    private void note(Task task, String action, String why, Instant at, Actor actor) {
        task.assignments().stream()
                .filter(share -> share.state() != AssignmentState.CANCELLED)
                .forEach(share -> entities.persist(
                        HistoryEntry.noted(task, share.unitId(), action, why, task.sequence(), at, actor)));
    }
}
