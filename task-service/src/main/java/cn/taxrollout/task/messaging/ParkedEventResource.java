package cn.taxrollout.task.messaging;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** States of the directory that could not be applied: for operators to see and, once the cause is gone, to replay. */
@Path("/v1/parked-events")
@Tag(name = "parked events")
@RolesAllowed({"staff", "task:write"})
class ParkedEventResource {
    private static final int SHOWN_OF_PAYLOAD = 2_000;

    private final ParkedEvents parked;
    private final EventIntake intake;
    private final Caller caller;

    ParkedEventResource(ParkedEvents parked, EventIntake intake, Caller caller) {
        this.parked = parked;
        this.intake = intake;
        this.caller = caller;
    }

    /**
     * A state as it came.
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
            OffsetDateTime parkedAt) {
        static ParkedEventView of(ParkedEvents.Parked parked) {
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
                    BusinessDay.inChina(parked.at()));
        }
    }

    /**
     * How far a replay came.
     *
     * @param replayed states that were applied and are parked no more
     * @param waiting states of the key that are still parked
     */
    @Schema(name = "Replay")
    record ReplayView(int replayed, int waiting) {}

    @GET
    @Operation(summary = "Parked states of the directory, oldest first; for operators")
    public Page<ParkedEventView> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustAdministerTopBureau();
        return Page.of(
                parked.list(Page.numberPosition(cursor), limit + 1),
                limit,
                event -> Long.toString(event.id()),
                ParkedEventView::of);
    }

    @POST
    @Path("/{key}/replay")
    @Operation(summary = "Apply the parked states of a key again; for operators")
    public ReplayView replay(@RestPath String key) {
        caller.mustAdministerTopBureau();
        int replayed = intake.replay(key);
        return new ReplayView(replayed, parked.of(key).size());
    }
}
