package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.Audience;
import cn.taxrollout.notification.audience.AudienceRule;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.template.Templates;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** Writes what is told, and puts it into the inbox of everyone who is to be told. */
@ApplicationScoped
public class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    /** Any number, the same in every replica and unused by other advisory locks of this database. */
    private static final long WRITE_LOCK = 8_215_003;

    /**
     * Puts a notice into the inboxes. Where a person has a message on the same task for the same day already, it is added to that
     * one, which comes to the top and is unread again.
     */
    private static final String MESSAGES = """
            with audience as materialized (%s
            ), message (id, staff_id, added) as (
                insert into inbox_message (notice_id, staff_id, position, kind, acknowledgement_asked, reasons,
                                           reminder_task_id, reminder_day)
                select :notice, staff_id, :position, :kind, :asked, reasons, :reminderTask, :reminderDay from audience where told
                on conflict (staff_id, reminder_task_id, reminder_day) where reminder_day is not null do update
                set position = excluded.position,
                    kind = case when excluded.kind = 'URGENT' then 'URGENT' else inbox_message.kind end,
                    acknowledgement_asked = inbox_message.acknowledgement_asked or excluded.acknowledgement_asked,
                    additions = inbox_message.additions + 1,
                    state = 'UNREAD', read_at = null, acknowledged_at = null
                returning new.id, new.staff_id, old.id is not null
            ), addition as (
                insert into message_addition (message_id, notice_id, reasons)
                select message.id, :notice, audience.reasons from message join audience using (staff_id) where message.added
            ), others as (
                insert into left_out (notice_id, staff_id, reasons)
                select :notice, staff_id, reasons from audience where not told
            )
            select count(*) as people, array_agg(id) filter (where added) as extended from message
            """.formatted(Audience.PEOPLE);

    private final Session session;
    private final Templates templates;
    private final Duration mergeWindow;
    private final Event<Retelling> retellings;
    private final Event<AcknowledgementAsked> asked;
    private final MeterRegistry metrics;

    Notices(
            Session session,
            Templates templates,
            TellingSettings settings,
            Event<Retelling> retellings,
            Event<AcknowledgementAsked> asked,
            MeterRegistry metrics) {
        this.session = session;
        this.templates = templates;
        this.mergeWindow = settings.mergeWindow();
        this.retellings = retellings;
        this.asked = asked;
        this.metrics = metrics;
    }

    /** @param people how many have it in their inboxes now */
    public record Told(UUID noticeId, int people) {}

    /**
     * An event of which is to be told.
     *
     * @param id the event's own; a second notice of the same event fails the transaction
     */
    public record Occurrence(UUID id, Instant at, TaskEvent event) {}

    /**
     * Tells of events, in their order, within the running transaction.
     *
     * @throws cn.taxrollout.notification.directory.Directory.UnitUnknown if an event names a unit that the copy doesn't hold
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void write(List<Occurrence> occurrences) {
        List<Occurrence> told = occurrences.stream()
                .filter(occurrence ->
                        !AudienceRule.of(occurrence.event()).groups().isEmpty())
                .toList();
        if (told.isEmpty()) {
            return;
        }
        Map<UUID, String> units =
                templates.mentionedUnits(told.stream().map(Occurrence::event).toList());
        List<NewNotice> notices =
                told.stream().map(occurrence -> notice(occurrence, units)).toList();
        letNobodyOvertake();
        notices.forEach(this::tell);
        callListeners();
    }

    private NewNotice notice(Occurrence occurrence, Map<UUID, String> units) {
        TaskEvent event = occurrence.event();
        AudienceRule rule = AudienceRule.of(event);
        UUID taskId = event.task() == null ? null : event.task().id();
        return new NewNotice(
                occurrence.id(),
                NewNotice.Source.EVENT,
                null,
                TaskEventType.of(event).label(),
                rule,
                rule.kind(),
                rule.acknowledgementAsked(),
                new NewNotice.Subject(
                        event.plan().id(), taskId, event.link(), event.plan().confidential()),
                occurrence.at(),
                Audience.of(rule, event.unitIds(), occurrence.at()),
                templates.render(event, units));
    }

    /**
     * Tells within the running transaction; the number of statements doesn't depend on the number of people. A second notice with
     * the same id fails the transaction.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Told write(NewNotice notice) {
        letNobodyOvertake();
        Told told = tell(notice);
        callListeners();
        return told;
    }

    private Told tell(NewNotice notice) {
        Object[] written = insertNotice(notice);
        UUID noticeId = (UUID) written[0];
        Object[] told = insertMessages(noticeId, (Long) written[1], notice);
        int people = ((Number) told[0]).intValue();
        UUID[] extended = (UUID[]) told[1];
        if (extended != null) {
            deliverAdditions(extended, notice.kind());
        }
        if (notice.acknowledgementAsked() && people > 0) {
            asked.fire(new AcknowledgementAsked(noticeId, notice.kind()));
        }
        metrics.counter("notification.messages.written", "type", notice.label()).increment(people);
        if (people == 0) {
            LOG.warnf(
                    "%s %s has no audience: nobody holds a seat in the groups it is for", notice.label(), notice.id());
        }
        return new Told(noticeId, people);
    }

    /** The call goes out with the commit, to every replica. */
    private void callListeners() {
        session.createNativeQuery("select 1 from pg_notify('inbox', '')", Integer.class)
                .getSingleResult();
    }

    /**
     * From here to the commit one transaction writes notices at a time, so that positions rise in the order of commit. Within it nothing is
     * planned that was planned before: the plan of {@link #MESSAGES} is the same for all audiences and takes longer to make than to carry
     * out for a few people.
     */
    private void letNobodyOvertake() {
        session.createNativeQuery(
                        "select set_config('plan_cache_mode', 'force_generic_plan', true) from pg_advisory_xact_lock(:lock)",
                        String.class)
                .setParameter("lock", WRITE_LOCK)
                .getSingleResult();
    }

    private Object[] insertNotice(NewNotice notice) {
        Duration wait = notice.kind() == MessageKind.REMINDER ? mergeWindow : Duration.ZERO;
        return session.createNativeQuery("""
                        insert into notice (event_id, source, author, event_type, rule, kind, acknowledgement_asked,
                                            plan_id, task_id, link, confidential, occurred_at, audience_day, deliver_at,
                                            title_zh, body_zh, title_en, body_en)
                        values (:id, :source, :author, :label, :rule, :kind, :asked,
                                :planId, :taskId, :link, :confidential, :occurredAt, :day,
                                clock_timestamp() + make_interval(secs => :wait),
                                :titleZh, :bodyZh, :titleEn, :bodyEn)
                        returning id, position
                        """, Object[].class)
                .setParameter("id", notice.id())
                .setParameter("source", notice.source().name())
                .setParameter("author", notice.author(), String.class)
                .setParameter("label", notice.label())
                .setParameter(
                        "rule", notice.rule() == null ? null : notice.rule().name(), String.class)
                .setParameter("kind", notice.kind().name())
                .setParameter("asked", notice.acknowledgementAsked())
                .setParameter("planId", notice.subject().planId(), UUID.class)
                .setParameter("taskId", notice.subject().taskId(), UUID.class)
                .setParameter("link", notice.subject().link(), String.class)
                .setParameter("confidential", notice.subject().confidential())
                .setParameter("occurredAt", notice.occurredAt())
                .setParameter("day", notice.audience().day())
                .setParameter("wait", wait.toMillis() / 1000.0)
                .setParameter("titleZh", notice.texts().chinese().title())
                .setParameter("bodyZh", notice.texts().chinese().body())
                .setParameter("titleEn", notice.texts().english().title())
                .setParameter("bodyEn", notice.texts().english().body())
                .getSingleResult();
    }

    private Object[] insertMessages(UUID noticeId, long position, NewNotice notice) {
        UUID reminderTask = notice.fallsDue() ? notice.subject().taskId() : null;
        LocalDate reminderDay = notice.fallsDue() ? notice.audience().day() : null;
        return notice.audience()
                .bind(session.createNativeQuery(MESSAGES, Object[].class)
                        .addScalar("people", Integer.class)
                        .addScalar("extended", UUID[].class))
                .setParameter("notice", noticeId)
                .setParameter("position", position)
                .setParameter("kind", notice.kind().name())
                .setParameter("asked", notice.acknowledgementAsked())
                .setParameter("reminderTask", reminderTask, UUID.class)
                .setParameter("reminderDay", reminderDay, LocalDate.class)
                .getSingleResult();
    }

    /**
     * What was added leaves with the message if that still waits, and at once if it is urgent. If the message has left before, it is
     * told again, unless what was added is weaker than what it said.
     */
    private void deliverAdditions(UUID[] messages, MessageKind kind) {
        if (kind == MessageKind.URGENT) {
            session.createNativeMutationQuery("""
                            update notice set deliver_at = clock_timestamp()
                            where deliver_at > clock_timestamp()
                              and id in (select notice_id from inbox_message where id = any(:messages))
                            """)
                    .setParameter("messages", messages)
                    .executeUpdate();
        }
        session.createNativeQuery("""
                        update inbox_message m set round = m.round + 1
                        from notice n
                        where m.id = any(:messages) and n.id = m.notice_id and n.deliver_at is null
                          and (m.kind <> 'URGENT' or :kind = 'URGENT')
                        returning m.id, m.round
                        """, Object[].class)
                .setParameter("messages", messages)
                .setParameter("kind", kind.name())
                .list()
                .forEach(row -> retellings.fire(new Retelling((UUID) row[0], (Integer) row[1])));
    }
}
