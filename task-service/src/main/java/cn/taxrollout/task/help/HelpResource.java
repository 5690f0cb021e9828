package cn.taxrollout.task.help;

import cn.taxrollout.task.help.HelpRequestRepository.Filter;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.TaskEvent.HelpOutcome;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.Page;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/help-requests")
@Tag(name = "help")
class HelpResource {
    private final HelpRequests help;
    private final HelpRequestRepository requests;
    private final Caller caller;

    HelpResource(HelpRequests help, HelpRequestRepository requests, Caller caller) {
        this.help = help;
        this.requests = requests;
        this.caller = caller;
    }

    record Answer(@NotBlank @Size(max = 4000) String text) {}

    record Decline(@NotBlank @Size(max = 2000) String reason) {}

    @GET
    @Operation(summary = "Requests for help in the plans that the caller may see, oldest first")
    @RolesAllowed({"staff", "task:read"})
    public Page<HelpRequestView> list(
            @QueryParam("taskId") UUID taskId,
            @QueryParam("fromUnitId") UUID fromUnitId,
            @QueryParam("toUnitId") UUID toUnitId,
            @QueryParam("state") HelpState state,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        var filter = new Filter(taskId, fromUnitId, toUnitId, state, caller.readableBureaus());
        return Page.of(
                requests.list(filter, Page.idPosition(cursor), limit + 1),
                limit,
                request -> request.id().toString(),
                HelpRequestView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A request for help")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<HelpRequestView> get(@RestPath UUID id) {
        HelpRequest request = help.get(id);
        return ResponseBuilder.ok(HelpRequestView.of(request))
                .tag(ETag.of(request.version()))
                .build();
    }

    @POST
    @Idempotent
    @Path("/{id}/answer")
    @Operation(summary = "Answer a request for help", description = "By a member of the unit that was asked.")
    @RolesAllowed({"staff", "task:write"})
    public HelpRequestView answer(@RestPath UUID id, @Valid @NotNull Answer answer) {
        return HelpRequestView.of(help.answer(id, HelpOutcome.ANSWERED, answer.text()));
    }

    @POST
    @Idempotent
    @Path("/{id}/decline")
    @Operation(summary = "Decline to help", description = "By the head of the unit that was asked.")
    @RolesAllowed({"staff", "task:write"})
    public HelpRequestView decline(@RestPath UUID id, @Valid @NotNull Decline decline) {
        return HelpRequestView.of(help.answer(id, HelpOutcome.DECLINED, decline.reason()));
    }
}
