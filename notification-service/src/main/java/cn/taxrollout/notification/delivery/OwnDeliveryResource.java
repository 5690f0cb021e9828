package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** By which channels the caller was told of an own message. */
@Path("/v1/inbox/{id}/deliveries")
@Tag(name = "inbox")
@RolesAllowed("staff")
class OwnDeliveryResource {
    private final DeliveryRecord deliveries;
    private final Caller caller;

    OwnDeliveryResource(DeliveryRecord deliveries, Caller caller) {
        this.deliveries = deliveries;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "By which channels I was told of a message, and by which not and why")
    public List<DeliveryView> list(@RestPath UUID id) {
        return deliveries.ofOwnMessage(caller.staffId(), id).orElseThrow(() -> Refusal.notFound("message-unknown", id));
    }
}
