package cn.taxrollout.notification.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** What subscribers are still to get. */
@ApplicationScoped
class SubscriptionQueue {
    /** After that an attempt whose end nobody has recorded counts as lost; longer than any call takes. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Session session;

    SubscriptionQueue(Session session) {
        this.session = session;
    }

    /**
     * An event that is to be sent now.
     *
     * @param attempt 1 for the first
     */
    record Claimed(
            UUID subscriptionId,
            long position,
            int attempt,
            Instant firstAttemptAt,
            String eventId,
            String headers,
            byte[] payload,
            boolean confidential) {}

    /** The subscriptions for which something is due. */
    List<UUID> due(Instant now) {
        return session.createNativeQuery("""
                        select s.id from webhook_subscription s
                        where s.state = 'ACTIVE' and (s.held_until is null or s.held_until <= :now)
                            and exists (select 1 from subscription_delivery d
                                        where d.subscription_id = s.id and d.state = 'WAITING' and d.due_at <= :now)
                        """, UUID.class)
                .setParameter("now", now)
                .list();
    }

    /** Claims the first events that wait, of each key at most one, for an attempt that begins now. */
    List<Claimed> claim(UUID subscription, Instant now, int limit) {
        return session
                .createNativeQuery("""
                        update subscription_delivery d
                        set attempts = d.attempts + 1, due_at = :lease, last_attempt_at = :now,
                            first_attempt_at = coalesce(d.first_attempt_at, :now)
                        from (
                            select first.event_position
                            from subscription_delivery first
                            where first.subscription_id = :subscription and first.state = 'WAITING' and first.due_at <= :now
                                and not exists (
                                    select 1 from subscription_delivery earlier
                                    where earlier.subscription_id = :subscription and earlier.state = 'WAITING'
                                        and earlier.record_key = first.record_key and earlier.event_position < first.event_position)
                            order by first.event_position
                            limit :limit
                            for update skip locked
                        ) claimed
                        join subscription_event e on e.position = claimed.event_position
                        where d.subscription_id = :subscription and d.event_position = claimed.event_position
                            and exists (select 1 from webhook_subscription s where s.id = :subscription and s.state = 'ACTIVE'
                                and (s.held_until is null or s.held_until <= :now))
                        returning d.event_position, d.attempts, d.first_attempt_at, cast(e.event_id as text),
                            cast(e.headers as text), e.payload, e.confidential
                        """, Object[].class)
                .setParameter("subscription", subscription)
                .setParameter("now", now)
                .setParameter("lease", now.plus(LEASE))
                .setParameter("limit", limit)
                .addScalar("event_position", Long.class)
                .addScalar("attempts", Integer.class)
                .addScalar("first_attempt_at", Instant.class)
                .addScalar("event_id", String.class)
                .addScalar("headers", String.class)
                .addScalar("payload", byte[].class)
                .addScalar("confidential", Boolean.class)
                .list()
                .stream()
                .map(row -> new Claimed(
                        subscription,
                        (Long) row[0],
                        (Integer) row[1],
                        (Instant) row[2],
                        (String) row[3],
                        (String) row[4],
                        (byte[]) row[5],
                        (Boolean) row[6]))
                .toList();
    }

    /** Records that the event has arrived, even by an attempt that counted as lost. */
    void delivered(Claimed claimed, String result, Duration took) {
        session.createNativeMutationQuery("""
                        update subscription_delivery set state = 'DELIVERED', result = :result, millis = :millis
                        where subscription_id = :subscription and event_position = :position
                        """)
                .setParameter("result", result)
                .setParameter("millis", took.toMillis())
                .setParameter("subscription", claimed.subscriptionId())
                .setParameter("position", claimed.position())
                .executeUpdate();
    }

    /**
     * Records that it hasn't, unless a later attempt has begun.
     *
     * @param next when it is tried again, null if it never is
     */
    void failed(Claimed claimed, Instant next, String result, Duration took) {
        session.createNativeMutationQuery("""
                        update subscription_delivery
                        set state = case when cast(:next as timestamptz) is null then 'GIVEN_UP' else 'WAITING' end,
                            due_at = coalesce(:next, due_at), result = :result, millis = :millis
                        where subscription_id = :subscription and event_position = :position
                            and state = 'WAITING' and attempts = :attempt
                        """)
                .setParameter("next", next, Instant.class)
                .setParameter("result", result)
                .setParameter("millis", took.toMillis())
                .setParameter("subscription", claimed.subscriptionId())
                .setParameter("position", claimed.position())
                .setParameter("attempt", claimed.attempt())
                .executeUpdate();
    }

