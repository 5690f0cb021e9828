package cn.taxrollout.notification.messaging;

import java.sql.SQLException;
import java.util.Set;

/** The database could not be reached or could not do it now; the same work may well succeed a little later. */
final class TransientFault extends RuntimeException {
    /**
     * The SQLState classes of what an event's own content can cause: data exception, constraint violation, an access rule or
     * syntax that a statement breaks, a limit. All others (connection, rollback by deadlock, resources, shutdown, a
     * database that takes no connections just now …) are the database's: parking every event that comes meanwhile would be
     * wrong.
     */
    private static final Set<String> OF_THE_EVENT = Set.of("22", "23", "42", "54");

    private static final String NO_PRIVILEGE = "42501";

    TransientFault(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether something in the chain of causes is a fault of this kind. */
    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isTransient(sql.getSQLState());
            }
        }
        return false;
    }

    /** @param state null for the pool's own failures, such as no connection in time */
    static boolean isTransient(String state) {
        return state == null
                || state.length() < 2
                || state.equals(NO_PRIVILEGE)
                || !OF_THE_EVENT.contains(state.substring(0, 2));
    }
}
