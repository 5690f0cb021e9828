package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Cursor;
import cn.taxrollout.notification.web.Idempotent;
import cn.taxrollout.notification.web.Language;
import cn.taxrollout.notification.web.Page;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
    record InboxPage(List<MessageView> items, String nextCursor, InboxRepository.Counts counts) {}

    @GET
    @Operation(summary = "My messages, newest first")
    public InboxPage list(
            @RestQuery MessageState state,
            @RestQuery MessageKind kind,
            @RestQuery UUID planId,
            @RestQuery UUID taskId,
            @RestQuery Boolean toAcknowledge,
            @RestQuery @Size(max = 100) String q,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor,
            @Context HttpHeaders headers) {
        long before = Page.numberPosition(cursor, Long.MAX_VALUE);
        Language language = Language.of(headers);
        Page<MessageView> page = Page.of(
                messages.list(
                        caller.staffId(),
                        new InboxRepository.Filter(state, kind, planId, taskId, toAcknowledge, q),
                        before,
                        limit + 1),
                limit,
                message -> Long.toString(message.position()),
                message -> MessageView.of(message, language));
        return new InboxPage(page.items(), page.nextCursor(), messages.counts(caller.staffId()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One of my messages")
    public MessageView show(@RestPath UUID id, @Context HttpHeaders headers) {
        return MessageView.of(inbox.show(caller.staffId(), id), Language.of(headers));
    }

    /** Messages to be marked. */
    record MessagesRead(
            @NotEmpty @Size(max = Page.MAX_LIMIT) Set<@NotNull UUID> ids) {}

    @POST
    @Path("/read")
    @Operation(
            summary = "Mark several messages as read; may be repeated",
            description = "All or none. Answers with the counts of the inbox.")
    @Idempotent
    public InboxRepository.Counts readSeveral(@Valid @NotNull MessagesRead several) {
        inbox.read(caller.staffId(), several.ids());
        return messages.counts(caller.staffId());
    }

    @POST
    @Path("/{id}/read")
    @Operation(summary = "Mark as read; may be repeated")
    @Idempotent
    public MessageView read(@RestPath UUID id, @Context HttpHeaders headers) {
        return MessageView.of(inbox.read(caller.staffId(), id), Language.of(headers));
    }

    @POST
    @Path("/{id}/acknowledgement")
    @Operation(summary = "Confirm that I have taken note; may be repeated")
    @Idempotent
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