    /** Has all that waits tried at once, as if it never had been. */
    void beginAnew(UUID subscription, Instant now) {
        session.createNativeMutationQuery("""
                        update subscription_delivery set attempts = 0, first_attempt_at = null, due_at = :now
                        where subscription_id = :subscription and state = 'WAITING'
                        """)
                .setParameter("subscription", subscription)
                .setParameter("now", now)
                .executeUpdate();
    }

    /**
     * Has the events that came from that time on delivered (again); those that wait anyway stay as they are.
     *
     * @return how many
     */
    int replay(WebhookSubscription subscription, Instant from, Instant now) {
        return session.createNativeMutationQuery("""
                        insert into subscription_delivery as d (subscription_id, event_position, record_key, due_at)
                        select :subscription, e.position, e.record_key, :now
                        from subscription_event e
                        where e.received_at >= :from
                            and (cardinality(cast(:types as text[])) = 0 or e.type = any(:types))
                            and (cast(:unit as uuid) is null or :unit = any(e.unit_ids))
                        on conflict (subscription_id, event_position) do update
                            set state = 'WAITING', attempts = 0, first_attempt_at = null, due_at = :now
                            where d.state <> 'WAITING'
                        """)
                .setParameter("subscription", subscription.id())
                .setParameter("from", from)
                .setParameter("now", now)
                .setParameter("types", subscription.eventTypes().toArray(String[]::new))
                .setParameter("unit", subscription.unitId(), UUID.class)
                .executeUpdate();
    }

    /**
     * What became of an event.
     *
     * @param result how the last attempt ended, null before the first
     * @param nextAttemptAt when it is tried next, null if it isn't
     */
    record Delivery(
            long position,
            UUID eventId,
            String type,
            String key,
            SubscriptionDeliveryState state,
            int attempts,
            String result,
            Integer millis,
            Instant receivedAt,
            Instant lastAttemptAt,
            Instant nextAttemptAt) {}

    /** Deliveries of a subscription below a position, newest first; in one state, or in any if that is null. */
    List<Delivery> list(UUID subscription, SubscriptionDeliveryState state, long below, int limit) {
        return session
                .createNativeQuery("""
                        select e.position, e.event_id, e.type, e.record_key, d.state, d.attempts, d.result, d.millis,
                            e.received_at, d.last_attempt_at, case when d.state = 'WAITING' then d.due_at end as next_attempt_at
                        from subscription_delivery d
                        join subscription_event e on e.position = d.event_position
                        where d.subscription_id = :subscription and d.event_position < :below
                            and (cast(:state as text) is null or d.state = :state)
                        order by d.event_position desc
                        limit :limit
                        """, Object[].class)
                .setParameter("subscription", subscription)
                .setParameter("below", below)
                .setParameter("state", state == null ? null : state.name(), String.class)
                .setParameter("limit", limit)
                .addScalar("position", Long.class)
                .addScalar("event_id", UUID.class)
                .addScalar("type", String.class)
                .addScalar("record_key", String.class)
                .addScalar("state", String.class)
                .addScalar("attempts", Integer.class)
                .addScalar("result", String.class)
                .addScalar("millis", Integer.class)
                .addScalar("received_at", Instant.class)
                .addScalar("last_attempt_at", Instant.class)
                .addScalar("next_attempt_at", Instant.class)
                .list()
                .stream()
                .map(row -> new Delivery(
                        (Long) row[0],
                        (UUID) row[1],
                        (String) row[2],
                        (String) row[3],
                        SubscriptionDeliveryState.valueOf((String) row[4]),
                        (Integer) row[5],
                        (String) row[6],
                        (Integer) row[7],
                        (Instant) row[8],
                        (Instant) row[9],
                        (Instant) row[10]))
                .toList();
    }

    /** How many events wait for all subscribers. */
    long waiting() {
        return session.createNativeQuery(
                        "select count(*) from subscription_delivery where state = 'WAITING'", Long.class)
                .getSingleResult();
    }

    /** How many events wait for a subscriber. */
    long waiting(UUID subscription) {
        return session.createNativeQuery(
                        "select count(*) from subscription_delivery where subscription_id = :subscription and state = 'WAITING'",
                        Long.class)
                .setParameter("subscription", subscription)
                .getSingleResult();
    }

    /**
     * Forgets events that came before that time, and what became of them.
     *
     * @return how many, at most as many as the limit
     */
    int forget(Instant before, int limit) {
        return session.createNativeMutationQuery("""
                        delete from subscription_event
                        where position in (select position from subscription_event where received_at < :before
                                           order by received_at limit :limit)
                        """)
                .setParameter("before", before)
                .setParameter("limit", limit)
                .executeUpdate();
    }
}
