package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.subscription.SubscriptionCalls.Result;
import cn.taxrollout.notification.subscription.SubscriptionQueue.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Records how calls ended, and draws the conclusions for what is called next. */
@ApplicationScoped
class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final WebhookSubscriptions subscriptions;
    private final SubscriptionQueue queue;
    private final Pauses pauses;
    private final SubscriptionSettings settings;
    private final DisabledNotice notice;
    private final Clock clock;
    private final MeterRegistry metrics;

    Settlement(
            WebhookSubscriptions subscriptions,
            SubscriptionQueue queue,
            Pauses pauses,
            SubscriptionSettings settings,
            DisabledNotice notice,
            Clock clock,
            MeterRegistry metrics) {
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.pauses = pauses;
        this.settings = settings;
        this.notice = notice;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Transactional
    void settle(UUID id, Map<Claimed, Result> ended) {
        Instant now = clock.instant();
        ended.forEach((event, result) -> settle(event, result, now));
        // Most calls succeed, and then there is nothing to change and nothing to wait for.
        boolean changesNothing = ended.values().stream().allMatch(Result::arrived)
                && subscriptions.count("id = ?1 and failingSince is null", id) == 1;
        if (!changesNothing) {
            WebhookSubscription subscription = subscriptions.findById(id, LockModeType.PESSIMISTIC_WRITE);
            if (subscription != null && subscription.isActive()) {
                conclude(subscription, ended.values(), now);
            }
        }
    }

    private void settle(Claimed event, Result result, Instant now) {
        String outcome = "delivered";
        if (result.arrived()) {
            queue.delivered(event, result.text(), result.took());
        } else {
            boolean givenUp = !event.firstAttemptAt().plus(settings.patience()).isAfter(now);
            queue.failed(
                    event, givenUp ? null : now.plus(pause(result, event.attempt())), result.text(), result.took());
            outcome = givenUp ? "given_up" : "failed";
        }
        metrics.timer("notification.subscription.calls", "outcome", outcome).record(result.took());
    }

    private void conclude(WebhookSubscription subscription, Collection<Result> results, Instant now) {
        Result last = results.stream().reduce((earlier, later) -> later).orElseThrow();
        if (results.stream().anyMatch(Result::arrived)) {
            subscription.succeeded();
        } else {
            subscription.failed(now);
        }
        if (results.stream().anyMatch(Result::gone)) {
            disable(subscription, last.text(), now);
        } else if (subscription.hasFailedFor(settings.patience(), now)) {
            disable(
                    subscription,
                    "nothing has arrived since %s: %s".formatted(subscription.failingSince(), last.text()),
                    now);
        } else if (results.stream().allMatch(Result::away)) {
            subscription.hold(now.plus(pause(last, subscription.absences() + 1)));
        }
    }

    private Duration pause(Result result, int failures) {
        return result.retryAfter()
                .filter(told -> told.compareTo(settings.longestPause()) < 0)
                .orElseGet(() -> pauses.after(failures));
    }

    private void disable(WebhookSubscription subscription, String reason, Instant now) {
        subscription.disable(reason, now);
        notice.tell(subscription, now);
        LOG.warnf("Subscription %s of %s is disabled: %s", subscription.id(), subscription.owner(), reason);
        metrics.counter("notification.subscriptions.disabled").increment();
    }
}
