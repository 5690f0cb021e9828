package cn.taxrollout.task;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Sees every statement that Hibernate sends. */
@PersistenceUnitExtension
@ApplicationScoped
public class Statements implements StatementInspector {
    /** What every replica asks each second. */
    private static final List<String> OWN_JOBS =
            List.of("business_clock", "WorkingYear", "working_year", "reckoned_by <");

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @Override
    public String inspect(String sql) {
        SEEN.add(sql);
        return sql;
    }

    /** The statements sent while this ran, without those of the service's own jobs. */
    public static List<String> during(Runnable work) {
        SEEN.clear();
        work.run();
        return SEEN.stream()
                .filter(sql -> OWN_JOBS.stream().noneMatch(sql::contains))
                .toList();
    }
}
