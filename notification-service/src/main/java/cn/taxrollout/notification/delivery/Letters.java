package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.Outgoing;
import cn.taxrollout.notification.preference.Preferences;
import cn.taxrollout.notification.template.ChannelText;
import cn.taxrollout.notification.template.ChannelTexts;
import cn.taxrollout.notification.template.DigestFacts;
import cn.taxrollout.notification.template.NoticeFacts;
import cn.taxrollout.notification.template.NoticeTexts;
import cn.taxrollout.notification.web.Language;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Writes what a delivery sends, in the person's language and the form of the channel. */
@ApplicationScoped
class Letters {
    /** A digest lists no more titles than somebody reads; the inbox has them all. */
    private static final int LISTED = 100;

    private static final String COLLECTED = """
            from delivery listed
            join inbox_message m on m.id = listed.message_id and m.state = 'UNREAD'
            join told_message n on n.message_id = m.id
            where listed.digest_id = :digest and listed.state = 'COLLECTED'
            """;

    private final Session session;
    private final Preferences preferences;
    private final ChannelTexts texts;

    Letters(Session session, Preferences preferences, ChannelTexts texts) {
        this.session = session;
        this.preferences = preferences;
        this.texts = texts;
    }

    /** @throws RuntimeException if it can't be written; nothing has left then */
    @Transactional
    Outgoing write(Attempt attempt) {
        Recipient recipient = recipient(attempt);
        Language language = preferences
                .of(List.of(recipient.staffId()))
                .get(recipient.staffId())
                .language();
        ChannelName channel = attempt.claimed().channel();
        ChannelText text = attempt.messageId().isPresent()
                ? texts.render(channel, language, message(attempt))
                : texts.digest(channel, language, digest(attempt, language));
        return new Outgoing(
                attempt.claimed().id(),
                recipient.address(channel).orElseThrow(),
                language,
                text.title(),
                text.body(),
                text.html(),
                text.link());
    }

    private Recipient recipient(Attempt attempt) {
        Object[] row = session.createNativeQuery("""
                        select s.id, s.staff_no, s.email, s.mobile, s.chat_id
                        from delivery d join directory_staff_member s on s.id = d.staff_id where d.id = :id
                        """, Object[].class)
                .setParameter("id", attempt.claimed().id())
                .getSingleResult();
        return new Recipient((UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4]);
    }

    private NoticeFacts message(Attempt attempt) {
        UUID message = attempt.messageId().orElseThrow();
        Object[] row = session.createNativeQuery("""
                        select n.event_type, m.kind, m.acknowledgement_asked, n.confidential,
                               n.title_zh, n.body_zh, n.title_en, n.body_en
                        from inbox_message m join told_message n on n.message_id = m.id where m.id = :message
                        """, Object[].class)
                .setParameter("message", message)
                .getSingleResult();
        return new NoticeFacts(
                message,
                (String) row[0],
                MessageKind.valueOf((String) row[1]),
                (Boolean) row[2],
                (Boolean) row[3],
                attempt.round(),
                new NoticeTexts(
                        new NoticeTexts.Text((String) row[4], (String) row[5]),
                        new NoticeTexts.Text((String) row[6], (String) row[7])));
    }

    /** What the digest collected and the person hasn't read meanwhile. */
    private DigestFacts digest(Attempt attempt, Language language) {
        UUID digest = attempt.claimed().id();
        List<DigestFacts.Item> items = session
                .createNativeQuery("""
                        select m.id, case :language when 'ENGLISH' then n.title_en else n.title_zh end as title
                        %s and not n.confidential order by m.position
                        """.formatted(COLLECTED), Object[].class)
                .setParameter("digest", digest)
                .setParameter("language", language.name())
                .setMaxResults(LISTED)
                .addScalar("id", UUID.class)
                .addScalar("title", String.class)
                .list()
                .stream()
                .map(row -> new DigestFacts.Item((UUID) row[0], (String) row[1]))
                .toList();
        int confidential = session.createNativeQuery(
                        "select cast(count(*) as int) %s and n.confidential".formatted(COLLECTED), Integer.class)
                .setParameter("digest", digest)
                .getSingleResult();
        return new DigestFacts(items, confidential);
    }
}
