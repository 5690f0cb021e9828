package cn.taxrollout.task.deadline;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The years that were sent, all versions of each. */
@ApplicationScoped
class WorkingYears implements PanacheRepositoryBase<WorkingYearVersion, Long> {

    private final AgroalDataSource database;

    WorkingYears(AgroalDataSource database) {
        this.database = database;
    }

    /** How often any year was sent; asked every second. */
    long changes() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from working_year");
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("working years not counted", e);
        }
    }

    /** The last version of each year. */
    List<WorkingYearVersion> latest() {
        return list("from WorkingYearVersion v where v.version = "
                + "(select max(o.version) from WorkingYearVersion o where o.year = v.year)");
    }

    /** The version of each year that was the last one before a moment. */
    List<WorkingYearVersion> latest(Instant before) {
        return list(
                "from WorkingYearVersion v where v.version = "
                        + "(select max(o.version) from WorkingYearVersion o where o.year = v.year and o.at < ?1)",
                before);
    }

    Optional<WorkingYearVersion> latest(int year) {
        return versions(year, Integer.MAX_VALUE, 1).stream().findFirst();
    }

    /** Versions of a year below one, the last first. */
    List<WorkingYearVersion> versions(int year, int below, int limit) {
        return find("year = ?1 and version < ?2 order by version desc", year, below)
                .page(Page.ofSize(limit))
                .list();
    }

    /** Waits until nobody else changes a year: revisions are counted and may not overtake each other. */
    void lock() {
        getEntityManager()
                .createNativeQuery("lock table working_year in share row exclusive mode")
                .executeUpdate();
    }
}
