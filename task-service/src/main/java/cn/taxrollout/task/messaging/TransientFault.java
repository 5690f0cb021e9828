package cn.taxrollout.task.messaging;

import java.sql.SQLException;
import java.util.Set;

/** The database could not be reached or could not do it now; the same work may well succeed a little later. */
final class TransientFault extends RuntimeException {
    /** SQLState classes: connection, transaction rolled back (serialisation, deadlock), resources, operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");

    TransientFault(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether something in the chain of causes is a fault of this kind. */
    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isTransient(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTransient(SQLException sql) {
        String state = sql.getSQLState();
        // The pool's own failures (no connection in time) come without a state.
        return state == null || state.length() >= 2 && CLASSES.contains(state.substring(0, 2));
    }
}
