package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.Audience;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.template.NoticeTexts;
import cn.taxrollout.notification.template.Templates;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** Writes what is told of an event, and puts it into the inbox of everyone who is to be told. */
@ApplicationScoped
public class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    /** Any number, the same in every replica and unused by other advisory locks of this database. */
    private static final long WRITE_LOCK = 8_215_003;

    private final Session session;
    private final Templates templates;
    private final MeterRegistry metrics;

    Notices(Session session, Templates templates, MeterRegistry metrics) {
        this.session = session;
        this.templates = templates;
        this.metrics = metrics;
    }

    /**
     * Tells of an event within the running transaction; the number of statements doesn't depend on the number of people.
     *
     * @param eventId the event's own id; a second notice of the same event fails the transaction
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void write(UUID eventId, Instant occurredAt, TaskEvent event) {
        Audience audience = Audience.of(event, occurredAt);
        if (audience.isNobody()) {
            return;
        }
        NoticeTexts texts = templates.render(event);
        letNobodyOvertake();
        Object[] notice = insertNotice(eventId, occurredAt, event, audience, texts);
        int messages = insertMessages((UUID) notice[0], (Long) notice[1], audience);
        session.createNativeQuery("select 1 from pg_notify('inbox', '')", Integer.class)
                .getSingleResult();

        String type = audience.rule().type().label();
        metrics.counter("notification.messages.written", "type", type).increment(messages);
        if (messages == 0) {
            LOG.warnf("%s %s has no audience: nobody holds a seat in the groups it is for", type, eventId);
        }
    }

    /** From here to the commit one notice is written at a time, so that positions rise in the order of commit. */
    private void letNobodyOvertake() {
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
                .setParameter("lock", WRITE_LOCK)
                .getSingleResult();
    }

    private Object[] insertNotice(
            UUID eventId, Instant occurredAt, TaskEvent event, Audience audience, NoticeTexts texts) {
        return session.createNativeQuery("""
                        insert into notice (event_id, event_type, kind, acknowledgement_asked, plan_id, task_id, link,
                                            confidential, deliver_at, occurred_at, title_zh, body_zh, title_en, body_en)
                        values (:eventId, :eventType, :kind, :asked, :planId, :taskId, :link,
                                :confidential, clock_timestamp(), :occurredAt, :titleZh, :bodyZh, :titleEn, :bodyEn)
                        returning id, position
                        """, Object[].class)
                .setParameter("eventId", eventId)
                .setParameter("eventType", audience.rule().type().label())
                .setParameter("kind", audience.rule().kind().name())
                .setParameter("asked", audience.rule().acknowledgementAsked())
                .setParameter("planId", event.plan().id())
                .setParameter(
                        "taskId", event.task() == null ? null : event.task().id(), UUID.class)
                .setParameter("link", event.link())
                .setParameter("confidential", event.plan().confidential())
                .setParameter("occurredAt", occurredAt)
                .setParameter("titleZh", texts.chinese().title())
                .setParameter("bodyZh", texts.chinese().body())
                .setParameter("titleEn", texts.english().title())
                .setParameter("bodyEn", texts.english().body())
                .getSingleResult();
    }

    private int insertMessages(UUID noticeId, long position, Audience audience) {
        return audience.bind(session.createNativeMutationQuery("""
                        insert into inbox_message (notice_id, staff_id, position, kind, acknowledgement_asked)
                        select :notice, staff_id, :position, :kind, :asked from (%s) people
                        on conflict (notice_id, staff_id) do nothing
                        """.formatted(Audience.PEOPLE)))
                .setParameter("notice", noticeId)
                .setParameter("position", position)
                .setParameter("kind", audience.rule().kind().name())
                .setParameter("asked", audience.rule().acknowledgementAsked())
                .executeUpdate();
    }
}
