package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/plans/{id}/calendar.ics")
@Tag(name = "watching")
class PlanCalendarResource {
    private final DueDates dueDates;

    PlanCalendarResource(DueDates dueDates) {
        this.dueDates = dueDates;
    }

    @GET
    @Operation(summary = "The due dates of a plan's open shares as iCalendar")
    @RolesAllowed({"staff", "task:read"})
    @Produces(CalendarResource.CALENDAR)
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = CalendarResource.CALENDAR, schema = @Schema(implementation = String.class)))
    public Response ofPlan(@RestPath UUID id, @Context HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        return CalendarResource.answer(
                CalendarFile.of(texts.text("calendar.name", List.of()), dueDates.ofPlan(id), texts));
    }
}
