package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Idempotent;
import cn.taxrollout.notification.web.Page;
import cn.taxrollout.notification.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What left the suite, what didn't and why, for operators. */
@Path("/v1/deliveries")
@Tag(name = "deliveries")
@RolesAllowed({"staff", "notification:write"})
class DeliveryResource {
    private final DeliveryRecord deliveries;
    private final DeliveryDecisions decisions;
    private final Caller caller;

    DeliveryResource(DeliveryRecord deliveries, DeliveryDecisions decisions, Caller caller) {
        this.deliveries = deliveries;
        this.decisions = decisions;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Deliveries, the last planned first; for operators",
            description = "The times are those of the planning, from inclusive, to exclusive.")
    public Page<DeliveryView> list(
            @RestQuery DeliveryState state,
            @RestQuery ChannelName channel,
            @RestQuery String staffNo,
            @RestQuery UUID messageId,
            @RestQuery OffsetDateTime from,
            @RestQuery OffsetDateTime to,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustOperate();
        var filter = new DeliveryRecord.Filter(
                state,
                channel,
                staffNo,
                messageId,
                from == null ? null : from.toInstant(),
                to == null ? null : to.toInstant());
        Optional<UUID> before = Optional.ofNullable(cursor).map(Page::idPosition);
        return Page.of(
                deliveries.list(filter, before, limit + 1),
                limit,
                delivery -> delivery.id().toString(),
                delivery -> delivery);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A delivery with its attempts and what operators decided; for operators")
    public DeliveryHistory get(@RestPath UUID id) {
        caller.mustOperate();
        return history(id);
    }

    @POST
    @Path("/{id}/retry")
    @Idempotent
    @Operation(
            summary = "Try a delivery again at once; for operators",
            description =
                    "Whoever retries what is uncertain decides that it may arrive twice. 409 says which states allow it.")
    public DeliveryHistory retry(@RestPath UUID id) {
        caller.mustOperate();
        decisions.retry(id, caller.name());
        return history(id);
    }

    @POST
    @Path("/{id}/giving-up")
    @Idempotent
    @Operation(
            summary = "Try a delivery no more; for operators",
            description = "No other channel takes its place. 409 says which states allow it.")
    public DeliveryHistory giveUp(@RestPath UUID id) {
        caller.mustOperate();
        decisions.giveUp(id, caller.name());
        return history(id);
    }

    private DeliveryHistory history(UUID id) {
        return new DeliveryHistory(
                deliveries.find(id).orElseThrow(() -> Refusal.notFound("delivery-unknown", id)),
                deliveries.attempts(id),
                deliveries.decisions(id));
    }
}
