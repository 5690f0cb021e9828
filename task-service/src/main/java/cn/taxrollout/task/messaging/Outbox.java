package cn.taxrollout.task.messaging;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.web.RequestTrace;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way out: an event is written in the transaction of the change it tells of, so it is published if and only if that
 * change commits. {@link OutboxRelay} sends it afterwards.
 *
 * <p>All events of a transaction are written together at its end. The rows that it has locked are locked until then, so the
 * identities of the rows of one aggregate rise in the order in which its changes commit.
 */
@ApplicationScoped
public class Outbox {
    private static final String APPEND = """
            insert into outbox (event_id, aggregate_id, aggregate_sequence, type, data, occurred_at, trace_parent)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    /** By the statement that writes the companion. The driver and we find them by their hashes, which only a kept text keeps. */
    private static final Map<String, String> TOGETHER = new ConcurrentHashMap<>();

    private final AgroalDataSource database;
    private final TransactionSynchronizationRegistry transactions;
    private final ObjectMapper json;
    private final RequestTrace trace;
    private final Event<Appended> firstAppended;

    Outbox(
            AgroalDataSource database,
            TransactionSynchronizationRegistry transactions,
            ObjectMapper json,
            RequestTrace trace,
            Event<Appended> firstAppended) {
        this.database = database;
        this.transactions = transactions;
        this.json = json;
        this.trace = trace;
        this.firstAppended = firstAppended;
    }

    /**
     * A row of another table that belongs to an event and is written in one statement with it.
     *
     * @param insert the statement that writes it, without {@code returning}
     * @param values of its parameters, as the driver takes them
     */
    public record Companion(String insert, List<Object> values) {}

    /** @param companion null without one */
    private record OutboxEvent(
            UUID id,
            UUID aggregateId,
            long sequence,
            String type,
            String data,
            Instant occurredAt,
            String traceParent,
            Companion companion) {

        String insert() {
            return companion == null
                    ? APPEND
                    : TOGETHER.computeIfAbsent(
                            companion.insert(), insert -> "with companion as (" + insert + ") " + APPEND);
        }

        void bind(PreparedStatement statement) throws SQLException {
            int parameter = 0;
            if (companion != null) {
                for (Object value : companion.values()) {
                    statement.setObject(++parameter, value);
                }
            }
            statement.setObject(++parameter, id);
            statement.setObject(++parameter, aggregateId);
            statement.setLong(++parameter, sequence);
            statement.setString(++parameter, type);
            statement.setString(++parameter, data);
            statement.setObject(++parameter, occurredAt.atOffset(ZoneOffset.UTC));
            statement.setString(++parameter, traceParent);
        }
    }

    /** The events of one transaction. Fired with the first of them; {@link OutboxRelay} listens for the commit. */
    final class Appended implements Synchronization {
        private final List<OutboxEvent> events = new ArrayList<>();

        /** How many there are by now. */
        int count() {
            return events.size();
        }

        @Override
        public void beforeCompletion() {
            write(events);
        }

        @Override
        public void afterCompletion(int status) {
            // committed or not, there is nothing left to do here
        }
    }

    /**
     * Appends one event to the running transaction.
     *
     * @param aggregateId the changed aggregate; becomes the record key
     * @param sequence rises by one per aggregate; a second event with the same number fails the transaction
     * @param type the wire name of the event, such as {@code cn.taxrollout.task.TaskIssued.v1}
     * @param occurredAt business time of the event
     * @param data what is written as the JSON value
     * @throws IllegalStateException outside of a transaction
     */
    public void append(UUID aggregateId, long sequence, String type, Instant occurredAt, Object data) {
        append(aggregateId, sequence, type, occurredAt, data, null);
    }

    /**
     * Appends one event to the running transaction, together with a row that belongs to it.
     *
     * @param companion null without one
     */
    public void append(
            UUID aggregateId, long sequence, String type, Instant occurredAt, Object data, Companion companion) {
        appended()
                .events
                .add(new OutboxEvent(
                        TimeOrderedId.next(),
                        aggregateId,
                        sequence,
                        type,
                        toJson(data),
                        occurredAt,
                        trace.parent(),
                        companion));
    }

    private Appended appended() {
        var appended = (Appended) transactions.getResource(this);
        if (appended == null) {
            appended = new Appended();
            transactions.putResource(this, appended);
            transactions.registerInterposedSynchronization(appended);
            firstAppended.fire(appended);
        }
        return appended;
    }

    /** In the order in which they were appended, those that follow each other with the same statement in one batch. */
    private void write(List<OutboxEvent> events) {
        // of the data source, which gives the connection of the transaction
        try (Connection connection = database.getConnection()) {
            for (int begin = 0, end; begin < events.size(); begin = end) {
                String insert = events.get(begin).insert();
                end = begin;
                try (PreparedStatement statement = connection.prepareStatement(insert)) {
                    while (end < events.size() && events.get(end).insert().equals(insert)) {
                        events.get(end++).bind(statement);
                        statement.addBatch();
                    }
                    statement.executeBatch();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("events not appended", e);
        }
    }

    private String toJson(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event data can't be written as JSON: " + data.getClass(), e);
        }
    }
}
