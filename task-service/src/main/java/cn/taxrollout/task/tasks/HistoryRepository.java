package cn.taxrollout.task.tasks;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class HistoryRepository implements PanacheRepositoryBase<HistoryEntry, UUID> {

    /** A place in a task's history: the event that told of a change, and which of its changes. */
    record Position(long sequence, UUID id) {
        private static final Position START = new Position(0, new UUID(0, 0));

        static Position of(HistoryEntry entry) {
            return new Position(entry.sequence(), entry.id());
        }

        /** @throws Refusal 400 if the text isn't one that {@link #toString} made */
        static Position parse(String text) {
            if (text.isEmpty()) {
                return START;
            }
            String[] parts = text.split("/", 2);
            try {
                return new Position(Long.parseLong(parts[0]), UUID.fromString(parts[parts.length - 1]));
            } catch (IllegalArgumentException e) {
                throw Refusal.badRequest("cursor-unreadable");
            }
        }

        @Override
        public String toString() {
            return sequence + "/" + id;
        }
    }

    /** Entries of a task after a position, in the order in which they happened. */
    List<HistoryEntry> of(UUID taskId, Position after, int limit) {
        return find(
                        "taskId = ?1 and (sequence > ?2 or sequence = ?2 and id > ?3) order by sequence, id",
                        taskId,
                        after.sequence(),
                        after.id())
                .page(Page.ofSize(limit))
                .list();
    }

    /** Moves of a task's deadlines after a position, in the order in which they happened. */
    List<DeadlineChange> deadlineChanges(UUID taskId, Position after, int limit) {
        return getEntityManager()
                .createQuery(
                        "from DeadlineChange where taskId = :task and (sequence > :sequence or sequence = :sequence and id > :id)"
                                + " order by sequence, id",
                        DeadlineChange.class)
                .setParameter("task", taskId)
                .setParameter("sequence", after.sequence())
                .setParameter("id", after.id())
                .setMaxResults(limit)
                .getResultList();
    }
}
