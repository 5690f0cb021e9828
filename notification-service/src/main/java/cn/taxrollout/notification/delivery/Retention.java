package cn.taxrollout.notification.delivery;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** Deletes what was kept long enough, a little at a time. Every replica may do so at any time. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 1_000;
    /** In one go; the rest has time until the next hour. */
    private static final int MOST_BATCHES = 100;

    private static final String DELIVERIES = """
            delete from delivery where id in (
                select id from delivery d
                where settled_at < clock_timestamp() - make_interval(secs => :kept)
                  and not exists (select from delivery listed where listed.digest_id = d.id)
                limit :batch for update skip locked)
            """;
    private static final String MESSAGES = """
            delete from inbox_message where id in (
                select id from inbox_message
                where state <> 'UNREAD' and read_at < clock_timestamp() - make_interval(secs => :kept)
                  and (state = 'ACKNOWLEDGED' or not acknowledgement_asked)
                limit :batch for update skip locked)
            """;
    private static final String NOTICES = """
            delete from notice where id in (
                select id from notice n
                where written_at < clock_timestamp() - make_interval(secs => :kept) and deliver_at is null
                  and not exists (select from inbox_message where notice_id = n.id)
                  and not exists (select from message_addition where notice_id = n.id)
                limit :batch for update skip locked)
            """;
    private static final String PROCESSED_EVENTS = """
            delete from processed_event where event_id in (
                select event_id from processed_event
                where processed_at < clock_timestamp() - make_interval(secs => :kept)
                limit :batch for update skip locked)
            """;

    private final Session session;
    private final RetentionSettings settings;

    Retention(Session session, RetentionSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    @Scheduled(
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void purge() {
        purge("deliveries", DELIVERIES, settings.deliveries());
        purge("messages", MESSAGES, settings.readMessages());
        purge("notices", NOTICES, settings.readMessages());
        purge("processed events", PROCESSED_EVENTS, settings.processedEvents());
    }

    private void purge(String what, String statement, Duration kept) {
        long deleted = 0;
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            int now = QuarkusTransaction.requiringNew().call(() -> session.createNativeMutationQuery(statement)
                    .setParameter("kept", (double) kept.toSeconds())
                    .setParameter("batch", BATCH)
                    .executeUpdate());
            deleted += now;
            if (now < BATCH) {
                break;
            }
        }
        if (deleted > 0) {
            LOG.infof("%d %s deleted, which were kept for %s", deleted, what, kept);
        }
    }
}
