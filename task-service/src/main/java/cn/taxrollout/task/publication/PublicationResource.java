package cn.taxrollout.task.publication;

import cn.taxrollout.task.plan.PlanView;
import cn.taxrollout.task.web.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/plans/{id}/publication")
@Tag(name = "plans")
class PublicationResource {
    private final PlanPublication publication;

    PublicationResource(PlanPublication publication) {
        this.publication = publication;
    }

    @POST
    @Idempotent
    @Operation(summary = "Publish a drafted plan: its units get their shares")
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PlanView.class)))
    public Response publish(@RestPath UUID id) {
        return PlanView.answer(Response.ok(), publication.publish(id));
    }
}
