package cn.taxrollout.notification.announcement;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.audience.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** What was told, to whom, and how far it has come. */
@ApplicationScoped
class ToldRepository {
    /** Everybody who has a notice, whether as a message of its own or added to another. */
    private static final String MESSAGES = """
            select id, staff_id, state, reasons from inbox_message where notice_id = :notice
            union all
            select m.id, m.staff_id, m.state, a.reasons
            from message_addition a join inbox_message m on m.id = a.message_id where a.notice_id = :notice
            """;

    private final Session session;
    private final ObjectMapper json;

    ToldRepository(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** @param rule that named the audience, null where it was given */
    record ToldNotice(
            UUID id,
            String source,
            String event,
            String rule,
            MessageKind kind,
            boolean acknowledgementAsked,
            String author,
            Instant occurredAt,
            Instant toldAt,
            LocalDate audienceDay,
            String titleZh,
            String titleEn) {
        /** Whether this person or system had it told; nobody had those told that an event brought about. */
        boolean isBy(String name) {
            return name.equals(author);
        }
    }

    /** How many have it, have read it (acknowledged ones too), have acknowledged it, were left out; to how many it was delivered. */
    record Counts(long people, long read, long acknowledged, long leftOut, long delivered) {}

    /** @param state of the person's message, null for who was left out */
    record Person(UUID staffId, String staffNo, String name, String state, List<Reason> reasons) {}

    @Transactional
    Optional<ToldNotice> notice(UUID id) {
        return session.createNativeQuery("""
                        select source, event_type, rule, kind, acknowledgement_asked, author, occurred_at, written_at, audience_day,
                               title_zh, title_en
                        from notice where id = :id
                        """, Object[].class)
                .addScalar("source", String.class)
                .addScalar("event_type", String.class)
                .addScalar("rule", String.class)
                .addScalar("kind", MessageKind.class)
                .addScalar("acknowledgement_asked", Boolean.class)
                .addScalar("author", String.class)
                .addScalar("occurred_at", Instant.class)
                .addScalar("written_at", Instant.class)
                .addScalar("audience_day", LocalDate.class)
                .addScalar("title_zh", String.class)
                .addScalar("title_en", String.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(row -> new ToldNotice(
                        id,
                        (String) row[0],
                        (String) row[1],
                        (String) row[2],
                        (MessageKind) row[3],
                        (Boolean) row[4],
                        (String) row[5],
                        (Instant) row[6],
                        (Instant) row[7],
                        (LocalDate) row[8],
                        (String) row[9],
                        (String) row[10]));
    }

    @Transactional
    Counts counts(UUID noticeId) {
        Object[] row = session.createNativeQuery("""
                        select count(*) as people,
                               count(*) filter (where state <> 'UNREAD') as read,
                               count(*) filter (where state = 'ACKNOWLEDGED') as acknowledged,
                               (select count(*) from left_out where notice_id = :notice) as left_out,
                               count(*) filter (where exists (
                                   select from delivery where message_id = message.id and delivery.state = 'SENT')) as delivered
                        from (%s) message
                        """.formatted(MESSAGES), Object[].class)
                .setParameter("notice", noticeId)
                .getSingleResult();
        return new Counts((Long) row[0], (Long) row[1], (Long) row[2], (Long) row[3], (Long) row[4]);
    }

    /** People who were told, or those who were left out, above one in the order of their ids. */
    @Transactional
    List<Person> people(UUID noticeId, boolean told, UUID above, int limit) {
        String people = told
                ? MESSAGES
                : "select null as id, staff_id, null as state, reasons from left_out where notice_id = :notice";
        NativeQuery<Object[]> query = session.createNativeQuery("""
                        select p.staff_id, s.staff_no, s.name, p.state, p.reasons
                        from (%s) p join directory_staff_member s on s.id = p.staff_id
                        where p.staff_id > :above
                        order by p.staff_id
                        """.formatted(people), Object[].class)
                .addScalar("staff_id", UUID.class)
                .addScalar("staff_no", String.class)
                .addScalar("name", String.class)
                .addScalar("state", String.class)
                .addScalar("reasons", String.class);
        return query.setParameter("notice", noticeId).setParameter("above", above).setMaxResults(limit).list().stream()
                .map(row -> new Person(
                        (UUID) row[0], (String) row[1], (String) row[2], (String) row[3], reasons((String) row[4])))
                .toList();
    }

    private List<Reason> reasons(String array) {
        try {
            return List.of(json.readValue(array, Reason[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored reasons can't be read", e);
        }
    }
}
