package cn.taxrollout.task.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.Session;

/** The states that could not be applied, as they came, for an operator to look at. */
@ApplicationScoped
class ParkedEvents {
    private final Session session;
    private final ObjectMapper json;

    ParkedEvents(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json;
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
}
