package cn.taxrollout.notification.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/** The events that wait for an operator. Within a key they keep the order of the topic. */
@ApplicationScoped
class ParkedEvents implements PanacheRepositoryBase<ParkedEvent, Long> {
    private final Session session;
    private final ObjectMapper json;

    ParkedEvents(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** From the start, so that a parked event is seen although nothing has been parked since. */
    void show(@Observes StartupEvent event, MeterRegistry metrics) {
        metrics.gauge("notification.events.parked", this, ParkedEvents::waiting);
        metrics.gauge("notification.events.parked.keys", this, ParkedEvents::keys);
        metrics.gauge("notification.events.parked.oldest.seconds", this, ParkedEvents::oldestSeconds);
    }

    /**
     * What may be asked for; null for all.
     *
     * @param type as in {@code ce_type}
     */
    record Filter(String topic, String type, String key) {}

    /**
     * A key that is held back.
     *
     * @param first the event that holds back the others
     * @param waiting how many events of the key are parked, that one included
     */
    record HeldKey(ParkedEvent first, long waiting) {}

    /** Those of the keys of which an event is parked. */
    Set<String> held(Collection<String> keys) {
        return Set.copyOf(session.createNativeQuery(
                        "select distinct record_key from parked_event where record_key = any(:keys)", String.class)
                .setParameter("keys", keys.toArray(String[]::new))
                .list());
    }

    /**
     * Parks an event of a key that was held, unless it isn't any more, so that the order of the key stays.
     *
     * @return whether it was parked
     */
    boolean holdBack(IncomingEvent event) {
        // A replay may be ending right now. It holds the key's lock while it takes the last event away.
        lock(event.key());
        if (held(Set.of(event.key())).isEmpty()) {
            return false;
        }
        park(event, "waits behind an earlier event of its key");
        return true;
    }

    /** Lets one transaction at a time decide on the parked events of a key. */
    void lock(String key) {
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:key, 0))", Integer.class)
                .setParameter("key", "parked " + key)
                .getSingleResult();
    }

    /** Keeps the event with the reason; one that is redelivered while it is parked stays as it is. */
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

    private String headers(IncomingEvent event) {
        try {
            return json.writeValueAsString(event.headers());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers can't be written as JSON", e);
        }
    }

    Optional<ParkedEvent> first(String key) {
        return find("recordKey = ?1 order by id", key).page(Page.ofSize(1)).firstResultOptional();
    }

    private double waiting() {
        return QuarkusTransaction.requiringNew().call(this::count);
    }

    private double keys() {
        return number("select count(distinct record_key) from parked_event");
    }

    /** How long the oldest has waited, 0 if none does. */
    private double oldestSeconds() {
        return number(
                "select cast(coalesce(extract(epoch from clock_timestamp() - min(parked_at)), 0) as bigint) from parked_event");
    }

    private double number(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery(query, Long.class).getSingleResult());
    }

    long waiting(String key) {
        return count("recordKey", key);
    }

    void remove(ParkedEvent event) {
        session.createNativeMutationQuery("delete from parked_event where id = :id")
                .setParameter("id", event.id())
                .executeUpdate();
    }

    void restate(ParkedEvent event, String reason) {
        session.createNativeMutationQuery("update parked_event set reason = :reason where id = :id")
                .setParameter("id", event.id())
                .setParameter("reason", reason)
                .executeUpdate();
    }

    /** Parked events with ids above a position, oldest first. */
    List<ParkedEvent> list(Filter filter, long after, int limit) {
        return find(
                        "id > ?1 and (?2 is null or topic = ?2) and (?3 is null or type = ?3)"
                                + " and (?4 is null or recordKey = ?4) order by id",
                        after,
                        filter.topic(),
                        filter.type(),
                        filter.key())
                .page(Page.ofSize(limit))
                .list();
    }

    /** The keys whose first event fits and has an id above a position, the longest held first. */
    List<HeldKey> heldKeys(Filter filter, long after, int limit) {
        List<Object[]> found = session.createNativeQuery("""
                        select first, waiting
                        from (select min(id) first, count(*) waiting from parked_event
                              where :key is null or record_key = :key
                              group by record_key) held
                        join parked_event e on e.id = held.first
                        where first > :after and (:topic is null or e.topic = :topic) and (:type is null or e.type = :type)
                        order by first limit :limit
                        """, Object[].class)
                .setParameter("key", filter.key(), String.class)
                .setParameter("topic", filter.topic(), String.class)
                .setParameter("type", filter.type(), String.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .list();
        Map<Long, Long> waiting = new LinkedHashMap<>();
        found.forEach(row -> waiting.put((Long) row[0], (Long) row[1]));
        return list("id in ?1 order by id", waiting.keySet()).stream()
                .map(first -> new HeldKey(first, waiting.get(first.id())))
                .toList();
    }

    /** Moves the event out of the way, on record; it isn't applied even if it is delivered again. */
    void discard(ParkedEvent event, String by, String reason, Instant now) {
        session.createNativeMutationQuery("""
                        insert into discarded_event
                            (id, topic, partition, record_offset, record_key, event_id, type, headers, payload, cause, parked_at,
                             discarded_by, reason, discarded_at)
                        select id, topic, partition, record_offset, record_key, event_id, type, headers, payload, reason, parked_at,
                               :by, :reason, :now
                        from parked_event where id = :id
                        """)
                .setParameter("by", by)
                .setParameter("reason", reason)
                .setParameter("now", now)
                .setParameter("id", event.id())
                .executeUpdate();
        remove(event);
    }

    /** Discarded events with ids below a position, newest first. */
    List<DiscardedEvent> discarded(String key, long below, int limit) {
        return session.createSelectionQuery(
                        "from DiscardedEvent where id < :below and (:key is null or recordKey = :key) order by id desc",
                        DiscardedEvent.class)
                .setParameter("below", below)
                .setParameter("key", key)
                .setMaxResults(limit)
                .list();
    }
}
