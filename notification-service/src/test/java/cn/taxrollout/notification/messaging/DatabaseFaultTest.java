package cn.taxrollout.notification.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events wait for the database, are parked by none of its faults, and are applied once when it is back. */
@ServiceTest
class DatabaseFaultTest {
    private static final long WRITE_LOCK = 8_215_003;

    @Inject
    CopiedDirectory copied;

    @Inject
    ParkedEvents parked;

    private final Database database = ServiceParts.database("notification");
    private final Organisation organisation = new Organisation();
    private UUID group;
    private UUID member;

    @BeforeEach
    void aGroup() {
        group = organisation.unit("综合组", "WORKING_GROUP", null);
        member = organisation.member(group);
        copied.take(organisation);
    }

    @Test
    void whenTheDatabaseIsAwayForAWhileNothingIsLostOrTwice() throws SQLException {
        UUID task = Organisation.id();
        try (Connection app = DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
                Connection owner = elsewhere(app.getCatalog())) {
            String name = app.getCatalog();
            execute(owner, "alter database " + name + " allow_connections false");
            try {
                execute(
                        app,
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where usename = current_user and pid <> pg_backend_pid()");
                Topics.publish(task, Organisation.id(), "TaskOpened", TaskData.ofTask(task, List.of(group)));
                Topics.publish(task, Organisation.id(), "TaskCompleted", TaskData.ofTask(task, List.of(group)));
                await().during(Duration.ofSeconds(2)).until(() -> messages(app) == 0);
            } finally {
                execute(owner, "alter database " + name + " allow_connections true");
            }
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Inboxes.events(organisation, member))
                .containsExactly("TaskCompleted", "TaskOpened"));
        assertNothingIsParked(task);
    }

    @Test
    void aSessionThatIsEndedInTheMidstOfAnEventIsNoReasonToParkIt() throws SQLException {
        UUID task = Organisation.id();
        try (Connection other =
                DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword())) {
            execute(other, "select pg_advisory_lock(" + WRITE_LOCK + ")");
            Topics.publish(task, Organisation.id(), "TaskOpened", TaskData.ofTask(task, List.of(group)));
            await().untilAsserted(() -> assertThat(endWaiting(other)).isPositive());
        }
        await().untilAsserted(
                        () -> assertThat(Inboxes.events(organisation, member)).containsExactly("TaskOpened"));
        assertNothingIsParked(task);
    }

    /** The owner, connected to another database: from within nobody can close one. */
    private Connection elsewhere(String name) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl().replace("/" + name, "/postgres"), database.owner(), database.ownerPassword());
    }

    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "40P01, true",
        "40001, true",
        "53300, true",
        "57P01, true",
        "55000, true",
        "28P01, true",
        "3D000, true",
        "58030, true",
        "25006, true",
        "42501, true",
        ", true",
        "23514, false",
        "23505, false",
        "22001, false",
        "42804, false",
        "54000, false"
    })
    void onlyWhatTheEventItselfCausesIsNoReasonToWait(String state, boolean waits) {
        assertThat(TransientFault.isBehind(new IllegalStateException(new SQLException("fault", state))))
                .isEqualTo(waits);
    }

    private void assertNothingIsParked(UUID key) {
        assertThat(parked.waiting(key.toString())).isZero();
    }

    private int messages(Connection connection) throws SQLException {
        return number(connection, "select count(*) from inbox_message where staff_id = '" + member + "'");
    }

    /** Ends the sessions that wait for a lock. */
    private static int endWaiting(Connection connection) throws SQLException {
        return number(
                connection,
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and wait_event = 'advisory' and usename = current_user");
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
