package cn.taxrollout.org.messaging;

import cn.taxrollout.org.web.RequestTrace;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.QueryFlushMode;

/**
 * The way out: an event is written in the transaction of the change it tells of, so it is published if and only if that
 * change commits. {@link OutboxRelay} sends it afterwards.
 */
@ApplicationScoped
public class Outbox {
    /** The identity of a row is taken while its aggregate is locked, so those of one aggregate rise as its changes commit. */
    private static final String INSERT = """
            insert into outbox
                (event_id, aggregate_id, aggregate_sequence, type, data, occurred_at, trace_parent, republication_id)
            select e.*, :at, :trace, :republication from unnest(:ids, :aggregates, :sequences, :types, :data) as e
            """;

    private static final String WAITING = """
            select count(*) from (
                select 1 from outbox where published_at is null and republication_id is not null limit :room) waiting
            """;

    private static final int BATCH = 1_000;
    /** About as many as are sent in a second. */
    private static final int ROOM = 20_000;

    private final Session session;
    private final ObjectMapper json;
    private final Clock clock;
    private final RequestTrace trace;
    private final Event<Appended> appended;

    Outbox(Session session, ObjectMapper json, Clock clock, RequestTrace trace, Event<Appended> appended) {
        this.session = session;
        this.json = json;
        this.clock = clock;
        this.trace = trace;
        this.appended = appended;
    }

    /** Fired when events were appended; the relay listens for the commit. */
    record Appended() {}

    /** Appends one event to the running transaction; the parameters are those of {@link OutboxEvent}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(UUID aggregateId, long sequence, String type, Object data) {
        append(List.of(new OutboxEvent(aggregateId, sequence, type, data)));
    }

    /** Appends the events of as many aggregates to the running transaction, many with one statement. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(List<OutboxEvent> events) {
        append(events, null);
    }

    /**
     * Appends present states again, for consumers that lost theirs. What they are of must be locked against change, or an older
     * state could follow a newer one.
     *
     * @param republicationId a second state of the same aggregate for it fails the transaction
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void appendAgain(UUID republicationId, List<OutboxEvent> states) {
        append(states, republicationId);
    }

    /** Whether so few states that were appended again wait to be sent that a change appended now isn't held up by them. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean hasRoomForStates() {
        return session.createNativeQuery(WAITING, Long.class)
                        .setParameter("room", ROOM)
                        .getSingleResult()
                < ROOM;
    }

    private void append(List<OutboxEvent> events, UUID republicationId) {
        for (int from = 0; from < events.size(); from += BATCH) {
            insert(events.subList(from, Math.min(events.size(), from + BATCH)), republicationId);
        }
        if (!events.isEmpty()) {
            appended.fire(new Appended());
        }
    }

    private void insert(List<OutboxEvent> events, UUID republicationId) {
        session.createNativeMutationQuery(INSERT)
                .setParameter(
                        "ids",
                        events.stream()
                                .map(event ->
                                        Generators.timeBasedEpochGenerator().generate())
                                .toArray(UUID[]::new),
                        UUID[].class)
                .setParameter(
                        "aggregates",
                        events.stream().map(OutboxEvent::aggregateId).toArray(UUID[]::new),
                        UUID[].class)
                .setParameter(
                        "sequences", events.stream().map(OutboxEvent::sequence).toArray(Long[]::new), Long[].class)
                .setParameter("types", events.stream().map(OutboxEvent::type).toArray(String[]::new), String[].class)
                .setParameter(
                        "data",
                        events.stream().map(event -> toJson(event.data())).toArray(String[]::new),
                        String[].class)
                .setParameter("at", clock.instant())
                .setParameter("trace", trace.parent(), String.class)
                .setParameter("republication", republicationId, UUID.class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .executeUpdate();
    }

    private String toJson(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event data can't be written as JSON: " + data.getClass(), e);
        }
    }
}
