package cn.taxrollout.notification;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceParts;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the database from outside of the service. */
public final class Rows {
    private Rows() {}

    /** The first column of what a query finds. */
    public static List<Object> of(String query, Object... parameters) {
        Database database = ServiceParts.database("notification");
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
                var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Object> found = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes rows, as another replica would. */
    public static void change(String statement, Object... parameters) {
        Database database = ServiceParts.database("notification");
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
                var change = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                change.setObject(i + 1, parameters[i]);
            }
            change.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
