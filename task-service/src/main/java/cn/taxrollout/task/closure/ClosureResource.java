package cn.taxrollout.task.closure;

import cn.taxrollout.task.plan.PlanView;
import cn.taxrollout.task.web.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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

@Path("/v1/plans/{id}/closure")
@Tag(name = "plans")
class ClosureResource {
    private final PlanClosure closure;

    ClosureResource(PlanClosure closure) {
        this.closure = closure;
    }

    /** @param summary how the plan ended */
    record Closure(
            @Schema(examples = "试点任务全部完成") @NotBlank @Size(max = 4_000)
            String summary) {}

    @POST
    @Idempotent
    @Operation(
            summary = "Close a published plan",
            description =
                    "It may have no open tasks. Continuing tasks that are established end with it; nothing of the plan and its tasks"
                            + " changes any more, and nobody is reminded of them.")
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PlanView.class)))
    public Response close(@RestPath UUID id, @Valid @NotNull Closure closing) {
        return PlanView.answer(Response.ok(), closure.close(id, closing.summary()));
    }
}
