package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.HistoryRepository.Position;
import cn.taxrollout.task.tasks.TaskViews.AssignmentView;
import cn.taxrollout.task.tasks.TaskViews.HistoryView;
import cn.taxrollout.task.tasks.TaskViews.TaskView;
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
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/tasks")
@Tag(name = "tasks")
class TaskResource {
    private static final String SHARE = "/{id}/assignments/{unitId}/";

    private final TaskActions actions;
    private final TaskReads reads;
    private final TaskSearch search;
    private final HistoryRepository history;
    private final Caller caller;

    TaskResource(TaskActions actions, TaskReads reads, TaskSearch search, HistoryRepository history, Caller caller) {
        this.actions = actions;
        this.reads = reads;
        this.search = search;
        this.history = history;
        this.caller = caller;
    }

    /** @param percent of this unit's share; may be left out where it has batches or items, from which it follows */
    record ProgressReport(
            @Min(0) @Max(100) Integer percent,
            @NotBlank @Size(max = 4000) String text) {}

    record Reason(@NotBlank @Size(max = 2000) String reason) {}

    @GET
    @Operation(
            summary =
                    "Tasks of the plans that the caller may see, with a share that is in one of these states, shows one of these lights today and is due on one of these days, both included; q: words in title or body")
    @RolesAllowed({"staff", "task:read"})
    public Page<TaskView> list(
            @RestQuery UUID planId,
            @RestQuery UUID phaseId,
            @RestQuery UUID unitId,
            @RestQuery Set<AssignmentState> status,
            @RestQuery Set<Light> light,
            @RestQuery LocalDate dueBefore,
            @RestQuery LocalDate dueAfter,
            @RestQuery @Size(max = 100) String q,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        var filter = new TaskSearch.Filter(
                planId, phaseId, unitId, status, light, dueAfter, dueBefore, q, caller.readableBureaus());
        List<TaskView> page = reads.list(search.selection(filter, Page.idPosition(cursor), limit + 1));
        return Page.of(page, limit, task -> task.id().toString(), Function.identity());
    }

    @GET
    @Operation(summary = "A task with its shares")
    @Path("/{id}")
    @RolesAllowed({"staff", "task:read"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TaskView.class)))
    public Response get(@RestPath UUID id) {
        TaskReads.Found task = readable(id);
        return Response.ok(task.view()).tag(ETag.of(task.version())).build();
    }

    @GET
    @Operation(summary = "Every change of a task's shares")
    @Path("/{id}/history")
    @RolesAllowed({"staff", "task:read"})
    public Page<HistoryView> history(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        readable(id);
        return Page.of(
                history.of(id, Position.parse(Page.position(cursor)), limit + 1),
                limit,
                entry -> Position.of(entry).toString(),
                entry -> new HistoryView(
                        entry.id(),
                        entry.unitId(),
                        BusinessDay.inChina(entry.at()),
                        entry.actor(),
                        entry.action(),
                        entry.from(),
                        entry.to(),
                        entry.why(),
                        entry.dueOn()));
    }

    @POST
    @Idempotent
    @Operation(summary = "Sign for a share")
    @Path(SHARE + "receipt")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView receive(@RestPath UUID id, @RestPath UUID unitId) {
        return perform(
                id, unitId, AssignmentAction.RECEIPT, (task, actor, at, calendar) -> task.receive(unitId, actor));
    }

    @POST
    @Idempotent
    @Operation(summary = "Report progress of a share")
    @Path(SHARE + "progress-reports")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView report(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull ProgressReport report) {
        return perform(
                id,
                unitId,
                AssignmentAction.PROGRESS_REPORT,
                (task, actor, at, calendar) -> task.report(unitId, report.percent(), report.text(), actor));
    }

    @POST
    @Idempotent
    @Operation(summary = "Ask to close a share")
    @Path(SHARE + "submission")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView submit(@RestPath UUID id, @RestPath UUID unitId) {
        return perform(
                id,
                unitId,
                AssignmentAction.SUBMISSION,
                (task, actor, at, calendar) -> task.submit(unitId, actor, at, calendar));
    }

    @POST
    @Idempotent
    @Operation(summary = "Accept a submitted share")
    @Path(SHARE + "acceptance")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView accept(@RestPath UUID id, @RestPath UUID unitId) {
        return perform(
                id, unitId, AssignmentAction.ACCEPTANCE, (task, actor, at, calendar) -> task.accept(unitId, actor));
    }

    @POST
    @Idempotent
    @Operation(summary = "Send a submitted share back")
    @Path(SHARE + "return")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView sendBack(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull Reason why) {
        return perform(
                id,
                unitId,
                AssignmentAction.RETURN,
                (task, actor, at, calendar) -> task.sendBack(unitId, why.reason(), actor));
    }

    @POST
    @Idempotent
    @Operation(summary = "Suspend a share while a superior bureau is waited for")
    @Path(SHARE + "suspension")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView suspend(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull Reason why) {
        return perform(
                id,
                unitId,
                AssignmentAction.SUSPENSION,
                (task, actor, at, calendar) -> task.suspend(unitId, why.reason(), actor, at));
    }

    @POST
    @Idempotent
    @Operation(summary = "Go on with a suspended share; its due date moves by the working days waited")
    @Path(SHARE + "resumption")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView resume(@RestPath UUID id, @RestPath UUID unitId) {
        return perform(
                id,
                unitId,
                AssignmentAction.RESUMPTION,
                (task, actor, at, calendar) -> task.resume(unitId, actor, at, calendar));
    }

    @POST
    @Idempotent
    @Operation(summary = "Cancel a share")
    @Path(SHARE + "cancellation")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView cancel(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull Reason why) {
        return perform(
                id,
                unitId,
                AssignmentAction.CANCELLATION,
                (task, actor, at, calendar) -> task.cancel(unitId, why.reason(), actor));
    }

    @POST
    @Idempotent
    @Operation(summary = "Open a closed share again")
    @Path(SHARE + "reopening")
    @RolesAllowed({"staff", "task:write"})
    public AssignmentView reopen(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull Reason why) {
        return perform(
                id,
                unitId,
                AssignmentAction.REOPENING,
                (task, actor, at, calendar) -> task.reopen(unitId, why.reason(), actor, calendar));
    }

    private AssignmentView perform(UUID id, UUID unitId, AssignmentAction action, TaskActions.Step step) {
        return AssignmentView.of(actions.perform(id, unitId, action, step));
    }

    private TaskReads.Found readable(UUID id) {
        TaskReads.Found task = reads.get(id);
        if (!caller.mayRead(task.bureauId())) {
            throw Refusal.notFound("task-unknown", id);
        }
        return task;
    }
}
