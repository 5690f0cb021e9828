package cn.taxrollout.org.messaging;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Watches how much waits in the outbox, and removes what was published long ago. Every replica does both. */
@ApplicationScoped
class OutboxUpkeep {
    private static final int BATCH = 5_000;

    /** Counts no further than that: more waiting events are as bad. Both read the index of unpublished rows alone. */
    private static final String WAITING = """
            select (select count(*) from (select 1 from outbox where published_at is null limit 100000) waiting),
                   (select occurred_at from outbox where published_at is null order by id limit 1)
            """;

    private static final String REMOVE = """
            delete from outbox where id in (
                select id from outbox where published_at < ? order by published_at limit %d for update skip locked)
            """.formatted(BATCH);

    private final AgroalDataSource database;
    private final OutboxSettings settings;
    private final Clock clock;
    private volatile double unpublished = Double.NaN;
    private volatile double oldestSeconds = Double.NaN;

    OutboxUpkeep(AgroalDataSource database, OutboxSettings settings, Clock clock, MeterRegistry metrics) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        metrics.gauge("outbox.unpublished", this, upkeep -> upkeep.unpublished);
        metrics.gauge("outbox.oldest.seconds", this, upkeep -> upkeep.oldestSeconds);
    }

    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(WAITING)) {
            result.next();
            var oldest = result.getObject(2, OffsetDateTime.class);
            unpublished = result.getLong(1);
            oldestSeconds = oldest == null
                    ? 0
                    : Math.max(
                            0,
                            Duration.between(oldest.toInstant(), clock.instant())
                                            .toMillis()
                                    / 1000.0);
        }
    }

    @Scheduled(
            every = "1h",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void removeOld() throws SQLException {
        var before = clock.instant().minus(settings.kept()).atOffset(ZoneOffset.UTC);
        try (var connection = database.getConnection();
                var remove = connection.prepareStatement(REMOVE)) {
            remove.setObject(1, before);
            while (remove.executeUpdate() == BATCH) {
                // the next batch
            }
        }
    }
}
