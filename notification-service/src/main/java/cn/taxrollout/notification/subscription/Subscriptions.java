package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.outbound.OutboundHttp;
import cn.taxrollout.notification.outbound.WebhookSignature;
import cn.taxrollout.notification.web.IfMatch;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Refusal.Violation;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What systems do with their subscriptions. The owner is always the calling system; what is another's isn't there. */
@ApplicationScoped
class Subscriptions {
    private static final int SECRET_BYTES = 32;
    private static final String BY_OWNER = "disabled by its owner";

    private final WebhookSubscriptions subscriptions;
    private final SubscriptionQueue queue;
    private final SubscriptionCalls calls;
    private final CloudEvents events;
    private final SealedSecrets secrets;
    private final OutboundHttp http;
    private final SubscriptionSettings settings;
    private final Directory directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Subscriptions(
            WebhookSubscriptions subscriptions,
            SubscriptionQueue queue,
            SubscriptionCalls calls,
            CloudEvents events,
            SealedSecrets secrets,
            OutboundHttp http,
            SubscriptionSettings settings,
            Directory directory,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.calls = calls;
        this.events = events;
        this.secrets = secrets;
        this.http = http;
        this.settings = settings;
        this.directory = directory;
        this.clock = clock;
    }

    /** A subscription whose secret is told this once. */
    record WithSecret(WebhookSubscription subscription, String secret) {}

    @Transactional
    WithSecret subscribe(String owner, String url, List<String> eventTypes, UUID unitId, String contactStaffNo) {
        demand(url, eventTypes, unitId, contactStaffNo);
        mustBeFree(owner, url);
        Instant now = clock.instant();
        var subscription = new WebhookSubscription(owner, url, eventTypes, unitId, contactStaffNo, now);
        String secret = sign(subscription, now);
        subscriptions.persist(subscription);
        return new WithSecret(subscription, secret);
    }

    private void mustBeFree(String owner, String url) {
        subscriptions.ofAddress(owner, url).ifPresent(there -> {
            throw Refusal.conflict("subscription-there", url, there.id());
        });
    }

    private String sign(WebhookSubscription subscription, Instant now) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        subscription.sign(secrets.seal(subscription.id(), secret), now, settings.secretOverlap());
        return WebhookSignature.SECRET_PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /** @param state null, url, eventTypes and contactStaffNo, too, for what stays as it is */
    @Transactional
    WebhookSubscription change(
            String owner,
            UUID id,
            IfMatch ifMatch,
            String url,
            List<String> eventTypes,
            String contactStaffNo,
            SubscriptionState state) {
        WebhookSubscription subscription = subscriptions.lockOwn(owner, id);
        ifMatch.demand(subscription.version());
        String newUrl = url == null ? subscription.url() : url;
        List<String> newTypes = eventTypes == null ? subscription.eventTypes() : eventTypes;
        String newContact = contactStaffNo == null ? subscription.contactStaffNo() : contactStaffNo;
        demand(newUrl, newTypes, null, newContact);
        if (!newUrl.equals(subscription.url())) {
            mustBeFree(owner, newUrl);
        }
        subscription.change(newUrl, newTypes, newContact);
        Instant now = clock.instant();
        if (state == SubscriptionState.ACTIVE && !subscription.isActive()) {
            subscription.enable();
            queue.beginAnew(id, now);
        } else if (state == SubscriptionState.DISABLED && subscription.isActive()) {
            subscription.disable(BY_OWNER, now);
        }
        subscriptions.flush();
        return subscription;
    }

    @Transactional
    void end(String owner, UUID id, IfMatch ifMatch) {
        WebhookSubscription subscription = subscriptions.lockOwn(owner, id);
        ifMatch.demand(subscription.version());
        subscriptions.delete(subscription);
    }

    @Transactional
    WithSecret renewSecret(String owner, UUID id) {
        WebhookSubscription subscription = subscriptions.lockOwn(owner, id);
        String secret = sign(subscription, clock.instant());
        subscriptions.flush();
        return new WithSecret(subscription, secret);
    }

    /** @throws Refusal 400 if events of that time aren't kept any more, 409 if the subscription is disabled */
    @Transactional
    int replay(String owner, UUID id, Instant from) {
        WebhookSubscription subscription = subscriptions.lockOwn(owner, id);
        subscription.mustBeActive();
        Instant now = clock.instant();
        Instant kept = now.minus(settings.kept());
        if (from.isBefore(kept)) {
            throw Refusal.badRequest("invalid-request", List.of(new Violation("from", "not-kept-since", kept)));
        }
        return queue.replay(subscription, from, now);
    }

    /** Calls the subscriber, active or not, with an event of no meaning, outside of any transaction. */
    SubscriptionCalls.Result ping(String owner, UUID id) {
        WebhookSubscription subscription = subscriptions.own(owner, id);
        UUID event = Generators.timeBasedEpochGenerator().generate();
        Instant now = clock.instant();
        return calls.begin(subscription, event.toString(), events.ping(event, id, now), now)
                .join();
    }

    /** Refuses all that isn't acceptable at once. */
    private void demand(String url, List<String> eventTypes, UUID unitId, String contactStaffNo) {
        List<Violation> violations = new ArrayList<>();
        objection(url).ifPresent(objection -> violations.add(new Violation("url", objection)));
        for (int i = 0; i < eventTypes.size(); i++) {
            String type = eventTypes.get(i);
            if (Arrays.stream(TaskEventType.values())
                    .noneMatch(known -> known.wireName().equals(type))) {
                violations.add(new Violation("eventTypes[" + i + "]", "must-be-one-of", wireNames()));
            }
        }
        if (unitId != null && directory.presentUnits(List.of(unitId)).isEmpty()) {
            violations.add(new Violation("unitId", "unit-unknown", unitId));
        }
        if (directory.activeStaffMember(contactStaffNo).isEmpty()) {
            violations.add(new Violation("contactStaffNo", "staff-unknown", contactStaffNo));
        }
        if (!violations.isEmpty()) {
            throw Refusal.badRequest("invalid-request", violations);
        }
    }

    private Optional<String> objection(String url) {
        try {
            var uri = new URI(url);
            return uri.getRawFragment() != null
                    ? Optional.of("url-with-fragment")
                    : http.objection(uri)
                            .map(it -> "url-" + it.name().toLowerCase().replace('_', '-'));
        } catch (URISyntaxException e) {
            return Optional.of("url-unreadable");
        }
    }

    private static String wireNames() {
        return Arrays.stream(TaskEventType.values())
                .map(TaskEventType::wireName)
                .collect(Collectors.joining(", "));
    }
}
