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
import java.util.List;
import java.util.Optional;
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
    }

    /**
     * Parks the event if an earlier one of its key is parked, so that the order of the key stays.
     *
     * @return whether it was parked
     */
    boolean holdBack(IncomingEvent event) {
        if (!isHeld(event.key())) {
            return false;
        }
        // A replay may be ending right now. It holds the key's lock while it takes the last event away.
        lock(event.key());
        if (!isHeld(event.key())) {
            return false;
        }
        park(event, "waits behind an earlier event of its key");
        return true;
    }

    private boolean isHeld(String key) {
        return !session.createNativeQuery("select 1 from parked_event where record_key = :key limit 1", Integer.class)
                .setParameter("key", key)
                .list()
                .isEmpty();
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
    List<ParkedEvent> list(long after, int limit) {
        return find("id > ?1 order by id", after).page(Page.ofSize(limit)).list();
    }
}
