package cn.taxrollout.task.wallmap;

import cn.taxrollout.task.web.ETag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/plans/{id}/wall-map")
@Tag(name = "watching")
class WallMapResource {
    private final WallMaps maps;
    private final WallMapPage page;

    WallMapResource(WallMaps maps, WallMapPage page) {
        this.maps = maps;
        this.page = page;
    }

    @GET
    @Operation(
            summary =
                    "The wall map of a plan at the end of a day, from the record; as a page to be printed for Accept: text/html")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    @RolesAllowed({"staff", "task:read"})
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = WallMap.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(implementation = String.class))
            })
    public Response map(
            @RestPath UUID id,
            @QueryParam("asOf") LocalDate asOf,
            @QueryParam("unitId") UUID unitId,
            @QueryParam("staffNo") String staffNo,
            @Context HttpHeaders headers) {
        WallMaps.Drawn drawn = maps.draw(id, asOf, unitId, staffNo);
        boolean asPage = wantsPage(headers);
        Response.ResponseBuilder answer = asPage
                ? Response.ok(page.of(drawn.map(), headers), MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                        .header("Content-Security-Policy", WallMapPage.NOTHING_BUT_STYLE)
                : Response.ok(drawn.map(), MediaType.APPLICATION_JSON_TYPE);
        return answer.tag(ETag.of(drawn.planVersion()))
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .build();
    }

    /** Whoever takes anything gets JSON. */
    private static boolean wantsPage(HttpHeaders headers) {
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (MediaType.APPLICATION_JSON_TYPE.isCompatible(accepted)) {
                return false;
            }
            if (MediaType.TEXT_HTML_TYPE.isCompatible(accepted)) {
                return true;
            }
        }
        return false;
    }
}
