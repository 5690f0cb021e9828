package cn.taxrollout.deploy.e2e.abuse;

import cn.taxrollout.deploy.e2e.Sql;
import cn.taxrollout.deploy.local.LocalSuite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows each table of the services has. Whatever they do leaves a row: in the history, the outbox or the log of changes. */
record Rows(Map<String, Integer> byTable) {

    private static final List<String> DATABASES = List.of("org", "task", "notification");

    static Rows of(LocalSuite suite) {
        var rows = new TreeMap<String, Integer>();
        for (var database : DATABASES) {
            var tables = Sql.column(suite, database, """
                    select table_name from information_schema.tables
                    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1""");
            for (var table : tables) {
                rows.put(
                        database + "." + table,
                        Integer.valueOf(Sql.column(suite, database, "select count(*) from \"%s\"".formatted(table))
                                .get(0)));
            }
        }
        return new Rows(rows);
    }
}
