package cn.taxrollout.org.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Knows a failure that comes from a database which can't be reached, and answers with it where a request fails before it has come to
 * the resources and their mappers: who calls is looked up in the database as well.
 */
@Singleton
class UnavailableDatabase {
    static final int STATUS = 503;
    static final String CODE = "unavailable";
    /** About as long as PostgreSQL takes to start again. */
    static final int SECONDS_TO_WAIT = 5;

    private static final Logger LOG = Logger.getLogger(UnavailableDatabase.class);
    /** SQLSTATE of the class "connection exception". */
    private static final String CONNECTION = "08";
    /** PostgreSQL ends a session because it stops, after a crash of another session, or takes none before it has started. */
    private static final Set<String> STOPPED = Set.of("57P01", "57P02", "57P03");
    /** The pool, which gives no SQLSTATE when no connection became free or could be made in time. */
    private static final String POOL = "io.agroal.pool.ConnectionPool";
    /** The server's own handlers of failures come much later. */
    private static final int FIRST = -3;

    private final EarlyProblem problem;

    UnavailableDatabase(EarlyProblem problem) {
        this.problem = problem;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::answer);
    }

    private void answer(RoutingContext request) {
        Optional<SQLException> away = behind(request.failure());
        if (away.isEmpty() || request.response().headWritten()) {
            request.next();
            return;
        }
        log(away.get());
        request.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(SECONDS_TO_WAIT));
        problem.send(request, STATUS, CODE);
    }

    static void log(SQLException away) {
        LOG.warnf("A request was not answered, as the database is away: %s", away.getMessage());
    }

    /**
     * The reason of this failure if it is a database that can't be reached. Looks at what was suppressed, too, where transactions keep
     * why they were not committed.
     *
     * @param thrown null for a failure of which there is no more than a status
     */
    static Optional<SQLException> behind(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        if (thrown != null) {
            open.add(thrown);
        }
        while (!open.isEmpty()) {
            Throwable next = open.poll();
            if (next instanceof SQLException failed && isConnectionLost(failed)) {
                return Optional.of(failed);
            }
            if (seen.add(next)) {
                open.addAll(Arrays.asList(next.getSuppressed()));
                if (next.getCause() != null) {
                    open.add(next.getCause());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isConnectionLost(SQLException failed) {
        String state = failed.getSQLState();
        return state == null
                ? failed.getStackTrace().length > 0
                        && failed.getStackTrace()[0].getClassName().equals(POOL)
                : state.startsWith(CONNECTION) || STOPPED.contains(state);
    }
}
