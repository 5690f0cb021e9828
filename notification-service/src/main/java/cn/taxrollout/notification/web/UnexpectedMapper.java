package cn.taxrollout.notification.web;

import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Writes everything else as problem. Where the database says that somebody else was faster, that a text can't be stored, or can't be
 * reached, the caller is told; the rest is this service's own failure, of which the log tells everything and the caller nothing.
 */
class UnexpectedMapper {
    private static final Logger LOG = Logger.getLogger(UnexpectedMapper.class);
    /** Unique and exclusion constraints, serialization failures and deadlocks. */
    private static final Set<String> SOMEBODY_WAS_FASTER = Set.of("23505", "23P01", "40001", "40P01");
    /** Characters that PostgreSQL doesn't store, above all U+0000. */
    private static final Set<String> TEXT_NOT_STORABLE = Set.of("22021", "22P05");

    @ServerExceptionMapper
    public Response unexpected(Throwable thrown, HttpHeaders headers) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException) {
                return changedMeanwhile(headers);
            }
            if (cause instanceof SQLException refused && says(refused, SOMEBODY_WAS_FASTER)) {
                LOG.warnf("The database refused a change that ran into another one: %s", refused.getMessage());
                return changedMeanwhile(headers);
            }
            if (cause instanceof SQLException refused && says(refused, TEXT_NOT_STORABLE)) {
                return Problem.response(headers, 400, "text-not-storable").build();
            }
        }
        if (thrown instanceof IOException && isFromReadingTheRequest(thrown)) {
            return Problem.response(headers, 400, "request-unreadable").build();
        }
        Optional<SQLException> away = UnavailableDatabase.behind(thrown);
        if (away.isPresent()) {
            UnavailableDatabase.log(away.get());
            return Problem.response(headers, UnavailableDatabase.STATUS, UnavailableDatabase.CODE)
                    .header(HttpHeaders.RETRY_AFTER, UnavailableDatabase.SECONDS_TO_WAIT)
                    .build();
        }
        LOG.error("A request failed", thrown);
        return Problem.response(headers, 500, "internal-error").build();
    }

    /** What comes from the pool of connections has no state. */
    private static boolean says(SQLException refused, Set<String> states) {
        return refused.getSQLState() != null && states.contains(refused.getSQLState());
    }

    /** A body that ends before its end, for which the framework has no exception of its own. */
    private static boolean isFromReadingTheRequest(Throwable thrown) {
        return thrown.getStackTrace().length > 0
                && thrown.getStackTrace()[0].getClassName().startsWith("org.jboss.resteasy.reactive.server.");
    }

    private static Response changedMeanwhile(HttpHeaders headers) {
        int status = headers.getHeaderString(HttpHeaders.IF_MATCH) == null ? 409 : 412;
        return Problem.response(headers, status, "changed-meanwhile").build();
    }
}
