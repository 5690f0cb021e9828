package cn.taxrollout.task.help;

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
class HelpRequestRepository implements PanacheRepositoryBase<HelpRequest, UUID> {

    /** @throws Refusal 404 if there is no such request */
    HelpRequest get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("help-unknown", id));
    }

    /** @throws Refusal 404 if there is no such request */
    UUID taskOf(UUID id) {
        return getEntityManager()
                .createQuery("select taskId from HelpRequest where id = :id", UUID.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("help-unknown", id));
    }

    /** The request of a task whose obligation has this step. */
    HelpRequest ofStep(UUID taskId, int step) {
        return find("taskId = ?1 and step = ?2", taskId, step).singleResult();
    }

    /**
     * What a list of requests is narrowed to; every part but the bureaus may be null.
     *
     * @param bureauIds the bureaus whose plans may be seen; nothing for all
     */
    record Filter(UUID taskId, UUID fromUnitId, UUID toUnitId, HelpState state, Optional<Set<UUID>> bureauIds) {}

    /** Requests with ids above a position that pass the filter, oldest first. */
    List<HelpRequest> list(Filter filter, UUID after, int limit) {
        StringBuilder where = new StringBuilder("from HelpRequest r where r.id > :after");
        Map<String, Object> values = new HashMap<>(Map.of("after", after));
        narrow(where, values, "r.taskId = :task", "task", filter.taskId());
        narrow(where, values, "r.fromUnitId = :from", "from", filter.fromUnitId());
        narrow(where, values, "r.toUnitId = :to", "to", filter.toUnitId());
        narrow(where, values, "r.state = :state", "state", filter.state());
        narrow(
                where,
                values,
                "exists (from Task t where t.id = r.taskId and t.plan.bureauId in :bureaus)",
                "bureaus",
                filter.bureauIds().orElse(null));
        var query = getEntityManager()
                .createQuery(where + " order by r.id", HelpRequest.class)
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
