package cn.taxrollout.org;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class BusinessTimeTest {
    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @ValueSource(ints = {-10, 0, 10})
    void replicaGoesByTheDatabasesClockHoweverFarItsOwnIsOff(int minutes) throws SQLException {
        var time = new BusinessTime(database, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));

        time.compare();

        assertThat(time.clock().instant()).isCloseTo(ofDatabase(), within(5, SECONDS));
    }

    private Instant ofDatabase() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
