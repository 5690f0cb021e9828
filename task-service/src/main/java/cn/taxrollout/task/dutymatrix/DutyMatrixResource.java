package cn.taxrollout.task.dutymatrix;

import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/plans/{id}/duty-matrix")
@Tag(name = "watching")
class DutyMatrixResource {
    private final DutyMatrices matrices;

    DutyMatrixResource(DutyMatrices matrices) {
        this.matrices = matrices;
    }

    @GET
    @Operation(summary = "Which unit does what in a plan, with gaps and overlaps")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({"staff", "task:read"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DutyMatrix.class)))
    public Response matrix(@RestPath UUID id, @Context HttpHeaders headers) {
        DutyMatrices.Drawn drawn = matrices.draw(id, Texts.of(headers));
        return Response.ok(drawn.matrix())
                .tag(ETag.of(drawn.planVersion()))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
