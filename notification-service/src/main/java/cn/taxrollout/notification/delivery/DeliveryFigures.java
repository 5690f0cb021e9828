package cn.taxrollout.notification.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.hibernate.Session;

/** What operators watch, read when it is asked for: what waits, since when, and what is uncertain. */
@ApplicationScoped
class DeliveryFigures {
    private final Session session;
    private final MeterRegistry metrics;

    DeliveryFigures(Session session, MeterRegistry metrics) {
        this.session = session;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        metrics.gauge("notification.deliveries.due", this, DeliveryFigures::due);
        metrics.gauge("notification.deliveries.oldest.seconds", this, DeliveryFigures::oldest);
        metrics.gauge("notification.deliveries.uncertain", this, DeliveryFigures::uncertain);
    }

    private double due() {
        return figure(
                "select count(*) from delivery where state in ('PENDING', 'FAILED') and due_at <= clock_timestamp()");
    }

    /** How long the one that could have been sent first has been waiting. */
    private double oldest() {
        return figure("""
                select coalesce(extract(epoch from clock_timestamp() - min(due_since)), 0) from delivery
                where state in ('PENDING', 'FAILED') and due_at <= clock_timestamp()
                """);
    }

    private double uncertain() {
        return figure("select count(*) from delivery where state = 'UNCERTAIN'");
    }

    private double figure(String sql) {
        try {
            return QuarkusTransaction.requiringNew()
                    .call(() -> session.createNativeQuery(sql, Number.class).getSingleResult())
                    .doubleValue();
        } catch (RuntimeException databaseAway) {
            return Double.NaN;
        }
    }
}
