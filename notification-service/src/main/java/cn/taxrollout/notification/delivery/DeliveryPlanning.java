package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.SetUpChannels;
import cn.taxrollout.notification.preference.Preference;
import cn.taxrollout.notification.preference.Preferences;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jboss.logging.Logger;

/**
 * Decides by which channel, and when, each message leaves the suite. A notice is planned once, in one transaction, by the replica
 * that gets hold of it.
 */
@ApplicationScoped
class DeliveryPlanning {
    private static final Logger LOG = Logger.getLogger(DeliveryPlanning.class);
    private static final int BATCH = 1_000;
    /** So many notices are planned before something is sent again. */
    private static final int NOTICES = 50;

    /** Messages with the addresses of those who get them; who has left gets nothing. */
    private static final String ADDRESSEES = """
            select m.id, m.kind, s.id as staff_id, s.staff_no, s.email, s.mobile, s.chat_id,
                   array(select channel from delivery d where d.message_id = m.id and d.round = :round) as tried
            from inbox_message m
            join directory_staff_member s on s.id = m.staff_id and s.status = 'ACTIVE' and not s.deleted
            """;

    private final Session session;
    private final ObjectMapper json;
    private final Clock clock;
    private final SetUpChannels channels;
    private final Preferences preferences;
    private final DeliveryTimes times;

    DeliveryPlanning(
            Session session,
            ObjectMapper json,
            Clock clock,
            SetUpChannels channels,
            Preferences preferences,
            DeliveryTimes times) {
        this.session = session;
        this.json = json;
        this.clock = clock;
        this.channels = channels;
        this.preferences = preferences;
        this.times = times;
    }

    /** @param tried the channels that this round has come to already */
    private record Addressee(UUID messageId, MessageKind kind, Recipient recipient, Set<ChannelName> tried) {}

    private record Row(
            UUID messageId,
            UUID staffId,
            ChannelName channel,
            int round,
            DeliveryState state,
            SkipReason reason,
            String dueAt,
            UUID digestId,
            String settledAt) {}

    /** A digest that a message is to be listed in. */
    private record Wanted(UUID staffId, String digestFor) {}

    /**
     * Plans what waits, as far as it comes to that in one go.
     *
     * @return whether more may wait
     */
    boolean planDue() {
        if (channels.names().isEmpty()) {
            return passOver() == BATCH;
        }
        for (int planned = 0; planned < NOTICES; planned++) {
            if (!planNext()) {
                return false;
            }
        }
        return true;
    }

    /** Without a channel there is nothing to plan. */
    private int passOver() {
        return QuarkusTransaction.requiringNew().call(() -> session.createNativeMutationQuery("""
                                update notice set deliver_at = null where id in (
                                    select id from notice where deliver_at <= clock_timestamp()
                                    limit :batch for no key update skip locked)
                                """)
                .setParameter("batch", BATCH)
                .executeUpdate());
    }

