package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Hibernate;
import org.hibernate.Session;

@ApplicationScoped
class InboxRepository implements PanacheRepositoryBase<InboxMessage, UUID> {
    private final Session session;

    InboxRepository(Session session) {
        this.session = session;
    }

    /**
     * How much waits for a person.
     *
     * @param unread messages not read yet
     * @param toAcknowledge messages, read or not, that ask for an acknowledgement still to be given
     */
    record Counts(long unread, long toAcknowledge) {}

    /** A person's messages below a position, newest first; state and kind may be null for all. */
    List<InboxMessage> list(UUID staffId, MessageState state, MessageKind kind, long before, int limit) {
        String where =
                "select m from InboxMessage m join fetch m.notice where m.staffId = :staff and m.position < :before"
                        + (state == null ? "" : " and m.state = :state")
                        + (kind == null ? "" : " and m.kind = :kind");
        Parameters values = Parameters.with("staff", staffId).and("before", before);
        if (state != null) {
            values.and("state", state);
        }
        if (kind != null) {
            values.and("kind", kind);
        }
        return whole(find(where + " order by m.position desc", values)
                .page(Page.ofSize(limit))
                .list());
    }

    Counts counts(UUID staffId) {
        return session.createQuery("""
                        select count(*) filter (where state = UNREAD),
                               count(*) filter (where acknowledgementAsked and state <> ACKNOWLEDGED)
                        from InboxMessage
                        where staffId = :staff and (state = UNREAD or acknowledgementAsked and state <> ACKNOWLEDGED)
                        """, Counts.class)
                .setParameter("staff", staffId)
                .getSingleResult();
    }

    /**
     * A person's own message, locked until the end of the transaction.
     *
     * @throws Refusal 404 if there is none, or it is someone else's
     */
    InboxMessage own(UUID staffId, UUID id) {
        InboxMessage own = find("id = ?1 and staffId = ?2", id, staffId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> Refusal.notFound("message-unknown", id));
        // Not joined: its readers would wait for each other on the row of the notice that they share.
        own.notices().forEach(Hibernate::initialize);
        return own;
    }

    /** Messages of these people above one position up to another, oldest first. */
    List<InboxMessage> between(Collection<UUID> staffIds, long above, long upTo, int limit) {
        return whole(find(
                        "select m from InboxMessage m join fetch m.notice"
                                + " where m.staffId in ?1 and m.position > ?2 and m.position <= ?3 order by m.position",
                        staffIds,
                        above,
                        upTo)
                .page(Page.ofSize(limit))
                .list());
    }

    /** Reads what was added to those of the messages that have additions, all in one statement. */
    private static List<InboxMessage> whole(List<InboxMessage> found) {
        found.forEach(message -> message.notices().forEach(Hibernate::initialize));
        return found;
    }

    /** The position of the newest notice to anybody, 0 before the first. */
    long newestPosition() {
        return session.createQuery("select coalesce(max(position), 0) from Notice", Long.class)
                .getSingleResult();
    }
}
