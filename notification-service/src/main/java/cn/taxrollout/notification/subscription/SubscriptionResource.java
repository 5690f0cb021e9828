package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.ETag;
import cn.taxrollout.notification.web.Idempotent;
import cn.taxrollout.notification.web.IfMatch;
import cn.taxrollout.notification.web.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Systems that want to be called with events. Each sees its own subscriptions alone. */
@Path("/v1/subscriptions")
@Tag(name = "subscriptions")
@RolesAllowed("notification:write")
class SubscriptionResource {
    private static final int LONGEST_URL = 2_000;
    private static final int MOST_TYPES = 100;

    private final Subscriptions subscriptions;
    private final WebhookSubscriptions kept;
    private final SubscriptionQueue queue;
    private final Caller caller;

    SubscriptionResource(
            Subscriptions subscriptions, WebhookSubscriptions kept, SubscriptionQueue queue, Caller caller) {
        this.subscriptions = subscriptions;
        this.kept = kept;
        this.queue = queue;
        this.caller = caller;
    }

    /**
     * What somebody wants to be called with.
     *
     * @param eventTypes null or empty for all
     * @param unitId null for events of all units
     * @param contactStaffNo who is told when the subscription is disabled
     */
    @Schema(name = "NewSubscription")
    record NewSubscription(
            @NotBlank @Size(max = LONGEST_URL) String url,
            @Size(max = MOST_TYPES) List<@NotNull String> eventTypes,
            UUID unitId,
            @NotBlank @Size(max = 64) String contactStaffNo) {}

    /** What is to be different; null for what stays. */
    @Schema(name = "SubscriptionChange")
    record SubscriptionChange(
            @Size(min = 1, max = LONGEST_URL) String url,
            @Size(max = MOST_TYPES) List<@NotNull String> eventTypes,
            @Size(min = 1, max = 64) String contactStaffNo,
            SubscriptionState state) {}

    /**
     * A subscription.
     *
     * @param eventTypes empty for all
     * @param unitId null for all
     * @param disabledReason null while it is active
     * @param failingSince since when no call has succeeded, null if the last did
     * @param previousSecretUntil until when the secret before signs, too; null or past if it doesn't
     * @param waiting how many events it is still to get
     */
    @Schema(name = "Subscription")
    record SubscriptionView(
            UUID id,
            String url,
            List<String> eventTypes,
            UUID unitId,
            String contactStaffNo,
            SubscriptionState state,
            String disabledReason,
            Instant disabledAt,
            Instant failingSince,
            Instant previousSecretUntil,
            Instant createdAt,
            int waiting) {}

    /**
     * A secret, told this once.
     *
     * @param subscriptionId whose it is
     * @param secret {@code whsec_} and base64
     * @param previousSecretUntil until when the secret before signs, too; null if there was none
     */
    @Schema(name = "SubscriptionSecret")
    record SecretView(UUID subscriptionId, String secret, Instant previousSecretUntil) {
        static SecretView of(Subscriptions.WithSecret made) {
            return new SecretView(
                    made.subscription().id(), made.secret(), made.subscription().previousSecretUntil());
        }
    }

    /**
     * How a test call ended.
     *
     * @param result a status, or why there was none
     */
    @Schema(name = "Ping")
    record PingView(boolean arrived, String result, int millis) {
        static PingView of(SubscriptionCalls.Result result) {
            return new PingView(
                    result.arrived(), result.text(), (int) result.took().toMillis());
        }
    }

    /** @param from events that came at that time or later */
    @Schema(name = "ReplayFrom")
    record ReplayFrom(@NotNull OffsetDateTime from) {}

    /** @param events how many are delivered again */
    @Schema(name = "Replayed")
    record ReplayedView(int events) {}

