package cn.taxrollout.task.extension;

import cn.taxrollout.task.extension.ExtensionRequestRepository.Filter;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.Task.ExtensionScope;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
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
import java.net.URI;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/tasks/{id}/extension-requests")
@Tag(name = "deadlines")
class TaskExtensionResource {
    private final Extensions extensions;
    private final ExtensionRequestRepository requests;
    private final TaskRepository tasks;
    private final Caller caller;

    TaskExtensionResource(
            Extensions extensions, ExtensionRequestRepository requests, TaskRepository tasks, Caller caller) {
        this.tasks = tasks;
        this.extensions = extensions;
        this.requests = requests;
        this.caller = caller;
    }

    /**
     * @param unitId the responsible unit that asks
     * @param scope for its own share, unless it says TASK
     * @param wishedDueOn the last day it asks for
     */
    record NewExtensionRequest(
            @NotNull UUID unitId,
            ExtensionScope scope,
            @NotNull LocalDate wishedDueOn,
            @NotBlank @Size(max = 2000) String reason) {}

    @POST
    @Idempotent
    @Operation(
            summary = "Ask for more time",
            description =
                    "By a member of a responsible unit, for its own share or for the whole task. A unit may have one open "
                            + "request for a task.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<ExtensionRequestView> ask(@RestPath UUID id, @Valid @NotNull NewExtensionRequest wish) {
        ExtensionScope scope = wish.scope() == null ? ExtensionScope.SHARE : wish.scope();
        ExtensionRequest request = extensions.ask(id, wish.unitId(), scope, wish.wishedDueOn(), wish.reason());
        return ResponseBuilder.<ExtensionRequestView>created(URI.create("/v1/extension-requests/" + request.id()))
                .entity(ExtensionRequestView.of(request))
                .build();
    }

    @GET
    @Operation(summary = "The requests for more time for a task, oldest first")
    @RolesAllowed({"staff", "task:read"})
    public Page<ExtensionRequestView> list(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        if (!caller.mayRead(tasks.get(id).plan().bureauId())) {
            throw Refusal.notFound("task-unknown", id);
        }
        var filter = new Filter(null, id, null, null, caller.readableBureaus());
        return Page.of(
                requests.list(filter, Page.idPosition(cursor), limit + 1),
                limit,
                request -> request.id().toString(),
                ExtensionRequestView::of);
    }
}
