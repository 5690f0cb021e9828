package cn.taxrollout.task.extension;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
class ExtensionRequestRepository implements PanacheRepositoryBase<ExtensionRequest, UUID> {

    /** @throws Refusal 404 if there is no such request */
    ExtensionRequest get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("extension-unknown", id));
    }

    /** @throws Refusal 404 if there is no such request */
    UUID taskOf(UUID id) {
        return getEntityManager()
                .createQuery("select taskId from ExtensionRequest where id = :id", UUID.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("extension-unknown", id));
    }

    /** The open request of this unit for this task. */
    Optional<ExtensionRequest> open(UUID taskId, UUID unitId) {
        return find("taskId = ?1 and unitId = ?2 and state = ?3", taskId, unitId, ExtensionRequest.State.OPEN)
                .firstResultOptional();
    }

    /**
     * What a list of requests is narrowed to; every part but the bureaus may be null.
     *
     * @param bureauIds the bureaus whose plans may be seen; nothing for all
     */
    record Filter(UUID planId, UUID taskId, UUID unitId, ExtensionRequest.State state, Optional<Set<UUID>> bureauIds) {}

    /** Requests with ids above a position that pass the filter, oldest first. */
    List<ExtensionRequest> list(Filter filter, UUID after, int limit) {
        StringBuilder where = new StringBuilder("from ExtensionRequest r where r.id > :after");
        Map<String, Object> values = new HashMap<>(Map.of("after", after));
        narrow(where, values, "r.taskId = :task", "task", filter.taskId());
        narrow(where, values, "r.unitId = :unit", "unit", filter.unitId());
        narrow(where, values, "r.state = :state", "state", filter.state());
        narrow(
                where,
                values,
                "exists (from Task t where t.id = r.taskId and t.plan.id = :plan)",
                "plan",
                filter.planId());
        narrow(
                where,
                values,
                "exists (from Task t where t.id = r.taskId and t.plan.bureauId in :bureaus)",
                "bureaus",
                filter.bureauIds().orElse(null));
        var query = getEntityManager()
                .createQuery(where + " order by r.id", ExtensionRequest.class)
                .setMaxResults(limit);
        values.forEach(query::setParameter);
        return query.getResultList();
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> values, String condition, String name, Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            values.put(name, value);
        }
    }
}
