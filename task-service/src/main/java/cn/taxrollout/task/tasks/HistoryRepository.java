package cn.taxrollout.task.tasks;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class HistoryRepository implements PanacheRepositoryBase<HistoryEntry, UUID> {

    /** Entries of a task above a position, in the order in which they happened. */
    List<HistoryEntry> of(UUID taskId, UUID after, int limit) {
        return find("taskId = ?1 and id > ?2 order by id", taskId, after)
                .page(Page.ofSize(limit))
                .list();
    }
}
