package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.directory.Person;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Texts;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1")
@Tag(name = "watching")
class CalendarResource {
    static final String CALENDAR = "text/calendar;charset=UTF-8";

    private final CalendarLinks links;
    private final DueDates dueDates;

    CalendarResource(CalendarLinks links, DueDates dueDates) {
        this.links = links;
        this.dueDates = dueDates;
    }

    @Schema(name = "CalendarLink")
    record LinkView(UUID id, OffsetDateTime createdAt) {
        static LinkView of(CalendarLink link) {
            return new LinkView(link.id(), BusinessDay.inChina(link.createdAt()));
        }
    }

    /** @param url the path with the secret, which is told this once */
    @Schema(name = "NewCalendarLink")
    record NewLinkView(UUID id, OffsetDateTime createdAt, String url) {}

    /** Takes no Idempotency-Key: its answer would be kept, and the secret with it. Whoever lost the answer revokes and asks again. */
    @POST
    @Operation(summary = "Make a secret address for the caller's calendar; it is told this once")
    @Path("/calendar-links")
    @RolesAllowed("staff")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NewLinkView.class)))
    public Response make() {
        CalendarLinks.Made made = links.make();
        LinkView link = LinkView.of(made.link());
        return Response.created(URI.create("/v1/calendar-links/" + link.id()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(new NewLinkView(
                        link.id(),
                        link.createdAt(),
                        "/v1/calendar/" + made.token().text() + ".ics"))
                .build();
    }

    @GET
    @Operation(summary = "The caller's calendar links that work, oldest first, without their secrets")
    @Path("/calendar-links")
    @RolesAllowed("staff")
    public Page<LinkView> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        return Page.of(
                links.own(Page.idPosition(cursor), limit + 1),
                limit,
                link -> link.id().toString(),
                LinkView::of);
    }

    @DELETE
    @Operation(summary = "Revoke a calendar link of the caller")
    @Path("/calendar-links/{id}")
    @RolesAllowed("staff")
    public void revoke(@RestPath UUID id) {
        links.revoke(id);
    }

    @GET
    @Operation(
            summary =
                    "The due dates of the open shares of a person's units as iCalendar; whoever knows the secret may read it")
    @Path("/calendar/{token}.ics")
    @PermitAll
    @Produces(CALENDAR)
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = CALENDAR, schema = @Schema(implementation = String.class)))
    public Response feed(@RestPath String token, @Context HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        Person person = links.holder(new CalendarToken(token));
        return answer(CalendarFile.of(texts.text("calendar.name", List.of()), dueDates.of(person), texts));
    }

    /** The tag's fingerprint tells what has changed; there is no version. */
    static Response answer(String file) {
        return Response.ok(file)
                .tag(ETag.of(0))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
