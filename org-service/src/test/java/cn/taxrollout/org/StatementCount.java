package cn.taxrollout.org;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts the statements of a thread; what the service does meanwhile on other threads doesn't count. */
@PersistenceUnitExtension
public class StatementCount implements StatementInspector {
    private static final ThreadLocal<Integer> STATEMENTS = ThreadLocal.withInitial(() -> 0);

    @Override
    public String inspect(String sql) {
        STATEMENTS.set(STATEMENTS.get() + 1);
        return sql;
    }

    /** How many statements the work takes on this thread; a batch of the same is one. */
    public static int of(Runnable work) {
        int before = STATEMENTS.get();
        work.run();
        return STATEMENTS.get() - before;
    }
}
