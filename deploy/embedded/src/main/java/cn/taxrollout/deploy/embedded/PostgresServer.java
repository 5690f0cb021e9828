package cn.taxrollout.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL 18 cluster with a database per service. Each database {@code x} has an owner role {@code x_owner}, which migrates the
 * schema, and a runtime role {@code x_app}, which may select, insert, update and delete in the owner's tables and use its sequences.
 *
 * <p>Durability settings are PostgreSQL's own: it survives {@link #kill()} without losing a commit. Passwords are generated, checked
 * (SCRAM) for every connection and kept with the data, readable by this user alone.
 */
public final class PostgresServer implements AutoCloseable {

    /** The services that have a database. */
    public static final List<String> SERVICES = List.of("org", "task", "notification");

    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** Attempts to start while backends of a killed server still hold its memory. */
    private static final int RECOVERY_ATTEMPTS = 100;

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "200",
            "timezone", "UTC",
            "log_timezone", "UTC",
            "log_line_prefix", "%m [%p] %u@%d ",
            "jit", "off");

    private final ChildProcess process;
    private final int port;
    private final Map<String, String> passwords;

    private PostgresServer(ChildProcess process, int port, Map<String, String> passwords) {
        this.process = process;
        this.port = port;
        this.passwords = passwords;
    }

    /** Starts a new cluster on a free port; its data is deleted when it ends. */
    public static PostgresServer startFresh(Path log) {
        return startFresh(0, log);
    }

    /**
     * As {@link #startFresh(Path)}.
     *
     * @param port 0 for a free one
     */
    public static PostgresServer startFresh(int port, Path log) {
        return start(Folders.scratch("postgres"), true, port, log);
    }

    /**
     * Starts the cluster whose data is in the folder, or a new one if the folder is missing or empty.
     *
     * @param port 0 for a free one
     * @throws IllegalStateException with the end of the log when the server doesn't start
     */
    public static PostgresServer start(Path data, int port, Path log) {
        return start(data.toAbsolutePath(), false, port, log);
    }

    private static PostgresServer start(Path data, boolean scratch, int requestedPort, Path log) {
        var bin = PostgresBinaries.folder().resolve("bin");
        var cluster = data.resolve("cluster");
        var passwords = Secrets.keptIn(data.resolve("passwords.properties"), roles());
        if (Files.notExists(cluster.resolve("PG_VERSION"))) {
            initialise(bin, cluster, passwords.get(SUPERUSER), scratch, log);
        }
        var port = FreePort.orFree(requestedPort);
        var description = ChildProcess.of(asOrdinaryUser(bin.resolve("postgres"), "-D", cluster, "-p", port))
                .log(log)
                .stopSignal("INT") // "fast": SIGTERM would wait for every client to leave
                .scratch(scratch ? data : null);
        var server = new PostgresServer(launch(description, port, passwords, RECOVERY_ATTEMPTS), port, passwords);
        try {
            server.createDatabases();
        } catch (SQLException e) {
            server.close();
            throw new IllegalStateException("cannot prepare the databases", e);
        }
        return server;
    }

    /** A service's database; the name is one of {@link #SERVICES}. */
    public Database database(String service) {
        if (!SERVICES.contains(service)) {
            throw new IllegalArgumentException("no database for " + service + ", only for " + SERVICES);
        }
        var owner = service + "_owner";
        var app = service + "_app";
        return new Database(url(port, service), owner, passwords.get(owner), app, passwords.get(app));
    }

    public int port() {
        return port;
    }

    /** The server's main process. */
    public ChildProcess process() {
        return process;
    }

    /** Ends the server as a crash would; start it again on the same data and port to recover. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private static void initialise(Path bin, Path cluster, String password, boolean scratch, Path log) {
        try {
            var passwordFile = Secrets.writePrivately(cluster.resolveSibling("initial"), password);
            var command = new ArrayList<>(asOrdinaryUser(
                    bin.resolve("initdb"),
                    "-D",
                    cluster,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8"));
            SETTINGS.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
            if (scratch) {
                command.add("--no-sync"); // speed: nobody reads this data after the machine has crashed
            }
            var initdb = ChildProcess.of(command).log(log).start();
            var status = initdb.finish();
            Files.delete(passwordFile);
            if (status != 0) {
                throw new IllegalStateException("initdb failed, " + log + ":\n" + initdb.tail());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChildProcess launch(
            ChildProcess.Description description, int port, Map<String, String> passwords, int attempts) {
        var process = description.start();
        try {
            Readiness.await("PostgreSQL", process, START_LIMIT, () -> superuser(port, passwords, SUPERUSER)
                    .close());
            return process;
        } catch (IllegalStateException e) {
            if (attempts > 1 && e.getMessage().contains("is still in use")) {
                return launch(description, port, passwords, attempts - 1);
            }
            throw e;
        }
    }

    private void createDatabases() throws SQLException {
        try (var connection = superuser(port, passwords, SUPERUSER)) {
            for (var service : SERVICES) {
                var database = database(service);
                for (var role : List.of(database.owner(), database.app())) {
                    if (isMissing(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                        execute(connection, "CREATE ROLE " + role + " LOGIN PASSWORD '" + passwords.get(role) + "'");
                    }
                }
                if (isMissing(connection, "SELECT 1 FROM pg_database WHERE datname = ?", service)) {
                    execute(connection, "CREATE DATABASE " + service + " OWNER " + database.owner());
                }
                grant(service, database.owner(), database.app());
            }
        }
    }

    private void grant(String service, String owner, String app) throws SQLException {
        try (var connection = superuser(port, passwords, service)) {
            for (var statement : List.of(
                    "REVOKE ALL ON DATABASE " + service + " FROM PUBLIC",
                    "GRANT CONNECT ON DATABASE " + service + " TO " + app,
                    "ALTER SCHEMA public OWNER TO " + owner,
                    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                    "GRANT USAGE ON SCHEMA public TO " + app,
                    "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "
                            + app,
                    "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " GRANT USAGE ON SEQUENCES TO " + app)) {
                execute(connection, statement);
            }
        }
    }

    private static List<String> roles() {
        return Stream.concat(
                        Stream.of(SUPERUSER),
                        SERVICES.stream().flatMap(service -> Stream.of(service + "_owner", service + "_app")))
                .toList();
    }

    private static boolean isMissing(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var found = statement.executeQuery()) {
                return !found.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection superuser(int port, Map<String, String> passwords, String database) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setUrl(url(port, database));
        return source.getConnection(SUPERUSER, passwords.get(SUPERUSER));
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own root is nobody. */
    private static List<String> asOrdinaryUser(Object... command) {
        var root = System.getProperty("user.name").equals("root") ? Stream.of("unshare", "-U") : Stream.<String>empty();
        return Stream.concat(root, Stream.of(command).map(Object::toString)).toList();
    }
}
