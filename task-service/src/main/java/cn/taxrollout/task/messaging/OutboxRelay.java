package cn.taxrollout.task.messaging;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds, in order per key. It runs on every replica; a lock of the database lets one work at a
 * time. It reads unpublished rows, never from a position, so a row that commits late is never skipped. A row is marked
 * only after the broker's acknowledgement; a crash in between sends it again with the same {@code ce_id}.
 *
 * <p>It speaks plain JDBC: a JTA transaction would be dragged along into the producer's threads.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final URI SOURCE = URI.create("/task-service");
    private static final int BATCH = 500;
    /** The fallback when a replica's wake-up was lost with it, and the pause after a failure. */
    private static final Duration POLL = Duration.ofSeconds(1);
    /**
     * After a quiet moment an event leaves at once. While many are written, those of this time leave together, for a batch costs
     * much the same whatever is in it.
     */
    private static final Duration GATHERING = Duration.ofMillis(2);

    /**
     * One relay per database, by an advisory lock that ends with the transaction. A relay that freezes must not keep the
     * others from working: the database ends its session before they have given up waiting.
     */
    private static final String LOCK = """
            select set_config('idle_in_transaction_session_timeout', '20s', true),
                   set_config('lock_timeout', '30s', true),
                   pg_advisory_xact_lock(8215001)
            """;

    private static final String READ = """
            select id, event_id, aggregate_id, type, data, occurred_at, trace_parent
            from outbox where published_at is null order by id limit %d
            """.formatted(BATCH);

    private static final String MARK = "update outbox set published_at = clock_timestamp() where id = any(?)";
    private static final String COUNT = "select count(*) from outbox where published_at is null";
    private static final String AGE = """
            select coalesce(extract(epoch from clock_timestamp() - min(appended_at)), 0)
            from outbox where published_at is null
            """;

    private final AgroalDataSource database;
    private final MutinyEmitter<String> emitter;
    private final MeterRegistry metrics;
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean running;
    private Thread thread;

    OutboxRelay(
            AgroalDataSource database,
            @Channel("events-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            MeterRegistry metrics) {
        this.database = database;
        this.emitter = emitter;
        this.metrics = metrics;
        metrics.gauge("outbox.unpublished", this, relay -> relay.figure(COUNT));
        metrics.gauge("outbox.oldest.seconds", this, relay -> relay.figure(AGE));
    }

    private record Row(
            long id,
            UUID eventId,
            UUID aggregateId,
            String type,
            String data,
            Instant occurredAt,
            String traceParent) {}

    void start(@Observes StartupEvent event) {
        running = true;
        thread = new Thread(this::run, "outbox-relay");
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        signal.release();
        thread.join(TimeUnit.SECONDS.toMillis(15));
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Appended appended) {
        signal.release();
    }

    private void run() {
        while (running) {
            try {
                signal.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                signal.drainPermits();
                boolean more = true;
                while (running && more) {
                    more = publishBatch();
                }
                Thread.sleep(GATHERING.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                LOG.warnf("Outbox not published, next try in %s: %s", POLL, e.getMessage());
            }
        }
    }

    /** @return whether a full batch went out, so that more may wait */
    private boolean publishBatch() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean more = publishBatch(connection);
                connection.commit();
                return more;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private boolean publishBatch(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement(LOCK)) {
            lock.execute();
        }
        List<Row> rows = read(connection);
        List<Long> sent = send(rows);
        if (!sent.isEmpty()) {
            try (var mark = connection.prepareStatement(MARK)) {
                mark.setArray(1, connection.createArrayOf("bigint", sent.toArray()));
                mark.executeUpdate();
            }
        }
        return rows.size() == BATCH && sent.size() == BATCH;
    }

    private static List<Row> read(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (var statement = connection.prepareStatement(READ);
                var result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        result.getLong("id"),
                        result.getObject("event_id", UUID.class),
                        result.getObject("aggregate_id", UUID.class),
                        result.getString("type"),
                        result.getString("data"),
                        result.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        result.getString("trace_parent")));
            }
        }
        return rows;
    }

    /**
     * Sends the rows in waves that hold at most one row of a key each, so that a row that fails holds back the later
     * ones of its key alone.
     *
     * @return the rows that the broker has acknowledged
     */
    private List<Long> send(List<Row> rows) {
        List<Long> sent = new ArrayList<>();
        Set<UUID> heldBack = new HashSet<>();
        for (List<Row> wave : waves(rows)) {
            List<Row> due = wave.stream()
                    .filter(row -> !heldBack.contains(row.aggregateId()))
                    .toList();
            var results = due.stream()
                    .map(row -> send(row).subscribeAsCompletionStage())
                    .toList();
            for (int i = 0; i < due.size(); i++) {
                if (results.get(i).join()) {
                    sent.add(due.get(i).id());
                    metrics.counter("task.events", "type", due.get(i).type()).increment();
                } else {
                    heldBack.add(due.get(i).aggregateId());
                }
            }
        }
        return sent;
    }

    private static List<List<Row>> waves(List<Row> rows) {
        Map<UUID, Integer> seen = new HashMap<>();
        List<List<Row>> waves = new ArrayList<>();
        for (Row row : rows) {
            int wave = seen.merge(row.aggregateId(), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(row);
        }
        return waves;
    }

    private Uni<Boolean> send(Row row) {
        String key = row.aggregateId().toString();
        var headers = new RecordHeaders();
        if (row.traceParent() != null) {
            headers.add("traceparent", row.traceParent().getBytes(StandardCharsets.UTF_8));
        }
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key)
                .withHeaders(headers)
                .build();
        var cloudEvent = OutgoingCloudEventMetadata.builder()
                .withId(row.eventId().toString())
                .withType(row.type())
                .withSource(SOURCE)
                .withSubject(key)
                .withTimestamp(row.occurredAt().atZone(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .withDataSchema(URI.create("urn:tax-rollout:schema:" + row.type()))
                .build();
        return emitter.sendMessage(Message.of(row.data(), Metadata.of(record, cloudEvent)))
                .replaceWith(true)
                .onFailure()
                .invoke(e -> LOG.warnf("Event %s not sent, its key %s waits: %s", row.eventId(), key, e.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }

    private double figure(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getDouble(1);
        } catch (SQLException e) {
            return Double.NaN;
        }
    }
}
