package cn.taxrollout.task.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** The states that could not be applied, as they came, for an operator to look at. */
@ApplicationScoped
class ParkedEvents {
    private static final String COLUMNS =
            "select id, topic, partition, record_offset, record_key, headers, payload, reason, parked_at from parked_event ";

    private final Session session;
    private final ObjectMapper json;

    ParkedEvents(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** @param id rises in the order of parking, which within a key is the order of the topic */
    record Parked(long id, IncomingEvent event, String reason, Instant at) {}

    /** Keeps the event with the reason; one that is redelivered while it is parked stays as it is. */
    @Transactional(Transactional.TxType.MANDATORY)
    void park(IncomingEvent event, String reason) {
        session.createNativeMutationQuery("""
                        insert into parked_event
                            (topic, partition, record_offset, record_key, event_id, type, headers, payload, reason)
                        values (:topic, :partition, :offset, :key, :eventId, :type, cast(:headers as jsonb), :payload, :reason)
                        on conflict (topic, partition, record_offset) do nothing
                        """)
                .setParameter("topic", event.topic())
                .setParameter("partition", event.partition())
                .setParameter("offset", event.offset())
                .setParameter("key", event.key())
                .setParameter("eventId", event.headers().get("ce_id"), String.class)
                .setParameter("type", event.type())
                .setParameter("headers", headers(event))
                .setParameter("payload", event.payload())
                .setParameter("reason", reason)
                .executeUpdate();
    }

    /** Events parked after a position, oldest first. */
    @Transactional
    List<Parked> list(long after, int limit) {
        return found(session.createNativeQuery(COLUMNS + "where id > :after order by id", Object[].class)
                .setParameter("after", after)
                .setMaxResults(limit));
    }

    /** The parked events of a key, oldest first. */
    @Transactional
    List<Parked> of(String key) {
        return found(session.createNativeQuery(COLUMNS + "where record_key = :key order by id", Object[].class)
                .setParameter("key", key));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void remove(Parked parked) {
        session.createNativeMutationQuery("delete from parked_event where id = :id")
                .setParameter("id", parked.id())
                .executeUpdate();
    }

    @Transactional
    long count() {
        return session.createNativeQuery("select count(*) from parked_event", Long.class)
                .getSingleResult();
    }

    private List<Parked> found(NativeQuery<Object[]> query) {
        return query
                .addScalar("id", Long.class)
                .addScalar("topic", String.class)
                .addScalar("partition", Integer.class)
                .addScalar("record_offset", Long.class)
                .addScalar("record_key", String.class)
                .addScalar("headers", String.class)
                .addScalar("payload", byte[].class)
                .addScalar("reason", String.class)
                .addScalar("parked_at", Instant.class)
                .list()
                .stream()
                .map(row -> new Parked(
                        (Long) row[0],
                        new IncomingEvent(
                                (String) row[1],
                                (Integer) row[2],
                                (Long) row[3],
                                (String) row[4],
                                headers((String) row[5]),
                                (byte[]) row[6]),
                        (String) row[7],
                        (Instant) row[8]))
                .toList();
    }

    private String headers(IncomingEvent event) {
        try {
            return json.writeValueAsString(event.headers());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers can't be written as JSON", e);
        }
    }

    private Map<String, String> headers(String stored) {
        try {
            return json.readValue(stored, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored headers can't be read", e);
        }
    }
}
