package cn.taxrollout.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    private static final Path LOG = Path.of("target/embedded/postgres-test.log");

    @TempDir
    Path data;

    @Test
    void rolesMayDoWhatTheyAreForAndNoMore() throws SQLException {
        try (var server = PostgresServer.start(data, 0, LOG)) {
            var task = server.database("task");
            run(owner(task), "CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, code bigserial, name text)");

            run(app(task), "INSERT INTO thing (name) VALUES ('a')");
            run(app(task), "UPDATE thing SET name = 'b'");
            run(app(task), "DELETE FROM thing WHERE name = 'b'");

            assertRefused(app(task), "CREATE TABLE other (id int)", "42501");
            assertRefused(app(task), "CREATE SCHEMA other", "42501");
            assertRefused(app(task), "ALTER TABLE thing ADD COLUMN more text", "42501");
            assertRefused(app(task), "TRUNCATE thing", "42501");
            assertRefused(app(task), "DROP TABLE thing", "42501");
            var org = server.database("org");
            assertThatThrownBy(() -> DriverManager.getConnection(task.jdbcUrl(), org.app(), org.appPassword()))
                    .hasMessageContaining("permission denied for database");
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        try (var server = PostgresServer.start(data, 0, LOG)) {
            var task = server.database("task");
            assertThatThrownBy(() -> DriverManager.getConnection(task.jdbcUrl(), task.app(), "wrong"))
                    .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                            .isEqualTo("28P01"));
            assertThatThrownBy(() -> DriverManager.getConnection(task.jdbcUrl(), "postgres", ""))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void committedRowsAndPasswordsOutliveACrash() throws Exception {
        var server = PostgresServer.start(data, 0, LOG);
        var before = server.database("org");
        run(owner(before), "CREATE TABLE thing (id int)");
        var client = app(before);
        client.createStatement().execute("INSERT INTO thing VALUES (7)");
        server.kill();
        assertThat(server.process().isAlive()).isFalse();

        try (var again = PostgresServer.start(data, server.port(), LOG)) {
            assertThat(again.database("org")).isEqualTo(before);
            try (var connection = app(before);
                    var rows = connection.createStatement().executeQuery("SELECT id FROM thing")) {
                assertThat(rows.next()).isTrue();
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("passwords.properties"))))
                .isEqualTo("rw-------");
    }

    private static void assertRefused(Connection connection, String sql, String state) {
        assertThatThrownBy(() -> run(connection, sql))
                .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                        .isEqualTo(state));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection owner(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword());
    }

    private static Connection app(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
    }
}
