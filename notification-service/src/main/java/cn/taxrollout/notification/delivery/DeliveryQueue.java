package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.channel.SetUpChannels;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * The steps of a delivery, each committed before the next: claimed, begun, and, after the sending, settled. Between begun and
 * settled it may have left; that is why what is found there after its sender is gone isn't simply sent again.
 */
@ApplicationScoped
class DeliveryQueue {
    private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);
    private static final int EXPIRED_BATCH = 100;

    private final Session session;
    private final Clock clock;
    private final DeliverySettings settings;
    private final SetUpChannels channels;
    private final DeliveryPlanning planning;
    private final MeterRegistry metrics;

    DeliveryQueue(
            Session session,
            Clock clock,
            DeliverySettings settings,
            SetUpChannels channels,
            DeliveryPlanning planning,
            MeterRegistry metrics) {
        this.session = session;
        this.clock = clock;
        this.settings = settings;
        this.channels = channels;
        this.planning = planning;
        this.metrics = metrics;
    }

    /** Takes some of what is due, the longest due first. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    List<Claimed> claim(ChannelName channel, int limit) {
        UUID claim = UUID.randomUUID();
        return session
                .createNativeQuery("""
                        update delivery
                        set state = 'CLAIMED', claim = :claim, due_at = null,
                            leased_until = clock_timestamp() + make_interval(secs => :lease)
                        where id in (
                            select id from delivery
                            where channel = :channel and state in ('PENDING', 'FAILED') and due_at <= clock_timestamp()
                            order by due_at limit :limit for update skip locked)
                        returning id
                        """, UUID.class)
                .setParameter("claim", claim)
                .setParameter("lease", leaseSeconds())
                .setParameter("channel", channel.name())
                .setParameter("limit", limit)
                .list()
                .stream()
                .map(id -> new Claimed(id, claim, channel))
                .toList();
    }

    /**
     * Puts the attempt on record, from when on it may have left.
     *
     * @return empty if there is nothing to send any more: another has taken it over, or the reason to send it is gone
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<Attempt> begin(Claimed claimed) {
        Optional<Object[]> found = session.createNativeQuery("""
                        select d.message_id, d.round, d.attempts + 1 as number, d.failures, d.uncertain_since, d.due_since,
                               clock_timestamp() as now,
                               case when s.id is null then 'LEFT'
                                    when m.state = 'ACKNOWLEDGED' or m.state = 'READ' and d.round = 1 then 'READ'
                                    when d.digest_for is not null and not exists (
                                        select from delivery listed
                                        join inbox_message waits on waits.id = listed.message_id and waits.state = 'UNREAD'
                                        where listed.digest_id = d.id and listed.state = 'COLLECTED') then 'NOTHING_LEFT'
                                    when coalesce(case d.channel when 'EMAIL' then s.email when 'CHAT' then s.chat_id
                                                      when 'WEBHOOK' then s.staff_no else s.mobile end, '') = '' then 'NO_ADDRESS'
                               end as skipped
                        from delivery d
                        left join inbox_message m on m.id = d.message_id
                        left join directory_staff_member s on s.id = d.staff_id and s.status = 'ACTIVE' and not s.deleted
                        where d.id = :id and d.claim = :claim and d.state = 'CLAIMED'
                        for no key update of d
                        """, Object[].class)
                .setParameter("id", claimed.id())
                .setParameter("claim", claimed.claim())
                .addScalar("message_id", UUID.class)
                .addScalar("round", Integer.class)
                .addScalar("number", Integer.class)
                .addScalar("failures", Integer.class)
                .addScalar("uncertain_since", Instant.class)
                .addScalar("due_since", Instant.class)
                .addScalar("now", Instant.class)
                .addScalar("skipped", String.class)
                .uniqueResultOptional();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = found.get();
        var attempt = new Attempt(
                claimed,
                (Integer) row[2],
                (Instant) row[6],
                (Integer) row[3],
                Optional.ofNullable((Instant) row[4]),
                (Instant) row[5],
                Optional.ofNullable((UUID) row[0]),
                (Integer) row[1]);
        if (row[7] != null) {
            skip(attempt, SkipReason.valueOf((String) row[7]));
            return Optional.empty();
        }
        Duration window = channels.get(claimed.channel()).deduplicatesFor();
        boolean recognised = attempt.uncertainSince()
                .map(since -> Settlement.isRecognised(since, attempt.startedAt(), window, settings))
                .orElse(true);
        if (!recognised) {
            leaveUncertain(attempt);
            return Optional.empty();
        }
        session.createNativeMutationQuery("""
                        with begun as (
                            update delivery
                            set state = 'SENDING', attempts = :number,
                                leased_until = clock_timestamp() + make_interval(secs => :lease)
                            where id = :id
                        )
                        insert into delivery_attempt (delivery_id, number, started_at) values (:id, :number, :startedAt)
                        """)
                .setParameter("id", claimed.id())
                .setParameter("number", attempt.number())
                .setParameter("lease", leaseSeconds())
                .setParameter("startedAt", attempt.startedAt())
                .executeUpdate();
        return Optional.of(attempt);
    }

    private void skip(Attempt attempt, SkipReason reason) {
        end(attempt, DeliveryState.SKIPPED, reason.name());
        if (reason == SkipReason.NO_ADDRESS) {
            attempt.messageId().ifPresent(message -> planning.plan(message, attempt.round()));
        }
    }

    /** It waited too long, so that a repetition wouldn't be recognised any more. */
    private void leaveUncertain(Attempt attempt) {
        end(
                attempt,
                DeliveryState.UNCERTAIN,
                "an earlier attempt may have arrived, too long ago for a safe repetition");
    }

    private void end(Attempt attempt, DeliveryState state, String reason) {
        session.createNativeMutationQuery("""
                        with ended as (
                            update delivery
                            set state = :state, reason = :reason, claim = null, leased_until = null,
                                settled_at = clock_timestamp()
                            where id = :id
                        )
                        update delivery
                        set state = :state, reason = :reason, settled_at = clock_timestamp()
                        where digest_id = :id and state = 'COLLECTED'
                        """)
                .setParameter("state", state.name())
                .setParameter("reason", reason)
                .setParameter("id", attempt.claimed().id())
                .executeUpdate();
        count(attempt.claimed().channel(), state);
    }

    /**
     * Puts on record how the attempt ended. An answer that comes after the lease has ended still counts, unless the delivery has
     * gone on without it. As what has left can't be called back, this goes on trying while the database is away.
     */
    @Retry(maxRetries = -1, maxDuration = 60_000, delay = 200, jitter = 100)
    @ExponentialBackoff(maxDelay = 5_000)
    void settle(Attempt attempt, Outcome outcome) {
        QuarkusTransaction.requiringNew().run(() -> settle(attempt, outcome, false));
    }

    private void settle(Attempt attempt, Outcome outcome, boolean senderIsGone) {
        Instant now = clock.instant();
        var terms = new Settlement.Terms(
                settings,
                channels.get(attempt.claimed().channel()).deduplicatesFor(),
                now,
                ThreadLocalRandom.current().nextDouble());
        Settlement settlement = Settlement.of(attempt, outcome, terms);
        recordAttempt(attempt, outcome, settlement.counted(), now);
        if (!isStillOurs(attempt)) {
            return;
        }
        boolean nextTook = settlement.fallsBack()
                && attempt.messageId()
                        .map(message -> planning.plan(message, attempt.round()))
                        .orElse(false);
        if (nextTook && settlement.due().isPresent()) {
            settlement = settlement.givenUp();
        }
        session.createNativeMutationQuery("""
                        with settled as (
                            update delivery
                            set state = :state, reason = :reason, due_at = cast(:due as timestamptz), failures = :failures,
                                uncertain_since = cast(:uncertainSince as timestamptz), leased_until = null,
                                claim = case when :gone then claim end,
                                attempts = attempts - case when :counted then 0 else 1 end,
                                settled_at = case when cast(:due as timestamptz) is null then clock_timestamp() end
                            where id = :id
                        )
                        update delivery
                        set state = :state, reason = :reason, settled_at = clock_timestamp()
                        where digest_id = :id and state in ('COLLECTED', 'UNCERTAIN') and cast(:due as timestamptz) is null
                        """)
                .setParameter("state", settlement.state().name())
                .setParameter("reason", settlement.reason(), String.class)
                .setParameter("due", settlement.due().orElse(null), Instant.class)
                .setParameter("failures", settlement.failures())
                .setParameter("uncertainSince", settlement.uncertainSince().orElse(null), Instant.class)
                .setParameter("gone", senderIsGone)
                .setParameter("counted", settlement.counted())
                .setParameter("id", attempt.claimed().id())
                .executeUpdate();
        count(attempt.claimed().channel(), settlement.state());
    }

    private void recordAttempt(Attempt attempt, Outcome outcome, boolean counted, Instant now) {
        if (!counted) {
            session.createNativeMutationQuery(
                            "delete from delivery_attempt where delivery_id = :id and number = :number")
                    .setParameter("id", attempt.claimed().id())
                    .setParameter("number", attempt.number())
                    .executeUpdate();
            return;
        }
        AttemptOutcome ended = AttemptOutcome.of(outcome);
        session.createNativeMutationQuery("""
                        update delivery_attempt
                        set ended_at = :now, outcome = :outcome, reason = :reason, receipt = :receipt
                        where delivery_id = :id and number = :number
                        """)
                .setParameter("now", now)
                .setParameter("outcome", ended.name())
                .setParameter("reason", AttemptOutcome.reason(outcome).orElse(null), String.class)
                .setParameter("receipt", AttemptOutcome.receipt(outcome).orElse(null), String.class)
                .setParameter("id", attempt.claimed().id())
                .setParameter("number", attempt.number())
                .executeUpdate();
        metrics.timer(
                        "notification.delivery.attempts",
                        "channel",
                        attempt.claimed().channel().name(),
                        "outcome",
                        ended.name())
                .record(Duration.between(attempt.startedAt(), now));
    }

    /** Whether nobody else has claimed or decided it since; from here on nobody can until the end of the transaction. */
    private boolean isStillOurs(Attempt attempt) {
        return session.createNativeQuery(
                        "select 1 from delivery where id = :id and claim = :claim for no key update", Integer.class)
                .setParameter("id", attempt.claimed().id())
                .setParameter("claim", attempt.claimed().claim())
                .uniqueResultOptional()
                .isPresent();
    }

    /**
     * Takes over what replicas that are gone have left: what was claimed only is due again, of what was being sent it isn't known
     * whether it arrived.
     *
     * @return whether more may be left
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    boolean takeOver() {
        session.createNativeMutationQuery("""
                        update delivery
                        set state = case failures when 0 then 'PENDING' else 'FAILED' end, due_at = clock_timestamp(),
                            claim = null, leased_until = null
                        where state = 'CLAIMED' and leased_until < clock_timestamp()
                        """).executeUpdate();
        List<Attempt> left = session
                .createNativeQuery("""
                        select d.id, d.claim, d.channel, d.attempts, a.started_at, d.failures, d.uncertain_since, d.due_since,
                               d.message_id, d.round
                        from delivery d
                        join delivery_attempt a on a.delivery_id = d.id and a.number = d.attempts
                        where d.state = 'SENDING' and d.leased_until < clock_timestamp()
                        limit :limit for no key update of d skip locked
                        """, Object[].class)
                .setParameter("limit", EXPIRED_BATCH)
                .addScalar("id", UUID.class)
                .addScalar("claim", UUID.class)
                .addScalar("channel", String.class)
                .addScalar("attempts", Integer.class)
                .addScalar("started_at", Instant.class)
                .addScalar("failures", Integer.class)
                .addScalar("uncertain_since", Instant.class)
                .addScalar("due_since", Instant.class)
                .addScalar("message_id", UUID.class)
                .addScalar("round", Integer.class)
                .list()
                .stream()
                .map(row -> new Attempt(
                        new Claimed((UUID) row[0], (UUID) row[1], ChannelName.valueOf((String) row[2])),
                        (Integer) row[3],
                        (Instant) row[4],
                        (Integer) row[5],
                        Optional.ofNullable((Instant) row[6]),
                        (Instant) row[7],
                        Optional.ofNullable((UUID) row[8]),
                        (Integer) row[9]))
                .toList();
        for (Attempt attempt : left) {
            LOG.warnf(
                    "The sender of delivery %s has gone without saying how it ended",
                    attempt.claimed().id());
            settle(attempt, new Outcome.Uncertain("the sender ended while it was sending"), true);
        }
        return left.size() == EXPIRED_BATCH;
    }

    private double leaseSeconds() {
        return settings.lease().toMillis() / 1000.0;
    }

    private void count(ChannelName channel, DeliveryState state) {
        metrics.counter("notification.deliveries", "channel", channel.name(), "state", state.name())
                .increment();
    }
}
