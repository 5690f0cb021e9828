package cn.taxrollout.org.history;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Reads the record of changes. */
@ApplicationScoped
class ChangeQuery {
    private final Session session;

    ChangeQuery(Session session) {
        this.session = session;
    }

    /**
     * Which changes are asked for; null leaves open.
     *
     * @param unitId those of this unit and of what stands below it today
     * @param actor who made them: a staff number, a system's or a rule's name
     * @param from the first moment
     * @param to the moment before which they were made
     */
    record Wanted(UUID subjectId, UUID unitId, Subject subject, String actor, Instant from, Instant to) {}

    /**
     * Changes that were recorded before a position, the latest first.
     *
     * @param subtrees limits them to what is in or below these units today; empty for no limit
     */
    List<ChangeRecord> list(Wanted wanted, Optional<Set<UUID>> subtrees, long before, int limit) {
        StringBuilder sql = new StringBuilder("select c.* from change_record c where c.id < :before");
        if (wanted.subjectId() != null) {
            sql.append(" and c.subject_id = :subjectId");
        }
        if (wanted.unitId() != null) {
            sql.append(" and c.unit_id in (select id from unit where path @> array[:unitId])");
        }
        if (wanted.subject() != null) {
            sql.append(" and c.subject = :subject");
        }
        if (wanted.actor() != null) {
            sql.append(" and c.actor = :actor");
        }
        if (wanted.from() != null) {
            sql.append(" and c.at >= :from");
        }
        if (wanted.to() != null) {
            sql.append(" and c.at < :to");
        }
        if (subtrees.isPresent()) {
            sql.append(" and c.unit_id in (select id from unit where path && :subtrees)");
        }
        NativeQuery<ChangeRecord> query = session.createNativeQuery(
                        sql.append(" order by c.id desc").toString(), ChangeRecord.class)
                .setParameter("before", before);
        if (wanted.subjectId() != null) {
            query.setParameter("subjectId", wanted.subjectId());
        }
        if (wanted.unitId() != null) {
            query.setParameter("unitId", wanted.unitId());
        }
        if (wanted.subject() != null) {
            query.setParameter("subject", wanted.subject().name());
        }
        if (wanted.actor() != null) {
            query.setParameter("actor", wanted.actor());
        }
        if (wanted.from() != null) {
            query.setParameter("from", wanted.from());
        }
        if (wanted.to() != null) {
            query.setParameter("to", wanted.to());
        }
        subtrees.ifPresent(units -> query.setParameter("subtrees", units.toArray(UUID[]::new), UUID[].class));
        return query.setMaxResults(limit).getResultList();
    }
}
