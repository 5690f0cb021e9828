package cn.taxrollout.task.messaging;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.web.RequestTrace;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/**
 * The way out: an event is written in the transaction of the change it tells of, so it is published if and only if that
 * change commits. {@link OutboxRelay} sends it afterwards.
 */
@ApplicationScoped
public class Outbox {
    private final EntityManager entities;
    private final ObjectMapper json;
    private final RequestTrace trace;
    private final Event<Appended> appended;

    Outbox(EntityManager entities, ObjectMapper json, RequestTrace trace, Event<Appended> appended) {
        this.entities = entities;
        this.json = json;
        this.trace = trace;
        this.appended = appended;
    }

    /** Fired once per appended event; the relay listens for the commit. */
    record Appended() {}

    /**
     * Appends one event to the running transaction.
     *
     * @param aggregateId the changed aggregate; becomes the record key
     * @param sequence rises by one per aggregate; a second event with the same number fails the transaction
     * @param type the wire name of the event, such as {@code cn.taxrollout.task.TaskIssued.v1}
     * @param occurredAt business time of the event
     * @param data what is written as the JSON value
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(UUID aggregateId, long sequence, String type, Instant occurredAt, Object data) {
        entities.persist(new OutboxEvent(
                TimeOrderedId.next(), aggregateId, sequence, type, toJson(data), occurredAt, trace.parent()));
        appended.fire(new Appended());
    }

    private String toJson(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event data can't be written as JSON: " + data.getClass(), e);
        }
    }
}
