package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.web.Refusal;
import com.fasterxml.uuid.Generators;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** That a system is called with events. */
@Entity
class WebhookSubscription {
    @Id
    private UUID id;

    /** Rises with each change that its owner may want to know of before changing it. */
    @Column(nullable = false)
    private long version;

    @Column(nullable = false)
    private String owner;

    @Column(nullable = false)
    private String url;

    @Column(nullable = false)
    private String[] eventTypes;

    private UUID unitId;

    @Column(nullable = false)
    private String contactStaffNo;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private SubscriptionState state;

    private String disabledReason;

    private Instant disabledAt;

    @Column(nullable = false)
    private byte[] secret;

    private byte[] previousSecret;

    private Instant previousSecretUntil;

    private Instant failingSince;

    @Column(nullable = false)
    private int absences;

    private Instant heldUntil;

    @Column(nullable = false)
    private Instant createdAt;

    protected WebhookSubscription() {}

    WebhookSubscription(
            String owner, String url, List<String> eventTypes, UUID unitId, String contactStaffNo, Instant now) {
        this.id = Generators.timeBasedEpochGenerator().generate();
        this.version = 1;
        this.owner = owner;
        this.url = url;
        this.eventTypes = eventTypes.toArray(String[]::new);
        this.unitId = unitId;
        this.contactStaffNo = contactStaffNo;
        this.state = SubscriptionState.ACTIVE;
        this.createdAt = now;
    }

    void change(String newUrl, List<String> newEventTypes, String newContactStaffNo) {
        version++;
        url = newUrl;
        eventTypes = newEventTypes.toArray(String[]::new);
        contactStaffNo = newContactStaffNo;
    }

    /** Begins with a clean slate; what waits is tried at once. */
    void enable() {
        version++;
        state = SubscriptionState.ACTIVE;
        disabledReason = null;
        disabledAt = null;
        failingSince = null;
        absences = 0;
        heldUntil = null;
    }

    void disable(String reason, Instant now) {
        version++;
        state = SubscriptionState.DISABLED;
        disabledReason = reason;
        disabledAt = now;
    }

    /**
     * Signs with this secret from now on, and for a time also with the one before. Where that time still runs the one in between goes,
     * so that whoever lost the answer can ask again without the receiver being cut off.
     */
    void sign(byte[] sealed, Instant now, Duration overlap) {
        version++;
        if (secret != null && (previousSecretUntil == null || !now.isBefore(previousSecretUntil))) {
            previousSecret = secret;
            previousSecretUntil = now.plus(overlap);
        }
        secret = sealed;
    }

    /** The sealed secrets that sign now, the newest first. */
    List<byte[]> secrets(Instant now) {
        List<byte[]> secrets = new ArrayList<>(List.of(secret));
        if (previousSecretUntil != null && now.isBefore(previousSecretUntil)) {
            secrets.add(previousSecret);
        }
        return secrets;
    }

    /** A call succeeded. */
    void succeeded() {
        failingSince = null;
        absences = 0;
        heldUntil = null;
    }

    /** A call failed. */
    void failed(Instant now) {
        failingSince = failingSince == null ? now : failingSince;
    }

    /** Whether for so long nothing has succeeded. */
    boolean hasFailedFor(Duration time, Instant now) {
        return failingSince != null && !failingSince.plus(time).isAfter(now);
    }

    /** The other side is away: no call at all until then. */
    void hold(Instant until) {
        absences++;
        heldUntil = until;
    }

    /** @throws Refusal 409 if it is disabled */
    void mustBeActive() {
        if (state != SubscriptionState.ACTIVE) {
            throw Refusal.conflict("subscription-disabled", disabledReason);
        }
    }

    boolean isActive() {
        return state == SubscriptionState.ACTIVE;
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    String owner() {
        return owner;
    }

    URI uri() {
        return URI.create(url);
    }

    String url() {
        return url;
    }

    List<String> eventTypes() {
        return List.of(eventTypes);
    }

    UUID unitId() {
        return unitId;
    }

    String contactStaffNo() {
        return contactStaffNo;
    }

    SubscriptionState state() {
        return state;
    }

    String disabledReason() {
        return disabledReason;
    }

    Instant disabledAt() {
        return disabledAt;
    }

    Instant previousSecretUntil() {
        return previousSecretUntil;
    }

    Instant failingSince() {
        return failingSince;
    }

    int absences() {
        return absences;
    }

    Instant createdAt() {
        return createdAt;
    }
}
