package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Choice;
import cn.taxrollout.notification.web.Cursor;
import cn.taxrollout.notification.web.Language;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The caller's own inbox; nobody reads another's. */
@Path("/v1/inbox")
@Tag(name = "inbox")
@RolesAllowed("staff")
class InboxResource {
    private static final int MAX_LIMIT = 200;

    private final Inbox inbox;
    private final InboxRepository messages;
    private final LiveInbox live;
    private final Caller caller;

    InboxResource(Inbox inbox, InboxRepository messages, LiveInbox live, Caller caller) {
        this.inbox = inbox;
        this.messages = messages;
        this.live = live;
        this.caller = caller;
    }

    /**
     * One page of messages, newest first.
     *
     * @param nextCursor null on the last page
     * @param counts of the whole inbox, whatever the filters
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InboxPage(List<MessageView> items, String nextCursor, InboxRepository.Counts counts) {}

    @GET
    @Operation(summary = "My messages, newest first")
    public InboxPage list(
            @Parameter(schema = @Schema(implementation = MessageState.class)) @RestQuery String state,
            @Parameter(schema = @Schema(implementation = MessageKind.class)) @RestQuery String kind,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(MAX_LIMIT) int limit,
            @RestQuery String cursor,
            @Context HttpHeaders headers) {
        long before = cursor == null ? Long.MAX_VALUE : Cursor.position(cursor);
        List<InboxMessage> found = messages.list(
                caller.staffId(),
                Choice.of(MessageState.class, "state", state),
                Choice.of(MessageKind.class, "kind", kind),
                before,
                limit + 1);
        List<InboxMessage> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? Cursor.at(page.get(limit - 1).position()) : null;
        Language language = Language.of(headers);
        return new InboxPage(
                page.stream().map(message -> MessageView.of(message, language)).toList(),
                next,
                messages.counts(caller.staffId()));
    }

    @POST
    @Path("/{id}/read")
    @Operation(summary = "Mark as read; may be repeated")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MessageView.class)))
    @APIResponse(responseCode = "404", description = "No such message in my inbox")
    public MessageView read(@RestPath UUID id, @Context HttpHeaders headers) {
        return MessageView.of(inbox.read(caller.staffId(), id), Language.of(headers));
    }

    @POST
    @Path("/{id}/acknowledgement")
    @Operation(summary = "Confirm that I have taken note; may be repeated")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MessageView.class)))
    @APIResponse(responseCode = "404", description = "No such message in my inbox")
    @APIResponse(responseCode = "409", description = "The message asks for no acknowledgement")
    public MessageView acknowledge(@RestPath UUID id, @Context HttpHeaders headers) {
        return MessageView.of(inbox.acknowledge(caller.staffId(), id), Language.of(headers));
    }

    /** The stream ends with the token's validity at the latest; the screen returns with a fresh one and misses nothing. */
    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "My new messages as server-sent events",
            description =
                    "Events of the name message carry one message each. Every event has an id; sent back as Last-Event-ID"
                            + " it resumes where the stream ended, without loss or repeat.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = MessageView.class)))
    public Multi<OutboundSseEvent> stream(
            @RestHeader("Last-Event-ID") String lastEventId, @Context HttpHeaders headers, @Context Sse sse) {
        OptionalLong after = lastEventId == null ? OptionalLong.empty() : OptionalLong.of(Cursor.position(lastEventId));
        return live.open(caller.staffId(), Language.of(headers), after, sse)
                .select()
                .first(caller.tokenLife());
    }
}
