package cn.taxrollout.task.clock;

import cn.taxrollout.task.web.Refusal;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.hibernate.Session;

/**
 * The one source of time: the database's clock plus how far this installation runs ahead of it, which is nothing except for
 * demonstrations and tests. All replicas agree on it whatever their own clocks say. What the database says is fetched with every
 * sweep of the reminders, each second, and not with each change.
 */
@ApplicationScoped
public class BusinessClock {
    /** Before anything that asks for the time at start. */
    private static final int FIRST = 1;

    private static final String NOW =
            "select clock_timestamp() + ahead_seconds * interval '1 second' from business_clock";

    private final Session session;
    private final AgroalDataSource database;
    private final Clock machine = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    BusinessClock(Session session, AgroalDataSource database) {
        this.session = session;
        this.database = database;
    }

    /** The business time, as of the last comparison with the database. */
    public Instant now() {
        return machine.instant().plus(ahead);
    }

    /** The Chinese calendar date of the business time. */
    public LocalDate today() {
        return BusinessDay.of(now());
    }

    /** The business time, asked from the database. */
    public Instant fetch() {
        Instant before = machine.instant();
        Instant now = askDatabase();
        ahead = Duration.between(before, now);
        return now;
    }

    private Instant askDatabase() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(NOW);
                var row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException("business time not read", e);
        }
    }

    /**
     * Sets the clock, from where it runs on at its usual speed, also after a restart. As long as no document was imported, any
     * time will do; after that only a later one.
     *
     * @throws Refusal 409 if that would be backwards
     */
    public Instant moveTo(Instant target) {
        boolean moved = set(target);
        Instant now = fetch();
        if (!moved) {
            throw Refusal.conflict("clock-backwards", BusinessDay.inChina(now)).with("now", BusinessDay.inChina(now));
        }
        return now;
    }

    /** Lets the time pass up to a moment, which it may have passed by itself already. */
    public Instant passTo(Instant moment) {
        set(moment);
        return fetch();
    }

    private boolean set(Instant target) {
        int rows = QuarkusTransaction.requiringNew().call(() -> session.createNativeMutationQuery("""
                        update business_clock set ahead_seconds = extract(epoch from :target - clock_timestamp())
                        where :target >= clock_timestamp() + ahead_seconds * interval '1 second'
                           or not exists (select 1 from plan_import)
                        """)
                .setParameter("target", target)
                .executeUpdate());
        return rows > 0;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        fetch();
    }
}
