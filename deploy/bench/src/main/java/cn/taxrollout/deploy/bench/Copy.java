package cn.taxrollout.deploy.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** Rows of one table, gathered and then written by {@code COPY}. */
final class Copy {
    private final String table;
    private final String columns;
    private final StringBuilder rows = new StringBuilder();

    Copy(String table, String... columns) {
        this.table = table;
        this.columns = String.join(", ", columns);
    }

    /** @param values in the order of the columns; they hold neither tabs, nor line ends, nor backslashes */
    void row(Object... values) {
        rows.append(Arrays.stream(values)
                        .map(value -> value == null ? "\\N" : value.toString())
                        .collect(Collectors.joining("\t")))
                .append('\n');
    }

    /** Columns that must have a value and were given none are empty, so that a new one that starts empty needs no change here. */
    void writeTo(Connection connection) throws SQLException, IOException {
        List<String> others = columnsWithoutValue(connection);
        try (var statement = connection.createStatement()) {
            for (String column : others) {
                statement.execute("alter table " + table + " alter " + column);
            }
        }
        copy(connection);
        try (var statement = connection.createStatement()) {
            for (String column : others) {
                statement.execute("alter table " + table + " alter " + column.replaceFirst(" .*", " drop default"));
            }
        }
    }

    /** @return each with the clause that lets it be empty */
    private List<String> columnsWithoutValue(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                select column_name || ' set default ' || case data_type
                           when 'boolean' then 'false' when 'ARRAY' then '''{}''' when 'text' then '''''' else '0' end
                from information_schema.columns
                where table_name = ? and is_nullable = 'NO' and column_default is null and is_identity = 'NO'
                  and column_name <> all (?)
                """)) {
            select.setString(1, table);
            select.setArray(2, connection.createArrayOf("text", columns.split(", ")));
            List<String> found = new ArrayList<>();
            try (var result = select.executeQuery()) {
                while (result.next()) {
                    found.add(result.getString(1));
                }
            }
            return found;
        }
    }

    private void copy(Connection connection) throws SQLException, IOException {
        try (Reader text = new StringReader(rows.toString())) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " (" + columns + ") from stdin", text);
        }
    }
}
