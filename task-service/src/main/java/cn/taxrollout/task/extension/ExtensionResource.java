package cn.taxrollout.task.extension;

import cn.taxrollout.task.extension.ExtensionRequestRepository.Filter;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.TaskEvent.ExtensionDecision;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/extension-requests")
@Tag(name = "deadlines")
class ExtensionResource {
    private final Extensions extensions;
    private final ExtensionRequestRepository requests;
    private final Caller caller;

    ExtensionResource(Extensions extensions, ExtensionRequestRepository requests, Caller caller) {
        this.extensions = extensions;
        this.requests = requests;
        this.caller = caller;
    }

    /** @param dueOn the last day that is granted, the wished one without it; only to approve */
    record Decision(
            @NotNull ExtensionDecision decision,
            LocalDate dueOn,
            @NotBlank @Size(max = 2000) String reason) {}

    @GET
    @Operation(summary = "Requests for more time in the plans that the caller may see, oldest first")
    @RolesAllowed({"staff", "task:read"})
    public Page<ExtensionRequestView> list(
            @QueryParam("planId") UUID planId,
            @QueryParam("taskId") UUID taskId,
            @QueryParam("unitId") UUID unitId,
            @QueryParam("state") ExtensionRequest.State state,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        var filter = new Filter(planId, taskId, unitId, state, caller.readableBureaus());
        return Page.of(
                requests.list(filter, Page.idPosition(cursor), limit + 1),
                limit,
                request -> request.id().toString(),
                ExtensionRequestView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A request for more time")
    @RolesAllowed({"staff", "task:read"})
    public ExtensionRequestView get(@RestPath UUID id) {
        return ExtensionRequestView.of(extensions.get(id));
    }

    @POST
    @Idempotent
    @Path("/{id}/decision")
    @Operation(
            summary = "Approve or refuse a request for more time",
            description =
                    "By the office or an administrator, except who is in a unit that would have more time by it. The day "
                            + "that is granted may be another than the wished one.")
    @RolesAllowed({"staff", "task:write"})
    public ExtensionRequestView decide(@RestPath UUID id, @Valid @NotNull Decision decision) {
        if (decision.decision() == ExtensionDecision.APPROVED) {
            return ExtensionRequestView.of(extensions.approve(id, decision.dueOn(), decision.reason()));
        }
        if (decision.dueOn() != null) {
            throw Refusal.unprocessable("decision-unsound", List.of(new Violation("dueOn", "decision-grants-nothing")));
        }
        return ExtensionRequestView.of(extensions.refuse(id, decision.reason()));
    }
}
