package cn.taxrollout.task.tasks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which tasks are meant: what follows {@code from} in SQL, piece by piece, with tasks as {@code t} and their plans as {@code p}. */
final class Selection {
    private static final Map<Class<?>, String> ARRAYS =
            Map.of(UUID[].class, "uuid", String[].class, "text", LocalDate[].class, "date");

    private final StringBuilder sql;
    private final List<Object> values = new ArrayList<>();

    Selection(String sql, Object... values) {
        this.sql = new StringBuilder(sql);
        this.values.addAll(List.of(values));
    }

    /** @param values for the question marks in it: numbers, texts, ids, days, and arrays of the last three */
    Selection and(String condition, Object... values) {
        return add(" and " + condition, values);
    }

    Selection add(String text, Object... values) {
        sql.append(text);
        this.values.addAll(List.of(values));
        return this;
    }

    String sql() {
        return sql.toString();
    }

    /** The statement around it, which has no values of its own. */
    PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value.getClass().isArray()) {
                Array array = connection.createArrayOf(ARRAYS.get(value.getClass()), (Object[]) value);
                prepared.setArray(i + 1, array);
            } else {
                prepared.setObject(i + 1, value);
            }
        }
        return prepared;
    }
}
