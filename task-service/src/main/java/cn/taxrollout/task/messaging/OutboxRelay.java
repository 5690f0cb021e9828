package cn.taxrollout.task.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds, in order per key. It runs on every replica; a lock of the database lets one work at a
 * time. It reads unpublished rows, never a position, so a row that commits late is never skipped. A row is marked only
 * after the broker's acknowledgement; a crash in between sends it again with the same {@code ce_id}.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final String SOURCE = "/task-service";
    private static final int BATCH = 500;
    /** Any number, the same in every replica and unused by other advisory locks of this database. */
    private static final long LOCK = 8_215_001;

    private static final Duration POLL = Duration.ofSeconds(1);

    private final EntityManager entities;
    private final MutinyEmitter<String> emitter;
    private final BlockingQueue<Outbox.Appended> signal = new ArrayBlockingQueue<>(1);
    private volatile boolean running;
    private Thread thread;

    OutboxRelay(
            EntityManager entities,
            @Channel("events-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            MeterRegistry metrics) {
        this.entities = entities;
        this.emitter = emitter;
        metrics.gauge("outbox.unpublished", this, OutboxRelay::unpublished);
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = new Thread(this::run, "outbox-relay");
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        signal.offer(new Outbox.Appended());
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Appended appended) {
        signal.offer(appended);
    }

    private void run() {
        while (running) {
            try {
                signal.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                while (running && publishBatch() == BATCH) {
                    // a full batch: there may be more
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warnf("Outbox not published, next try in %s: %s", POLL, e.getMessage());
            }
        }
    }

    /** @return how many rows were read; fewer than a batch means that the outbox is drained or held back */
    private int publishBatch() {
        return QuarkusTransaction.requiringNew().call(() -> {
            // A relay that freezes in here must not keep the others from working: the database ends its session.
            entities.createNativeQuery(
                            "select set_config('idle_in_transaction_session_timeout', '20s', true), set_config('lock_timeout', '30s', true)")
                    .getSingleResult();
            entities.createNativeQuery("select 1 from (select pg_advisory_xact_lock(:lock)) locked")
                    .setParameter("lock", LOCK)
                    .getSingleResult();
            List<OutboxEvent> rows = entities.createQuery(
                            "from OutboxEvent where publishedAt is null order by id", OutboxEvent.class)
                    .setMaxResults(BATCH)
                    .getResultList();
            List<Long> sent = send(rows);
            if (!sent.isEmpty()) {
                entities.createNativeQuery("update outbox set published_at = clock_timestamp() where id = any(:ids)")
                        .setParameter("ids", sent.toArray(Long[]::new))
                        .executeUpdate();
            }
            return sent.size() == rows.size() ? rows.size() : 0;
        });
    }

    /**
     * Sends the rows in waves that hold at most one row of a key each, so that a row that fails holds back the later
     * ones of its key alone.
     */
    private List<Long> send(List<OutboxEvent> rows) {
        List<Long> sent = new ArrayList<>();
        Set<UUID> heldBack = new HashSet<>();
        for (List<OutboxEvent> wave : waves(rows)) {
            List<OutboxEvent> due = wave.stream()
                    .filter(row -> !heldBack.contains(row.aggregateId()))
                    .toList();
            List<Uni<Boolean>> results = due.stream().map(this::send).toList();
            if (results.isEmpty()) {
                continue;
            }
            List<Boolean> arrived =
                    Uni.join().all(results).andFailFast().await().indefinitely();
            for (int i = 0; i < due.size(); i++) {
                if (arrived.get(i)) {
                    sent.add(due.get(i).id());
                } else {
                    heldBack.add(due.get(i).aggregateId());
                }
            }
        }
        return sent;
    }

    private static List<List<OutboxEvent>> waves(List<OutboxEvent> rows) {
        Map<UUID, Integer> seen = new LinkedHashMap<>();
        List<List<OutboxEvent>> waves = new ArrayList<>();
        for (OutboxEvent row : rows) {
            int wave = seen.merge(row.aggregateId(), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(row);
        }
        return waves;
    }

    private Uni<Boolean> send(OutboxEvent row) {
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
                .withSource(URI.create(SOURCE))
                .withSubject(key)
                .withTimestamp(row.occurredAt().atZone(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .withDataSchema(URI.create("urn:tax-rollout:schema:" + row.type()))
                .build();
        return emitter.sendMessage(Message.of(row.data(), Metadata.of(record, cloudEvent)))
                .replaceWith(true)
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Event %s of %s not sent, its key waits: %s", row.eventId(), key, e.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }

    private double unpublished() {
        return QuarkusTransaction.requiringNew().call(() -> entities.createQuery(
                        "select count(*) from OutboxEvent where publishedAt is null", Long.class)
                .getSingleResult());
    }
}
