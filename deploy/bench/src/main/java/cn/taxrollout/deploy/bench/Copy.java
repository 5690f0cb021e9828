package cn.taxrollout.deploy.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
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

    void writeTo(Connection connection) throws SQLException, IOException {
        try (Reader text = new StringReader(rows.toString())) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " (" + columns + ") from stdin", text);
        }
    }
}
