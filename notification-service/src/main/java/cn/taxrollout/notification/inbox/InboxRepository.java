package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
     * @param unreadByKind of every kind, 0 where there is none
     */
    record Counts(long unread, long toAcknowledge, Map<MessageKind, Long> unreadByKind) {}

    /**
     * Which messages are asked for; what is null narrows nothing.
     *
     * @param toAcknowledge whether an acknowledgement is still to be given
     * @param text that title or body has in it, in whatever language
     */
    record Filter(MessageState state, MessageKind kind, UUID planId, UUID taskId, Boolean toAcknowledge, String text) {
        private static final String TO_ACKNOWLEDGE = " and m.acknowledgementAsked and m.state <> ACKNOWLEDGED";
        private static final String HAS_TEXT =
                "(%1$s.titleZh ilike :text escape '!' or %1$s.bodyZh ilike :text escape '!'"
                        + " or %1$s.titleEn ilike :text escape '!' or %1$s.bodyEn ilike :text escape '!')";

        private String conditions() {
            return (state == null ? "" : " and m.state = :state")
                    + (kind == null ? "" : " and m.kind = :kind")
                    + (planId == null ? "" : " and n.planId = :plan")
                    + (taskId == null ? "" : " and n.taskId = :task")
                    + (toAcknowledge == null
                            ? ""
                            : toAcknowledge ? TO_ACKNOWLEDGE : " and not (true" + TO_ACKNOWLEDGE + ")")
                    + (text == null
                            ? ""
                            : " and (" + HAS_TEXT.formatted("n")
                                    + " or exists (select 1 from InboxMessage o join o.added a where o.id = m.id and "
                                    + HAS_TEXT.formatted("a") + "))");
        }

        private void bind(Parameters values) {
            Map<String, Object> given = new HashMap<>();
            given.put("state", state);
            given.put("kind", kind);
            given.put("plan", planId);
            given.put("task", taskId);
            given.put("text", text == null ? null : "%" + text.replaceAll("[!%_]", "!$0") + "%");
            given.forEach((name, value) -> {
                if (value != null) {
                    values.and(name, value);
                }
            });
        }
    }

    /** A person's messages below a position, newest first. */
    List<InboxMessage> list(UUID staffId, Filter filter, long before, int limit) {
        Parameters values = Parameters.with("staff", staffId).and("before", before);
        filter.bind(values);
        return whole(find(
                        "select m from InboxMessage m join fetch m.notice n where m.staffId = :staff and m.position < :before"
                                + filter.conditions() + " order by m.position desc",
                        values)
                .page(Page.ofSize(limit))
                .list());
    }

    Counts counts(UUID staffId) {
        Map<MessageKind, Long> unread = new EnumMap<>(MessageKind.class);
        long toAcknowledge = 0;
        for (Object[] row : session.createQuery("""
                        select kind, count(*) filter (where state = UNREAD),
                               count(*) filter (where acknowledgementAsked and state <> ACKNOWLEDGED)
                        from InboxMessage
                        where staffId = :staff and (state = UNREAD or acknowledgementAsked and state <> ACKNOWLEDGED)
                        group by kind
                        """, Object[].class)
                .setParameter("staff", staffId)
                .list()) {
            unread.put((MessageKind) row[0], (Long) row[1]);
            toAcknowledge += (Long) row[2];
        }
        for (MessageKind kind : MessageKind.values()) {
            unread.putIfAbsent(kind, 0L);
        }
        return new Counts(unread.values().stream().mapToLong(Long::longValue).sum(), toAcknowledge, unread);
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

    /**
     * Some of a person's own messages, locked until the end of the transaction.
     *
     * @throws Refusal 404 that names the first that there isn't, or that is someone else's
     */
    List<InboxMessage> own(UUID staffId, Collection<UUID> ids) {
        List<InboxMessage> own = find("staffId = ?1 and id in ?2 order by id", staffId, ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
        Set<UUID> found = own.stream().map(InboxMessage::id).collect(Collectors.toSet());
        ids.stream().filter(id -> !found.contains(id)).findFirst().ifPresent(id -> {
            throw Refusal.notFound("message-unknown", id);
        });
        return own;
    }

    /** A person's messages above one position up to another, oldest first. */
    List<InboxMessage> missed(UUID staffId, long above, long upTo, int limit) {
        return whole(find(
                        "select m from InboxMessage m join fetch m.notice"
                                + " where m.staffId = ?1 and m.position > ?2 and m.position <= ?3 order by m.position",
                        staffId,
                        above,
                        upTo)
                .page(Page.ofSize(limit))
                .list());
    }

    /**
     * All that these people got above one position up to another, oldest first. The people are one value: a statement with a
     * parameter for each of thousands is planned anew each time.
     */
    List<InboxMessage> between(Collection<UUID> staffIds, long above, long upTo) {
        return whole(list(
                "select m from InboxMessage m join fetch m.notice"
                        + " where array_contains(?1, m.staffId) and m.position > ?2 and m.position <= ?3 order by m.position",
                staffIds.toArray(UUID[]::new),
                above,
                upTo));
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
