package cn.taxrollout.org.search;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Gives the names that were written before V4_1 their search keys. */
public class V4_2__KeysOfNames extends BaseJavaMigration {
    private static final int BATCH = 1_000;

    @Override
    public void migrate(Context context) throws SQLException {
        Connection database = context.getConnection();
        rewrite(
                database,
                "select id, name from staff_member",
                "update staff_member set search_keys = ? where id = ? and name = ?");
        rewrite(
                database,
                "select unit_id, name from unit_period",
                "update unit_period set search_keys = ? where unit_id = ? and name = ?");
    }

    private static void rewrite(Connection database, String read, String write) throws SQLException {
        try (var names = database.createStatement();
                var update = database.prepareStatement(write)) {
            names.setFetchSize(BATCH);
            int waiting = 0;
            try (var row = names.executeQuery(read)) {
                while (row.next()) {
                    String name = row.getString(2);
                    update.setArray(
                            1,
                            database.createArrayOf("text", SearchKeys.of(name).toArray()));
                    update.setObject(2, row.getObject(1));
                    update.setString(3, name);
                    update.addBatch();
                    if (++waiting % BATCH == 0) {
                        update.executeBatch();
                    }
                }
            }
            update.executeBatch();
        }
    }
}
