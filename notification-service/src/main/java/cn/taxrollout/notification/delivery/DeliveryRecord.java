package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** What is on record of deliveries. */
@ApplicationScoped
class DeliveryRecord {
    private static final String COLUMNS = """
            select d.id, d.message_id, n.event_type, d.digest_id, d.digest_for, s.staff_no, d.channel, d.round, d.state, d.reason,
                   d.attempts, d.planned_at, d.due_at, d.settled_at
            from delivery d
            left join inbox_message m on m.id = d.message_id
            left join notice n on n.id = m.notice_id
            left join directory_staff_member s on s.id = d.staff_id
            """;

    private final Session session;

    DeliveryRecord(Session session) {
        this.session = session;
    }

    /** Which deliveries are asked for; null for all. */
    record Filter(DeliveryState state, ChannelName channel, String staffNo, UUID messageId, Instant from, Instant to) {}

    /** The deliveries planned before one of them, the last planned first. */
    @Transactional
    List<DeliveryView> list(Filter filter, Optional<UUID> before, int limit) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        before.ifPresent(id -> {
            conditions.add("d.id < :before");
            values.put("before", id);
        });
        if (filter.state() != null) {
            // written out, so that the indexes of single states serve it
            conditions.add("d.state = '" + filter.state().name() + "'");
        }
        add(
                conditions,
                values,
                "d.channel = :channel",
                "channel",
                filter.channel() == null ? null : filter.channel().name());
        add(
                conditions,
                values,
                "d.staff_id = any(array(select id from directory_staff_member where staff_no = :staffNo))",
                "staffNo",
                filter.staffNo());
        add(conditions, values, "d.message_id = :message", "message", filter.messageId());
        add(conditions, values, "d.planned_at >= :from", "from", filter.from());
        add(conditions, values, "d.planned_at < :to", "to", filter.to());
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return found(where + " order by d.id desc", values, limit);
    }

    private static void add(
            List<String> conditions, Map<String, Object> values, String condition, String name, Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    /** All deliveries of a message that is in the person's inbox, in the order of planning; empty if there is no such message. */
    @Transactional
    Optional<List<DeliveryView>> ofOwnMessage(UUID staffId, UUID messageId) {
        boolean own = session.createNativeQuery(
                        "select exists (select from inbox_message where id = :message and staff_id = :staff)",
                        Boolean.class)
                .setParameter("message", messageId)
                .setParameter("staff", staffId)
                .getSingleResult();
        return own
                ? Optional.of(found(
                        "where d.message_id = :message order by d.id", Map.of("message", messageId), Integer.MAX_VALUE))
                : Optional.empty();
    }

    @Transactional
    Optional<DeliveryView> find(UUID id) {
        return found("where d.id = :id", Map.of("id", id), 1).stream().findFirst();
    }

    private List<DeliveryView> found(String where, Map<String, Object> values, int limit) {
        NativeQuery<Object[]> query = session.createNativeQuery(COLUMNS + where, Object[].class);
        values.forEach(query::setParameter);
        return query
                .setMaxResults(limit)
                .addScalar("id", UUID.class)
                .addScalar("message_id", UUID.class)
                .addScalar("event_type", String.class)
                .addScalar("digest_id", UUID.class)
                .addScalar("digest_for", Instant.class)
                .addScalar("staff_no", String.class)
                .addScalar("channel", String.class)
                .addScalar("round", Integer.class)
                .addScalar("state", String.class)
                .addScalar("reason", String.class)
                .addScalar("attempts", Integer.class)
                .addScalar("planned_at", Instant.class)
                .addScalar("due_at", Instant.class)
                .addScalar("settled_at", Instant.class)
                .list()
                .stream()
                .map(row -> new DeliveryView(
                        (UUID) row[0],
                        (UUID) row[1],
                        (String) row[2],
                        (UUID) row[3],
                        (Instant) row[4],
                        (String) row[5],
                        ChannelName.valueOf((String) row[6]),
                        (Integer) row[7],
                        DeliveryState.valueOf((String) row[8]),
                        (String) row[9],
                        (Integer) row[10],
                        (Instant) row[11],
                        (Instant) row[12],
                        (Instant) row[13]))
                .toList();
    }

    /** What was tried, in its order. */
    @Transactional
    List<DeliveryHistory.AttemptView> attempts(UUID delivery) {
        return session
                .createNativeQuery("""
                        select number, started_at, ended_at, outcome, reason, receipt
                        from delivery_attempt where delivery_id = :id order by number
                        """, Object[].class)
                .setParameter("id", delivery)
                .addScalar("number", Integer.class)
                .addScalar("started_at", Instant.class)
                .addScalar("ended_at", Instant.class)
                .addScalar("outcome", String.class)
                .addScalar("reason", String.class)
                .addScalar("receipt", String.class)
                .list()
                .stream()
                .map(row -> DeliveryHistory.AttemptView.of(
                        (Integer) row[0],
                        (Instant) row[1],
                        (Instant) row[2],
                        row[3] == null ? null : AttemptOutcome.valueOf((String) row[3]),
                        (String) row[4],
                        (String) row[5]))
                .toList();
    }

    /** What operators decided, in its order. */
    @Transactional
    List<DeliveryHistory.DecisionView> decisions(UUID delivery) {
        return session
                .createNativeQuery("""
                        select decision, from_state, decided_by, decided_at
                        from delivery_decision where delivery_id = :id order by id
                        """, Object[].class)
                .setParameter("id", delivery)
                .addScalar("decision", String.class)
                .addScalar("from_state", String.class)
                .addScalar("decided_by", String.class)
                .addScalar("decided_at", Instant.class)
                .list()
                .stream()
                .map(row -> new DeliveryHistory.DecisionView(
                        Decision.valueOf((String) row[0]),
                        DeliveryState.valueOf((String) row[1]),
                        (String) row[2],
                        (Instant) row[3]))
                .toList();
    }
}
