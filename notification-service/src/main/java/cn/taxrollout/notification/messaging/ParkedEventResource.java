package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Idempotent;
import cn.taxrollout.notification.web.Page;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Refusal.Violation;
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
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Events that could not be applied: for operators to see and, once the cause is gone, to replay, or to give up. */
@Path("/v1/parked-events")
@Tag(name = "parked events")
@RolesAllowed({"staff", "notification:write"})
class ParkedEventResource {
    private static final Logger LOG = Logger.getLogger(ParkedEventResource.class);
    private static final int SHOWN_OF_PAYLOAD = 2_000;
    private static final int LONGEST_REASON = 500;

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
     * @param id rises in the order of parking
     * @param payload its first 2,000 characters
     * @param reason why it could not be applied
     */
    @Schema(name = "ParkedEvent")
    record ParkedEventView(
            long id,
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
            return new ParkedEventView(
                    parked.id(),
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    event.key(),
                    event.type(),
                    event.headers(),
                    shown(event),
                    parked.reason(),
                    parked.parkedAt());
        }
    }

    private static String shown(IncomingEvent event) {
        String payload = new String(event.payload(), StandardCharsets.UTF_8);
        return payload.substring(0, Math.min(SHOWN_OF_PAYLOAD, payload.length()));
    }

    /**
     * A key whose events wait.
     *
     * @param first the event that holds back the others
     * @param waiting how many events of the key are parked, the first included
     */
    @Schema(name = "HeldKey")
    record HeldKeyView(String key, ParkedEventView first, long waiting) {
        static HeldKeyView of(ParkedEvents.HeldKey held) {
            return new HeldKeyView(held.first().event().key(), ParkedEventView.of(held.first()), held.waiting());
        }
    }

    /**
     * @param id of the key's first event, as it was looked at
     * @param reason why it is given up, for the record
     */
    @Schema(name = "Discard")
    record Discard(Long id, String reason) {}

    /** @param waiting events of the key that are still parked */
    @Schema(name = "Discarded")
    record Discarded(long waiting) {}

    /**
     * An event that was given up.
     *
     * @param cause why it could not be applied
     * @param discardedBy staff number or system
     * @param reason why it was given up
     */
    @Schema(name = "DiscardedEvent")
    record DiscardedEventView(
            long id,
            String topic,
            int partition,
            long offset,
            String key,
            String type,
            Map<String, String> headers,
            String payload,
            String cause,
            Instant parkedAt,
            String discardedBy,
            String reason,
            Instant discardedAt) {
        static DiscardedEventView of(DiscardedEvent discarded) {
            IncomingEvent event = discarded.event();
            return new DiscardedEventView(
                    discarded.id(),
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    event.key(),
                    event.type(),
                    event.headers(),
                    shown(event),
                    discarded.cause(),
                    discarded.parkedAt(),
                    discarded.discardedBy(),
                    discarded.reason(),
                    discarded.discardedAt());
        }
    }

    @GET
    @Operation(summary = "Parked events, oldest first; for operators")
    public Page<ParkedEventView> list(
            @RestQuery String topic,
            @RestQuery String type,
            @RestQuery String key,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustOperate();
        return Page.of(
                parked.list(new ParkedEvents.Filter(topic, type, key), Page.numberPosition(cursor, 0), limit + 1),
                limit,
                event -> Long.toString(event.id()),
                ParkedEventView::of);
    }

    @GET
    @Path("/keys")
    @Operation(summary = "The keys that are held back, each with its first event and how many wait; for operators")
    public Page<HeldKeyView> keys(
            @RestQuery String topic,
            @RestQuery String type,
            @RestQuery String key,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustOperate();
        return Page.of(
                parked.heldKeys(new ParkedEvents.Filter(topic, type, key), Page.numberPosition(cursor, 0), limit + 1),
                limit,
                held -> Long.toString(held.first().id()),
                HeldKeyView::of);
    }

    @GET
    @Path("/discarded")
    @Operation(summary = "Events that were given up, the last parked first; for operators")
    public Page<DiscardedEventView> discarded(
            @RestQuery String key,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustOperate();
        return Page.of(
                parked.discarded(key, Page.numberPosition(cursor, Long.MAX_VALUE), limit + 1),
                limit,
                event -> Long.toString(event.id()),
                DiscardedEventView::of);
    }

    @POST
    @Path("/{key}/discard")
    @Idempotent
    @Operation(summary = "Give up the event that holds back a key, on record; for operators")
    public Discarded discard(@RestPath String key, Discard discard) {
        caller.mustOperate();
        if (discard == null) {
            throw Refusal.badRequest("body-missing");
        }
        if (discard.id() == null) {
            throw Refusal.badRequest("invalid-request", List.of(new Violation("id", "must-be-number")));
        }
        if (discard.reason() == null
                || discard.reason().isBlank()
                || discard.reason().length() > LONGEST_REASON) {
            throw Refusal.badRequest(
                    "invalid-request", List.of(new Violation("reason", "reason-needed", LONGEST_REASON)));
        }
        return new Discarded(replay.discard(key, discard.id(), caller.name(), discard.reason()));
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
