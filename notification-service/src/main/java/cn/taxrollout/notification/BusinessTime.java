package cn.taxrollout.notification;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.hibernate.Session;

/** The one source of time: the database's clock, so that replicas agree whatever their own clocks show. */
@ApplicationScoped
class BusinessTime {
    @Produces
    @ApplicationScoped
    Clock clock(Session session) {
        return new DatabaseClock(session, ZoneId.of("Asia/Shanghai"));
    }

    private static final class DatabaseClock extends Clock {
        private final Session session;
        private final ZoneId zone;

        private DatabaseClock(Session session, ZoneId zone) {
            this.session = session;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new DatabaseClock(session, other);
        }

        @Override
        public Instant instant() {
            return QuarkusTransaction.joiningExisting()
                    .call(() -> session.createNativeQuery("select clock_timestamp()", Instant.class)
                            .getSingleResult());
        }
    }
}
