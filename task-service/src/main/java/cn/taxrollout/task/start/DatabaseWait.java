package cn.taxrollout.task.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Waits for PostgreSQL before anything is started that needs it, above all the migration of the schema. Meanwhile the management port
 * says that the process is alive and what it waits for, as the service itself does later. See the README, operating.
 */
class DatabaseWait {
    private static final Logger LOG = Logger.getLogger(DatabaseWait.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int CONNECT_SECONDS = 5;
    private static final String LIVE = """
            {"status": "UP", "checks": []}""";
    private static final String NOT_READY = """
            {"status": "DOWN", "checks": [
              {"name": "Database connections health check", "status": "DOWN", "data": {"waits for": "PostgreSQL"}}]}""";

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final InetSocketAddress management;

    private DatabaseWait(InetSocketAddress management) {
        this.management = management;
    }

    static DatabaseWait of(Config config) {
        var wait = new DatabaseWait(new InetSocketAddress(
                config.getOptionalValue("quarkus.management.host", String.class).orElse("0.0.0.0"),
                config.getValue("quarkus.management.port", int.class)));
        wait.database.setUrl(config.getValue("quarkus.datasource.jdbc.url", String.class));
        wait.database.setUser(config.getValue("quarkus.datasource.username", String.class));
        wait.database.setPassword(config.getValue("quarkus.datasource.password", String.class));
        wait.database.setLoginTimeout(CONNECT_SECONDS);
        return wait;
    }

    /** Returns once a connection was made. */
    void await() {
        String trouble = trouble();
        if (trouble == null) {
            return;
        }
        LOG.warnf("PostgreSQL isn't there yet, the start waits: %s", trouble);
        HttpServer health = announce();
        try {
            while (trouble() != null) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            LOG.info("PostgreSQL is there, the start goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for PostgreSQL", e);
        } finally {
            health.stop(0);
        }
    }

    /** Why no connection can be made, null if one can. */
    private String trouble() {
        try {
            database.getConnection().close();
            return null;
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    private HttpServer announce() {
        try {
            HttpServer server = HttpServer.create(management, 0);
            server.createContext("/q/health/live", exchange -> answer(exchange, 200, LIVE));
            server.createContext("/q/health", exchange -> answer(exchange, 503, NOT_READY));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the management port " + management, e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
