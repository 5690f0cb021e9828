package cn.taxrollout.org.directoryimport;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Shows how far the work on an import is. It is written beside the transaction that does the work, since nobody would see it
 * there before its end.
 */
@ApplicationScoped
class ImportProgress {
    private final AgroalDataSource database;

    ImportProgress(AgroalDataSource database) {
        this.database = database;
    }

    /** @return how often the work was begun, this time included */
    int begin(UUID importId) {
        return QuarkusTransaction.suspendingExisting().call(() -> {
            try (var connection = database.getConnection();
                    var statement = connection.prepareStatement(
                            "update directory_import set attempts = attempts + 1, stage = 'READING' where id = ? returning attempts")) {
                statement.setObject(1, importId);
                try (var result = statement.executeQuery()) {
                    result.next();
                    return result.getInt(1);
                }
            }
        });
    }

    void at(UUID importId, int done, int total) {
        QuarkusTransaction.suspendingExisting().run(() -> {
            try (var connection = database.getConnection();
                    var statement = connection.prepareStatement(
                            "update directory_import set stage = 'CHECKING', done = ?, total = ? where id = ?")) {
                statement.setInt(1, done);
                statement.setInt(2, total);
                statement.setObject(3, importId);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("progress of an import not written", e);
            }
        });
    }
}
