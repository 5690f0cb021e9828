package cn.taxrollout.notification.announcement;

import cn.taxrollout.notification.announcement.ToldRepository.Counts;
import cn.taxrollout.notification.announcement.ToldRepository.Person;
import cn.taxrollout.notification.announcement.ToldRepository.ToldNotice;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.audience.Reason;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Idempotent;
import cn.taxrollout.notification.web.Language;
import cn.taxrollout.notification.web.Page;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Messages as those see them who answer for them: sent, counted, and explained person by person. */
@Path("/v1/messages")
@Tag(name = "messages")
@RolesAllowed({"staff", "notification:write"})
class MessageResource {
    private final Announcements announcements;
    private final ToldRepository told;
    private final Caller caller;

    MessageResource(Announcements announcements, ToldRepository told, Caller caller) {
        this.announcements = announcements;
        this.told = told;
        this.caller = caller;
    }

    /**
     * A message that was told.
     *
     * @param source EVENT, ANNOUNCEMENT or CHASE
     * @param event what happened, such as {@code TaskOverdue}
     * @param rule of {@code GET /v1/audience-rules}, for an event
     * @param author who announced it
     */
    @Schema(name = "ToldMessage")
    record ToldView(
            UUID id,
            @NotNull String source,
            @NotNull String event,
            String rule,
            MessageKind kind,
            boolean acknowledgementAsked,
            String title,
            String author,
            @NotNull Instant occurredAt,
            @NotNull Instant toldAt,
            @NotNull Counts counts) {
        static ToldView of(ToldNotice notice, Counts counts, Language language) {
            return new ToldView(
                    notice.id(),
                    notice.source(),
                    notice.event(),
                    notice.rule(),
                    notice.kind(),
                    notice.acknowledgementAsked(),
                    language == Language.ENGLISH ? notice.titleEn() : notice.titleZh(),
                    notice.author(),
                    notice.occurredAt(),
                    notice.toldAt(),
                    counts);
        }
    }

    /** @param reason all reasons in words */
    @Schema(name = "AudienceMember")
    record PersonView(
            @NotNull UUID staffId,
            @NotNull String staffNo,
            String name,

            @Schema(type = SchemaType.STRING, examples = "READ")
            String messageState,

            @NotNull String reason,
            List<Reason> reasons) {
        static PersonView of(Person person, Texts texts) {
            return new PersonView(
                    person.staffId(),
                    person.staffNo(),
                    person.name(),
                    person.state(),
                    Reason.text(person.reasons(), texts),
                    person.reasons());
        }
    }

    /**
     * One page of an audience.
     *
     * @param rule of {@code GET /v1/audience-rules}, for an event
     * @param day whose appointments counted
     */
    record AudiencePage(
            List<PersonView> items,
            String nextCursor,
            String rule,
            @NotNull LocalDate day) {}

    @POST
    @Operation(
            summary = "Tell an audience something",
            description =
                    "For systems with notification:write, and for administrators within the subtree that they administer."
                            + " The people are those of today. Everyone gets it once, however many hats.")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ToldView.class)))
    @Idempotent
    public RestResponse<ToldView> tell(
            @Valid @NotNull NewMessage message, @Context UriInfo uri, @Context HttpHeaders headers) {
        caller.mustAdminister();
        Notices.Told written = announcements.tell(message, caller);
        return ResponseBuilder.<ToldView>created(uri.getAbsolutePathBuilder()
                        .path(written.noticeId().toString())
                        .build())
                .entity(view(told.notice(written.noticeId()).orElseThrow(), headers))
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A message that was told, and how far it has come; for operators and for who told it")
    public ToldView show(@RestPath UUID id, @Context HttpHeaders headers) {
        return view(visible(id), headers);
    }

    private ToldNotice visible(UUID id) {
        caller.mustAdminister();
        return told.notice(id)
                .filter(notice -> notice.isBy(caller.name()) || caller.operates())
                .orElseThrow(() -> Refusal.notFound("notice-unknown", id));
    }

    private ToldView view(ToldNotice notice, HttpHeaders headers) {
        return ToldView.of(notice, told.counts(notice.id()), Language.of(headers));
    }

    @GET
    @Path("/{id}/audience")
    @Operation(
            summary = "Who was told a message and why, or who was left out and why; for operators and for who told it",
            description = "As it was when the message was told, with the names of that time.")
    public AudiencePage audience(
            @RestPath UUID id,
            @QueryParam("told") @DefaultValue("true") boolean asksForTold,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor,
            @Context HttpHeaders headers) {
        ToldNotice notice = visible(id);
        Texts texts = Texts.of(headers);
        Page<PersonView> page = Page.of(
                told.people(id, asksForTold, Page.idPosition(cursor), limit + 1),
                limit,
                person -> person.staffId().toString(),
                person -> PersonView.of(person, texts));
        return new AudiencePage(page.items(), page.nextCursor(), notice.rule(), notice.audienceDay());
    }
}
