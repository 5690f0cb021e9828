package cn.taxrollout.deploy.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import cn.taxrollout.deploy.local.RunningSuite;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a service's database holds. */
public final class Sql {

    private Sql() {}

    /** The rows of a query, each as its columns' texts. */
    public static List<List<String>> rows(RunningSuite suite, String database, String query) {
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
    public static List<String> column(RunningSuite suite, String database, String query) {
        return rows(suite, database, query).stream().map(row -> row.get(0)).toList();
    }

    /** Does what the service itself may do to its rows. */
    public static void change(RunningSuite suite, String database, String statement) {
        var access = suite.postgres().database(database);
        change(access.jdbcUrl(), access.app(), access.appPassword(), statement);
    }

    /** Does what only the owner of the schema may do, such as adding a trigger. */
    public static void changeAsOwner(RunningSuite suite, String database, String statement) {
        var access = suite.postgres().database(database);
        change(access.jdbcUrl(), access.owner(), access.ownerPassword(), statement);
    }

    private static void change(String url, String user, String password, String statement) {
        try (var connection = DriverManager.getConnection(url, user, password);
                var change = connection.createStatement()) {
            change.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Per event the staff numbers of those who have a message of it, alone or with others; who had two would be there twice. */
    public static Map<String, List<String>> told(RunningSuite suite) {
        return rows(suite, "notification", """
                        select n.event_id, s.staff_no
                        from (select notice_id, staff_id from inbox_message
                              union all
                              select a.notice_id, m.staff_id
                              from message_addition a join inbox_message m on m.id = a.message_id) told
                        join notice n on n.id = told.notice_id join directory_staff_member s on s.id = told.staff_id
                        order by s.staff_no""").stream()
                .collect(groupingBy(row -> row.get(0), mapping(row -> row.get(1), toList())));
    }
}
