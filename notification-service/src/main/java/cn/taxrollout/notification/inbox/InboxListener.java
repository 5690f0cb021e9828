package cn.taxrollout.notification.inbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGProperty;

/**
 * Hears from the database that some replica has written messages. A call that gets lost with its connection costs delay and
 * no message: {@link LiveInbox} looks at what is new, after every reconnection and every few seconds unasked. The
 * connection is its own, as one that listens can't go back to the pool.
 */
@ApplicationScoped
class InboxListener {
    private static final Logger LOG = Logger.getLogger(InboxListener.class);
    private static final int WAIT_MILLIS = 1_000;
    private static final int WAITS_UNTIL_UNASKED = 10;
    private static final int VALID_WITHIN_SECONDS = 5;

    private final String url;
    private final Properties connecting = new Properties();
    private final LiveInbox live;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Thread thread;

    InboxListener(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String username,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            LiveInbox live) {
        this.url = url;
        PGProperty.USER.set(connecting, username);
        PGProperty.PASSWORD.set(connecting, password);
        PGProperty.APPLICATION_NAME.set(connecting, "inbox-listener");
        this.live = live;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "inbox-listener");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        thread.join(2 * WAIT_MILLIS);
    }

    private void run() {
        try {
            do {
                listen();
            } while (!stopped.await(WAIT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens until the connection fails or the service stops. */
    private void listen() {
        try (Connection connection = DriverManager.getConnection(url, connecting);
                Statement statement = connection.createStatement()) {
            statement.execute("listen inbox");
            live.serve();
            int waits = 0;
            while (stopped.getCount() > 0) {
                PGNotification[] calls = connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
                if (calls != null && calls.length > 0) {
                    live.serve();
                } else if (++waits % WAITS_UNTIL_UNASKED == 0) {
                    if (!connection.isValid(VALID_WITHIN_SECONDS)) {
                        throw new SQLException("the listening connection is dead");
                    }
                    live.serve();
                }
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Live messages wait for the database: %s", e.getMessage());
        }
    }
}
