package cn.taxrollout.task.clock;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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

    private final Session session;
    private final Clock machine = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    BusinessClock(Session session) {
        this.session = session;
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
        Instant now = QuarkusTransaction.joiningExisting().call(() -> session.createNativeQuery(
                        "select clock_timestamp() + ahead_seconds * interval '1 second' from business_clock",
                        Instant.class)
                .getSingleResult());
        ahead = Duration.between(before, now);
        return now;
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
