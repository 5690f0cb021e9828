package cn.taxrollout.task.batch;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class BatchRepository implements PanacheRepositoryBase<Batch, UUID> {

    /** @throws Refusal 404 if there is no such batch */
    Batch get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("batch-unknown", id));
    }

    /**
     * The task that a batch belongs to.
     *
     * @throws Refusal 404 if there is no such batch
     */
    UUID taskOf(UUID id) {
        return getEntityManager()
                .createQuery("select b.taskId from Batch b where b.id = :id", UUID.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("batch-unknown", id));
    }

    /** The batches of a share by number; as many as {@link Batches#MOST} at most. */
    List<Batch> of(UUID taskId, UUID unitId) {
        return list("taskId = ?1 and unitId = ?2 order by number", taskId, unitId);
    }

    /** Those of a share after a number. */
    List<Batch> of(UUID taskId, UUID unitId, long after, int limit) {
        return find("taskId = ?1 and unitId = ?2 and number > ?3 order by number", taskId, unitId, (int) after)
                .page(Page.ofSize(limit))
                .list();
    }
}
