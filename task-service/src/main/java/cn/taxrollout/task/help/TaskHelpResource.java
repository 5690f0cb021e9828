package cn.taxrollout.task.help;

import cn.taxrollout.task.help.HelpRequestRepository.Filter;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.ETag;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/tasks/{id}/help-requests")
@Tag(name = "help")
class TaskHelpResource {
    private static final int STANDARD_DAYS = 3;

    private final HelpRequests help;
    private final HelpRequestRepository requests;
    private final TaskRepository tasks;
    private final Caller caller;

    TaskHelpResource(HelpRequests help, HelpRequestRepository requests, TaskRepository tasks, Caller caller) {
        this.tasks = tasks;
        this.help = help;
        this.requests = requests;
        this.caller = caller;
    }

    /**
     * @param fromUnitId the responsible unit that asks
     * @param toUnitId any other unit of the bureau
     * @param answerWithin working days for the answer, 3 unless it is said
     */
    record NewHelpRequest(
            @NotNull UUID fromUnitId,
            @NotNull UUID toUnitId,
            @NotBlank @Size(max = 2000) String text,
            @Min(1) @Max(60) Integer answerWithin) {}

    @POST
    @Idempotent
    @Operation(
            summary = "Ask another unit of the bureau for help with a task",
            description =
                    "By a member of a responsible unit. If nobody answers in time, the unit that was asked and the office are told "
                            + "once.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<HelpRequestView> ask(@RestPath UUID id, @Valid @NotNull NewHelpRequest wish) {
        HelpRequest request = help.ask(
                id,
                wish.fromUnitId(),
                wish.toUnitId(),
                wish.text(),
                wish.answerWithin() == null ? STANDARD_DAYS : wish.answerWithin());
        return ResponseBuilder.<HelpRequestView>created(URI.create("/v1/help-requests/" + request.id()))
                .entity(HelpRequestView.of(request))
                .tag(ETag.of(request.version()))
                .build();
    }

    @GET
    @Operation(summary = "The requests for help with a task, oldest first")
    @RolesAllowed({"staff", "task:read"})
    public Page<HelpRequestView> list(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        if (!caller.mayRead(tasks.get(id).plan().bureauId())) {
            throw Refusal.notFound("task-unknown", id);
        }
        var filter = new Filter(id, null, null, null, caller.readableBureaus());
        return Page.of(
                requests.list(filter, Page.idPosition(cursor), limit + 1),
                limit,
                request -> request.id().toString(),
                HelpRequestView::of);
    }
}
