package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.event.TaskEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/** Keeps events for the systems that subscribe to them. */
@ApplicationScoped
public class EventLog {
    private final Session session;
    private final ObjectMapper json;
    private final Event<Queued> queued;

    EventLog(Session session, ObjectMapper json, Event<Queued> queued) {
        this.session = session;
        this.json = json;
        this.queued = queued;
    }

    /** That the running transaction leaves something to deliver. */
    record Queued() {}

    /** Whether anybody subscribes, so that events are to be kept. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean isRead() {
        return session.createNativeQuery("select exists (select 1 from webhook_subscription)", Boolean.class)
                .getSingleResult();
    }

    /**
     * Writes the event, and who is to get it, within the running transaction and with one statement. While nobody subscribes
     * nothing is written.
     *
     * @param key of the record, within which order is kept
     * @param headers and payload as they came
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(UUID eventId, String key, Map<String, String> headers, byte[] payload, TaskEvent event) {
        int subscribers = session.createNativeMutationQuery("""
                        with recursive concerned (id) as (
                            select unnest(cast(:unitIds as uuid[]))
                            union
                            select u.parent_id from directory_unit u join concerned on concerned.id = u.id where u.parent_id is not null
                        ),
                        event as (
                            insert into subscription_event (event_id, type, record_key, headers, payload, confidential, unit_ids)
                            select :eventId, :type, :key, cast(:headers as jsonb), :payload, :confidential, array(select id from concerned)
                            where exists (select 1 from webhook_subscription)
                            returning position, type, record_key, unit_ids
                        )
                        insert into subscription_delivery (subscription_id, event_position, record_key)
                        select s.id, event.position, event.record_key
                        from event
                        join webhook_subscription s on s.state = 'ACTIVE'
                            and (cardinality(s.event_types) = 0 or event.type = any(s.event_types))
                            and (s.unit_id is null or s.unit_id = any(event.unit_ids))
                        """)
                .setParameter("unitIds", event.unitIds().toArray(UUID[]::new))
                .setParameter("eventId", eventId)
                .setParameter("type", headers.get("ce_type"))
                .setParameter("key", key)
                .setParameter("headers", written(headers))
                .setParameter("payload", payload)
                .setParameter("confidential", event.plan().confidential())
                .executeUpdate();
        if (subscribers > 0) {
            queued.fire(new Queued());
        }
    }

    private String written(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers can't be written as JSON", e);
        }
    }
}
