package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/plans")
@Tag(name = "plans")
class PlanResource {
    private final PlanRepository plans;
    private final Caller caller;

    PlanResource(PlanRepository plans, Caller caller) {
        this.plans = plans;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Plans of the bureaus that the caller may see, oldest first")
    @RolesAllowed({"staff", "task:read"})
    public Page<PlanView> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        return Page.of(
                plans.list(caller.readableBureaus(), Page.idPosition(cursor), limit + 1),
                limit,
                plan -> plan.id().toString(),
                PlanView::of);
    }

    @GET
    @Operation(summary = "A plan and what it says of itself")
    @Path("/{id}")
    @RolesAllowed({"staff", "task:read"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PlanView.class)))
    public Response get(@RestPath UUID id) {
        return PlanView.answer(Response.ok(), readable(id));
    }

    private Plan readable(UUID id) {
        Plan plan = plans.get(id);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", id);
        }
        return plan;
    }
}