    /**
     * What became of an event.
     *
     * @param result how the last attempt ended: a status, or why there was none; null before the first
     * @param millis how long the last attempt took
     * @param nextAttemptAt null if there is none to come
     */
    @Schema(name = "SubscriptionDelivery")
    record SubscriptionDeliveryView(
            UUID eventId,
            String type,
            String key,
            SubscriptionDeliveryState state,
            int attempts,
            String result,
            @Schema(nullable = true) Integer millis,
            Instant receivedAt,
            Instant lastAttemptAt,
            Instant nextAttemptAt) {
        static SubscriptionDeliveryView of(SubscriptionQueue.Delivery delivery) {
            return new SubscriptionDeliveryView(
                    delivery.eventId(),
                    delivery.type(),
                    delivery.key(),
                    delivery.state(),
                    delivery.attempts(),
                    delivery.result(),
                    delivery.millis(),
                    delivery.receivedAt(),
                    delivery.lastAttemptAt(),
                    delivery.nextAttemptAt());
        }
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Subscribe to events; the secret is told this once",
            description =
                    "Each event is a POST of a CloudEvent 1.0 in structured mode (application/cloudevents+json), signed as in the Standard"
                            + " Webhooks specification: webhook-id is the event's id, the same at every attempt; webhook-signature is v1 (HMAC-SHA256"
                            + " over id, webhook-timestamp and body). A status 2xx takes the event. Anything else is tried again with"
                            + " growing pauses, 410 ends the subscription. Events of a task or plan come in order, each at least"
                            + " once. Of confidential plans only identifiers are told, unless the installation allows more.")
    public RestResponse<SecretView> subscribe(@Valid @NotNull NewSubscription wish) {
        Subscriptions.WithSecret made = subscriptions.subscribe(
                caller.name(),
                wish.url(),
                wish.eventTypes() == null ? List.of() : wish.eventTypes(),
                wish.unitId(),
                wish.contactStaffNo());
        return ResponseBuilder.<SecretView>created(
                        URI.create("/v1/subscriptions/" + made.subscription().id()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(SecretView.of(made))
                .build();
    }

    @GET
    @Operation(summary = "My subscriptions, oldest first")
    public Page<SubscriptionView> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        return Page.of(
                kept.list(caller.name(), Page.idPosition(cursor), limit + 1),
                limit,
                subscription -> subscription.id().toString(),
                this::view);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One of my subscriptions")
    public RestResponse<SubscriptionView> get(@RestPath UUID id) {
        return answer(kept.own(caller.name(), id));
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change one of my subscriptions, disable it, or enable it again")
    public RestResponse<SubscriptionView> change(
            @RestPath UUID id, @Valid @NotNull SubscriptionChange change, @Context HttpHeaders headers) {
        return answer(subscriptions.change(
                caller.name(),
                id,
                IfMatch.of(headers),
                change.url(),
                change.eventTypes(),
                change.contactStaffNo(),
                change.state()));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Operation(summary = "End one of my subscriptions, with all that waits for it")
    public void end(@RestPath UUID id, @Context HttpHeaders headers) {
        subscriptions.end(caller.name(), id, IfMatch.of(headers));
    }

    @POST
    @Path("/{id}/secret")
    @Operation(
            summary = "Sign with a new secret, told this once",
            description =
                    "For a day the secret before signs, too. Asked again within that day, the secret in between goes.")
    public RestResponse<SecretView> renewSecret(@RestPath UUID id) {
        return ResponseBuilder.ok(SecretView.of(subscriptions.renewSecret(caller.name(), id)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @POST
    @Path("/{id}/ping")
    @Operation(summary = "Call one of my subscriptions with an event of no meaning and tell how that went")
    public PingView ping(@RestPath UUID id) {
        return PingView.of(subscriptions.ping(caller.name(), id));
    }

    @POST
    @Path("/{id}/replay")
    @Idempotent
    @ResponseStatus(202)
    @Operation(summary = "Deliver the events of one of my subscriptions again from a time on")
    public ReplayedView replay(@RestPath UUID id, @Valid @NotNull ReplayFrom wish) {
        return new ReplayedView(
                subscriptions.replay(caller.name(), id, wish.from().toInstant()));
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(summary = "What became of the events of one of my subscriptions, newest first")
    public Page<SubscriptionDeliveryView> deliveries(
            @RestPath UUID id,
            @RestQuery SubscriptionDeliveryState state,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        return Page.of(
                queue.list(
                        kept.own(caller.name(), id).id(),
                        state,
                        Page.numberPosition(cursor, Long.MAX_VALUE),
                        limit + 1),
                limit,
                delivery -> Long.toString(delivery.position()),
                SubscriptionDeliveryView::of);
    }

    private RestResponse<SubscriptionView> answer(WebhookSubscription subscription) {
        return ResponseBuilder.ok(view(subscription))
                .tag(ETag.of(subscription.version()))
                .build();
    }

    private SubscriptionView view(WebhookSubscription subscription) {
        return new SubscriptionView(
                subscription.id(),
                subscription.url(),
                subscription.eventTypes(),
                subscription.unitId(),
                subscription.contactStaffNo(),
                subscription.state(),
                subscription.disabledReason(),
                subscription.disabledAt(),
                subscription.failingSince(),
                subscription.previousSecretUntil(),
                subscription.createdAt(),
                (int) queue.waiting(subscription.id()));
    }
}
