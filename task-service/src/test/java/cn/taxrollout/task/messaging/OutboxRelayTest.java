package cn.taxrollout.task.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ServiceTest
class OutboxRelayTest {
    private static final Instant AT = Instant.parse("2023-03-20T01:00:00Z");

    @Inject
    Outbox outbox;

    @Inject
    EntityManager entities;

    @Test
    void eventsOfOneAggregateArriveInOrderWithTheirCloudEventHeaders() {
        UUID aggregate = UUID.randomUUID();
        for (int i = 1; i <= 20; i++) {
            int sequence = i;
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.append(aggregate, sequence, "test.Counted.v1", AT, Map.of("version", sequence)));
        }
        var records = TaskTopic.await(20, record -> record.key().equals(aggregate.toString()));
        assertThat(records)
                .extracting(record -> record.value())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj("{\"version\":%d}"::formatted)
                        .toList());
        var first = records.get(0);
        assertThat(TaskTopic.header(first, "ce_specversion")).isEqualTo("1.0");
        assertThat(TaskTopic.header(first, "ce_type")).isEqualTo("test.Counted.v1");
        assertThat(TaskTopic.header(first, "ce_source")).isEqualTo("/task-service");
        assertThat(TaskTopic.header(first, "ce_subject")).isEqualTo(aggregate.toString());
        assertThat(TaskTopic.header(first, "ce_dataschema")).isEqualTo("urn:tax-rollout:schema:test.Counted.v1");
        assertThat(TaskTopic.header(first, "content-type")).isEqualTo("application/json");
        assertThat(Instant.parse(TaskTopic.header(first, "ce_time"))).isEqualTo(AT);
        assertThat(UUID.fromString(TaskTopic.header(first, "ce_id"))).isNotNull();
    }

    @Test
    void anEventOfARolledBackChangeIsNeverSent() {
        UUID aggregate = UUID.randomUUID();
        QuarkusTransaction.begin();
        outbox.append(aggregate, 1, "test.Counted.v1", AT, Map.of("version", 1));
        QuarkusTransaction.rollback();
        UUID later = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> outbox.append(later, 1, "test.Counted.v1", AT, Map.of()));
        TaskTopic.await(1, record -> record.key().equals(later.toString()));
        assertThat(rows(aggregate, false)).isZero();
    }

    /** As the revision of a plan with ten thousand tasks is. */
    @Test
    void anEventOfMoreThanTheBrokersUsualMebibyteArrives() {
        UUID aggregate = UUID.randomUUID();
        List<Map<String, String>> changes = IntStream.range(0, 10_000)
                .mapToObj(i -> Map.of(
                        "subject", "TASK",
                        "change", "CHANGED",
                        "title", "第" + i + "项任务：开展业务培训并报送情况",
                        "taskId", UUID.randomUUID().toString(),
                        "fields", "deadline.dueOn, deadline.kind, body, title, unitIds, jointRule, leadUnitId"))
                .toList();
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(aggregate, 1, "test.Counted.v1", AT, Map.of("changes", changes)));
        var records = TaskTopic.await(1, record -> record.key().equals(aggregate.toString()));
        assertThat(records.get(0).value().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(2_000_000);
    }

    @Test
    void anEventThatTheBrokerRefusesHoldsBackItsOwnKeyAlone() {
        UUID stuck = UUID.randomUUID();
        UUID free = UUID.randomUUID();
        String tooLarge = "x".repeat(20_000_000);
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.append(stuck, 1, "test.Counted.v1", AT, Map.of("version", tooLarge));
            outbox.append(stuck, 2, "test.Counted.v1", AT, Map.of("version", 2));
            outbox.append(free, 1, "test.Counted.v1", AT, Map.of("version", 1));
        });
        TaskTopic.await(1, record -> record.key().equals(free.toString()));
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(rows(free, true))
                .isZero());
        assertThat(rows(stuck, true)).isEqualTo(2);

        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update outbox set data = '{\"version\":1}' where aggregate_id = :id and aggregate_sequence = 1")
                .setParameter("id", stuck)
                .executeUpdate());
        assertThat(TaskTopic.await(2, record -> record.key().equals(stuck.toString())))
                .extracting(record -> record.value())
                .containsExactly("{\"version\":1}", "{\"version\":2}");
    }

    @Test
    void whatACrashedReplicaCommittedAndNeverSentIsSentByTheNextRelay() {
        UUID aggregate = UUID.randomUUID();
        // no wake-up goes with it, as after a crash between commit and publication
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("""
                        insert into outbox (event_id, aggregate_id, aggregate_sequence, type, data, occurred_at)
                        values (gen_random_uuid(), :id, 1, 'test.Counted.v1', '{}', now())
                        """)
                .setParameter("id", aggregate)
                .executeUpdate());

        TaskTopic.await(1, record -> record.key().equals(aggregate.toString()));
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(rows(aggregate, true))
                .isZero());
    }

    @Test
    void theCallersTraceGoesOnWithTheEvent() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(SamplePlan.before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        bureau.as("businessHead")
                .header("traceparent", trace)
                .post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business + "/receipt")
                .then()
                .statusCode(200);

        var records =
                TaskTopic.await(2, record -> record.key().equals(plan.taskId(1).toString()));
        assertThat(TaskTopic.header(records.get(0), "traceparent")).isNull();
        assertThat(TaskTopic.header(records.get(1), "traceparent")).isEqualTo(trace);
    }

    private long rows(UUID aggregate, boolean unpublished) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery("select count(*) from outbox where aggregate_id = :id"
                                        + (unpublished ? " and published_at is null" : ""))
                                .setParameter("id", aggregate)
                                .getSingleResult())
                        .longValue());
    }
}