    /**
     * Plans the notice that has waited longest, if one waits. One that can't be planned comes again after a minute, so that it
     * doesn't hold up the others.
     *
     * @return whether there was one
     */
    boolean planNext() {
        var next = new AtomicReference<UUID>();
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                next.set(nextNotice().orElse(null));
                if (next.get() != null) {
                    plan(next.get());
                }
            });
        } catch (RuntimeException e) {
            if (next.get() == null) {
                throw e;
            }
            LOG.errorf(e, "Deliveries of notice %s not planned, next try in a minute", next.get());
            QuarkusTransaction.requiringNew().run(() -> deliver(next.get(), "clock_timestamp() + interval '1 minute'"));
        }
        return next.get() != null;
    }

    private Optional<UUID> nextNotice() {
        return session.createNativeQuery("""
                        select id from notice where deliver_at <= clock_timestamp()
                        order by deliver_at limit 1 for no key update skip locked
                        """, UUID.class).uniqueResultOptional();
    }

    private void deliver(UUID notice, String at) {
        session.createNativeMutationQuery("update notice set deliver_at = %s where id = :notice".formatted(at))
                .setParameter("notice", notice)
                .executeUpdate();
    }

    private void plan(UUID notice) {
        if (!channels.names().isEmpty()) {
            var after = new UUID(0, 0);
            List<Addressee> batch;
            do {
                batch = addressees(query("where m.notice_id = :notice and m.staff_id > :after order by m.staff_id", 1)
                        .setParameter("notice", notice)
                        .setParameter("after", after)
                        .setMaxResults(BATCH));
                insert(batch, 1);
                if (!batch.isEmpty()) {
                    after = batch.get(batch.size() - 1).recipient().staffId();
                }
            } while (batch.size() == BATCH);
        }
        deliver(notice, "null");
    }

    /**
     * Plans a message's round with the channels that it hasn't come to yet: at first with all, and when one came to nothing with
     * those behind it.
     *
     * @return whether a channel was left
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean plan(UUID messageId, int round) {
        List<Addressee> addressees =
                addressees(query("where m.id = :message", round).setParameter("message", messageId));
        return insert(addressees, round);
    }

    private NativeQuery<Object[]> query(String where, int round) {
        return session.createNativeQuery(ADDRESSEES + where, Object[].class).setParameter("round", round);
    }

    private static List<Addressee> addressees(NativeQuery<Object[]> query) {
        return query
                .addScalar("id", UUID.class)
                .addScalar("kind", String.class)
                .addScalar("staff_id", UUID.class)
                .addScalar("staff_no", String.class)
                .addScalar("email", String.class)
                .addScalar("mobile", String.class)
                .addScalar("chat_id", String.class)
                .addScalar("tried", String[].class)
                .list()
                .stream()
                .map(row -> new Addressee(
                        (UUID) row[0],
                        MessageKind.valueOf((String) row[1]),
                        new Recipient(
                                (UUID) row[2], (String) row[3], (String) row[4], (String) row[5], (String) row[6]),
                        Arrays.stream((String[]) row[7])
                                .map(ChannelName::valueOf)
                                .collect(Collectors.toSet())))
                .toList();
    }

    /** @return whether anything will be sent */
    private boolean insert(List<Addressee> addressees, int round) {
        if (addressees.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        Set<ChannelName> setUp = channels.names();
        Map<UUID, Preference> wishes = preferences.of(addressees.stream()
                .map(addressee -> addressee.recipient().staffId())
                .toList());
        Map<Wanted, UUID> digests = digests(addressees, wishes, setUp, now);
        List<Row> rows = new ArrayList<>();
        for (Addressee addressee : addressees) {
            Preference wish = wishes.get(addressee.recipient().staffId());
            UUID digest =
                    wantedDigest(addressee, wish, setUp, now).map(digests::get).orElse(null);
            if (digest != null) {
                rows.add(row(addressee, round, ChannelName.EMAIL, DeliveryState.COLLECTED, null, null, digest, null));
                continue;
            }
            Instant due = times.earliest(addressee.kind(), wish, now);
            for (Route.Step step : Route.of(addressee.kind(), wish, addressee.recipient(), setUp, addressee.tried())) {
                rows.add(step.skipped()
                        .map(why -> row(addressee, round, step.channel(), DeliveryState.SKIPPED, why, null, null, now))
                        .orElseGet(() ->
                                row(addressee, round, step.channel(), DeliveryState.PENDING, null, due, null, null)));
            }
        }
        session.createNativeMutationQuery("""
                        insert into delivery
                            (message_id, staff_id, channel, round, state, reason, due_at, due_since, digest_id, settled_at)
                        select "messageId", "staffId", channel, round, state, reason, "dueAt", "dueAt", "digestId", "settledAt"
                        from json_to_recordset(cast(:rows as json)) as planned (
                            "messageId" uuid, "staffId" uuid, channel text, round int, state text, reason text,
                            "dueAt" timestamptz, "digestId" uuid, "settledAt" timestamptz)
                        on conflict do nothing
                        """).setParameter("rows", write(rows)).executeUpdate();
        return rows.stream().anyMatch(row -> row.state() != DeliveryState.SKIPPED);
    }

    private static Row row(
            Addressee addressee,
            int round,
            ChannelName channel,
            DeliveryState state,
            SkipReason reason,
            Instant due,
            UUID digest,
            Instant settled) {
        return new Row(
                addressee.messageId(),
                addressee.recipient().staffId(),
                channel,
                round,
                state,
                reason,
                due == null ? null : due.toString(),
                digest,
                settled == null ? null : settled.toString());
    }

    private Optional<Wanted> wantedDigest(Addressee addressee, Preference wish, Set<ChannelName> setUp, Instant now) {
        boolean byMail = setUp.contains(ChannelName.EMAIL)
                && addressee.tried().isEmpty()
                && wish.uses(ChannelName.EMAIL, addressee.kind())
                && addressee.recipient().address(ChannelName.EMAIL).isPresent();
        return byMail
                ? times.digest(addressee.kind(), wish, now)
                        .map(at -> new Wanted(addressee.recipient().staffId(), at.toString()))
                : Optional.empty();
    }

    /**
     * The digests that collect these messages, begun where they don't exist yet. They stay locked until the end of the
     * transaction, so that none is sent without what is being added. One that is on its way already collects nothing more: what
     * comes that late is told by itself.
     */
    private Map<Wanted, UUID> digests(
            List<Addressee> addressees, Map<UUID, Preference> wishes, Set<ChannelName> setUp, Instant now) {
        List<Wanted> wanted = addressees.stream()
                .flatMap(addressee ->
                        wantedDigest(addressee, wishes.get(addressee.recipient().staffId()), setUp, now).stream())
                .distinct()
                .toList();
        Map<Wanted, UUID> digests = new HashMap<>();
        if (wanted.isEmpty()) {
            return digests;
        }
        session.createNativeQuery("""
                        insert into delivery (staff_id, channel, digest_for, state, due_at, due_since)
                        select "staffId", 'EMAIL', "digestFor", 'PENDING', "digestFor", "digestFor"
                        from json_to_recordset(cast(:wanted as json)) as wanted ("staffId" uuid, "digestFor" timestamptz)
                        order by "staffId", "digestFor"
                        on conflict (staff_id, channel, digest_for) do update
                        set due_at = delivery.due_at where delivery.state = 'PENDING'
                        returning id, staff_id, digest_for
                        """, Object[].class)
                .setParameter("wanted", write(wanted))
                .addScalar("id", UUID.class)
                .addScalar("staff_id", UUID.class)
                .addScalar("digest_for", Instant.class)
                .list()
                .forEach(row -> digests.put(new Wanted((UUID) row[1], row[2].toString()), (UUID) row[0]));
        return digests;
    }

    private String write(List<? extends Record> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows can't be written as JSON", e);
        }
    }
}
