package cn.taxrollout.task.tasks;

import cn.taxrollout.task.security.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** The history of tasks, for features that do something with a share which leaves it in its state. */
@ApplicationScoped
public class TaskRecord {
    private final EntityManager entities;

    TaskRecord(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Puts on record what was done with a unit's share. The caller holds the lock on the task.
     *
     * @param action what was done, in the words of the API
     * @param why what it was about, for people
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(Task task, UUID unitId, String action, String why, Instant at, Actor actor) {
        entities.persist(HistoryEntry.noted(task, unitId, action, why, task.sequence(), at, actor));
    }
}
