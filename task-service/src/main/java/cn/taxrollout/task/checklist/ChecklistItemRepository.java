package cn.taxrollout.task.checklist;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
class ChecklistItemRepository implements PanacheRepositoryBase<ChecklistItem, UUID> {

    /** @throws Refusal 404 if there is no such item */
    ChecklistItem get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("item-unknown", id));
    }

    /**
     * The task that an item belongs to.
     *
     * @throws Refusal 404 if there is no such item
     */
    UUID taskOf(UUID id) {
        return getEntityManager()
                .createQuery("select i.taskId from ChecklistItem i where i.id = :id", UUID.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("item-unknown", id));
    }

    /** The items of a share in their order; as many as {@link Checklists#MOST} at most. */
    List<ChecklistItem> of(UUID taskId, UUID unitId) {
        return list("taskId = ?1 and unitId = ?2 order by position", taskId, unitId);
    }

    /** Those of a share after a position. */
    List<ChecklistItem> of(UUID taskId, UUID unitId, long after, int limit) {
        return find("taskId = ?1 and unitId = ?2 and position > ?3 order by position", taskId, unitId, (int) after)
                .page(Page.ofSize(limit))
                .list();
    }

    /**
     * What a list of open items is narrowed to.
     *
     * @param staffNo who sees to it, null for anybody
     * @param responsibleUnitId which unit sees to it, null for any
     * @param bureauIds the bureaus whose plans may be seen; nothing for all
     */
    record Filter(String staffNo, UUID responsibleUnitId, Optional<Set<UUID>> bureauIds) {}

    /** Open items with ids above a position that pass the filter, oldest first. */
    List<ChecklistItem> open(Filter filter, UUID after, int limit) {
        StringBuilder where = new StringBuilder("from ChecklistItem i where i.doneAt is null and i.id > :after");
        Map<String, Object> values = new HashMap<>(Map.of("after", after));
        if (filter.staffNo() != null) {
            where.append(" and i.staffNo = :staffNo");
            values.put("staffNo", filter.staffNo());
        }
        if (filter.responsibleUnitId() != null) {
            where.append(" and i.responsibleUnitId = :unit");
            values.put("unit", filter.responsibleUnitId());
        }
        filter.bureauIds().ifPresent(bureaus -> {
            where.append(" and exists (from Task t where t.id = i.taskId and t.plan.bureauId in :bureaus)");
            values.put("bureaus", bureaus);
        });
        var query = getEntityManager()
                .createQuery(where + " order by i.id", ChecklistItem.class)
                .setMaxResults(limit);
        values.forEach(query::setParameter);
        return query.getResultList();
    }
}
