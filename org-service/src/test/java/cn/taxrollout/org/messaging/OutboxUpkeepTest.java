package cn.taxrollout.org.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.org.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ServiceTest
class OutboxUpkeepTest {
    @Inject
    Outbox outbox;

    @Inject
    OutboxUpkeep upkeep;

    @Inject
    MeterRegistry metrics;

    @Inject
    EntityManager entities;

    private final UUID aggregate = UUID.randomUUID();

    @Test
    void whatWasPublishedLongAgoIsRemovedAndWhatWaitsIsNot() throws SQLException {
        append(1, "sent long ago");
        append(2, "sent lately");
        append(3, "x".repeat(2_000_000));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> rows("published_at is not null") == 2);
        update("published_at = published_at - interval '8 days'", 1);
        update("published_at = published_at - interval '6 days'", 2);
        update("occurred_at = occurred_at - interval '8 days'", 3);

        upkeep.removeOld();
        assertThat(rows("aggregate_sequence = 1")).isZero();
        assertThat(rows("aggregate_sequence in (2, 3)")).isEqualTo(2);

        upkeep.look();
        assertThat(metrics.get("outbox.unpublished").gauge().value()).isPositive();
        assertThat(metrics.get("outbox.oldest.seconds").gauge().value()).isBetween(8 * 86_400.0, 8 * 86_400 + 600.0);
        update("data = '{}'", 3);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> rows("published_at is null") == 0);
        upkeep.look();
        assertThat(metrics.get("outbox.oldest.seconds").gauge().value()).isZero();
    }

    private void append(int sequence, String data) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(aggregate, sequence, "test.Counted.v1", Map.of("data", data)));
    }

    private void update(String what, int sequence) {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update outbox set " + what + " where aggregate_id = :id and aggregate_sequence = :seq")
                .setParameter("id", aggregate)
                .setParameter("seq", sequence)
                .executeUpdate());
    }

    private long rows(String which) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (Long)
                        entities.createNativeQuery("select count(*) from outbox where aggregate_id = :id and " + which)
                                .setParameter("id", aggregate)
                                .getSingleResult());
    }
}
