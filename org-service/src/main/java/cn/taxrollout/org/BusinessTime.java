package cn.taxrollout.org;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * The one source of time: the database's clock, so that replicas agree whatever their own clocks show; calendar dates are those of
 * China. Each replica compares its own clock with the database's every few seconds and adds the difference in between, so a change
 * needs no statement for the time.
 */
@ApplicationScoped
class BusinessTime {
    /** Before anything that asks for the time at start. */
    private static final int FIRST = 1;

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final AgroalDataSource database;
    private final Clock machine;
    private volatile Duration ahead = Duration.ZERO;

    @Inject
    BusinessTime(AgroalDataSource database) {
        this(database, Clock.systemUTC());
    }

    /** @param machine whatever it shows, as long as it runs at the usual speed */
    BusinessTime(AgroalDataSource database, Clock machine) {
        this.database = database;
        this.machine = machine;
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return new Compared(CHINA);
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) throws SQLException {
        compare();
    }

    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void compare() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            Instant before = machine.instant();
            try (var row = statement.executeQuery("select clock_timestamp()")) {
                row.next();
                ahead = Duration.between(
                        before, row.getObject(1, OffsetDateTime.class).toInstant());
            }
        }
    }

    /** The machine's clock and what was missing of the database's at the last comparison. */
    private final class Compared extends Clock {
        private final ZoneId zone;

        private Compared(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Compared(other);
        }

        @Override
        public Instant instant() {
            return machine.instant().plus(ahead);
        }
    }
}
