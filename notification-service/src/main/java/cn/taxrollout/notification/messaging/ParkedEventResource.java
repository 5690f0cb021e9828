package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Events that could not be applied: for operators to see and, once the cause is gone, to replay. */
@Path("/v1/parked-events")
@Tag(name = "parked events")
@RolesAllowed({"staff", "notification:write"})
class ParkedEventResource {
    private static final Logger LOG = Logger.getLogger(ParkedEventResource.class);
    private static final int SHOWN_OF_PAYLOAD = 2_000;

    private final ParkedEvents parked;
    private final ParkedEventReplay replay;
    private final Caller caller;

    ParkedEventResource(ParkedEvents parked, ParkedEventReplay replay, Caller caller) {
        this.parked = parked;
        this.replay = replay;
        this.caller = caller;
    }

    /**
     * An event as it came.
     *
     * @param payload its first 2,000 characters
     * @param reason why it could not be applied
     */
    @Schema(name = "ParkedEvent")
    record ParkedEventView(
            String topic,
            int partition,
            long offset,
            String key,
            String type,
            Map<String, String> headers,
            String payload,
            String reason,
            Instant parkedAt) {
        static ParkedEventView of(ParkedEvent parked) {
            IncomingEvent event = parked.event();
            String payload = new String(event.payload(), StandardCharsets.UTF_8);
            return new ParkedEventView(
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    event.key(),
                    event.type(),
                    event.headers(),
                    payload.substring(0, Math.min(SHOWN_OF_PAYLOAD, payload.length())),
                    parked.reason(),
                    parked.parkedAt());
        }
    }

    @GET
    @Operation(summary = "Parked events, oldest first; for operators")
    public Page<ParkedEventView> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustOperate();
        return Page.of(
                parked.list(Page.numberPosition(cursor, 0), limit + 1),
                limit,
                event -> Long.toString(event.id()),
                ParkedEventView::of);
    }

    @POST
    @Path("/{key}/replay")
    @Operation(summary = "Apply the parked events of a key in order, up to the first that still fails; for operators")
    public ParkedEventReplay.Result replay(@RestPath String key) {
        caller.mustOperate();
        LOG.infof("%s replays the parked events of %s", caller.name(), key);
        return replay.replay(key);
    }
}
