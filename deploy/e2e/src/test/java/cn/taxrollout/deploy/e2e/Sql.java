package cn.taxrollout.deploy.e2e;

import cn.taxrollout.deploy.local.LocalSuite;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a service's database holds. */
final class Sql {

    private Sql() {}

    /** The rows of a query, each as its columns' texts. */
    static List<List<String>> rows(LocalSuite suite, String database, String query) {
        var access = suite.postgres().database(database);
        try (var connection = DriverManager.getConnection(access.jdbcUrl(), access.app(), access.appPassword());
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            var rows = new ArrayList<List<String>>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (var column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only column of a query. */
    static List<String> column(LocalSuite suite, String database, String query) {
        return rows(suite, database, query).stream().map(row -> row.get(0)).toList();
    }
}
