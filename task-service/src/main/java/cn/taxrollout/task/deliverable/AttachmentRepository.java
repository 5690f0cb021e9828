package cn.taxrollout.task.deliverable;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class AttachmentRepository implements PanacheRepositoryBase<Attachment, UUID> {

    /** @throws Refusal 404 if there never was such a file */
    Attachment get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("attachment-unknown", id));
    }

    /**
     * The task that a file belongs to.
     *
     * @throws Refusal 404 if there never was such a file
     */
    UUID taskOf(UUID id) {
        return getEntityManager()
                .createQuery("select a.taskId from Attachment a where a.id = :id", UUID.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("attachment-unknown", id));
    }

    /** All of a task that were not removed, oldest first; as many as {@link Attachments#MOST} at most. */
    List<Attachment> kept(UUID taskId) {
        return list("taskId = ?1 and removedAt is null order by id", taskId);
    }

    /** Those of a task after a position, removed or not, oldest first. */
    List<Attachment> of(UUID taskId, UUID after, int limit) {
        return find("taskId = ?1 and id > ?2 order by id", taskId, after)
                .page(Page.ofSize(limit))
                .list();
    }

    /** The version that a file of this name gets in this place. */
    int nextVersion(Attachment.Place place, String fileName) {
        return getEntityManager()
                        .createQuery(
                                "select coalesce(max(a.version), 0) from Attachment a where a.taskId = :task"
                                        + " and a.deliverable is not distinct from :deliverable and a.fileName = :name",
                                Integer.class)
                        .setParameter("task", place.taskId())
                        .setParameter("deliverable", place.deliverable())
                        .setParameter("name", fileName)
                        .getSingleResult()
                + 1;
    }
}
