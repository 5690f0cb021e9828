package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.HistoryRepository.Position;
import cn.taxrollout.task.tasks.TaskViews.DeadlineView;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.IfMatch;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/tasks/{id}/deadline")
@Tag(name = "deadlines")
class DeadlineResource {
    private final DeadlineMoves moves;
    private final TaskRepository tasks;
    private final HistoryRepository history;
    private final WorkingCalendar calendar;
    private final Caller caller;

    DeadlineResource(
            DeadlineMoves moves,
            TaskRepository tasks,
            HistoryRepository history,
            WorkingCalendar calendar,
            Caller caller) {
        this.moves = moves;
        this.tasks = tasks;
        this.history = history;
        this.calendar = calendar;
        this.caller = caller;
    }

    /**
     * @param opensOn for WINDOW and FROM
     * @param dueOn the last day, inclusive; for all but FROM
     */
    record NewDeadline(
            @NotNull Deadline.Kind kind,
            LocalDate opensOn,
            LocalDate dueOn,
            @NotBlank @Size(max = 2000) String reason) {
        StatedDeadline stated() {
            return new StatedDeadline(kind, opensOn, dueOn);
        }
    }

    @Schema(name = "ShareDueDate")
    record ShareView(UUID unitId, AssignmentState state, LocalDate dueOn) {}

    /**
     * @param deadline as it counts
     * @param writtenDueOn the last day as it was stated, before the plan's policies
     * @param shares until when each unit has time, which may be later
     * @param assumedYears years of these days whose holidays aren't known yet: Monday to Friday is assumed, until they are sent
     */
    @Schema(name = "TaskDeadline")
    record TaskDeadlineView(
            UUID taskId,
            DeadlineView deadline,
            LocalDate writtenDueOn,
            List<ShareView> shares,
            List<Integer> assumedYears) {
        static TaskDeadlineView of(Task task, WorkingDays calendar) {
            return new TaskDeadlineView(
                    task.id(),
                    DeadlineView.of(task.deadline()),
                    task.writtenDueOn(),
                    task.assignments().stream()
                            .map(share -> new ShareView(share.unitId(), share.state(), share.dueOn()))
                            .toList(),
                    task.assumedYears(calendar));
        }
    }

    /** @param unitId the unit whose share alone was concerned, null for the task's own deadline */
    @Schema(name = "DeadlineChange")
    record ChangeView(
            UUID id, UUID unitId, OffsetDateTime at, Actor actor, DeadlineView from, DeadlineView to, String reason) {
        static ChangeView of(DeadlineChange change) {
            return new ChangeView(
                    change.id(),
                    change.unitId(),
                    BusinessDay.inChina(change.at()),
                    change.actor(),
                    DeadlineView.of(change.from()),
                    DeadlineView.of(change.to()),
                    change.reason());
        }
    }

    @GET
    @Operation(summary = "The deadline of a task and what it means for each share")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<TaskDeadlineView> get(@RestPath UUID id) {
        return answer(readable(id));
    }

    @PUT
    @Operation(
            summary = "Move the deadline of an issued task that isn't closed",
            description =
                    "By the office, the coordinating group or an administrator. The plan's policy for rest days applies to the "
                            + "new day. Shares keep the working days that they had to wait. The old reminders lapse, the new ones "
                            + "are owed; the old deadline stays on record.")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<TaskDeadlineView> move(
            @RestPath UUID id, @Valid @NotNull NewDeadline deadline, @Context HttpHeaders headers) {
        return answer(moves.move(id, IfMatch.of(headers), deadline.stated()::soundFor, deadline.reason()));
    }

    @GET
    @Path("/changes")
    @Operation(summary = "The deadlines that a task and its shares had before, oldest first")
    @RolesAllowed({"staff", "task:read"})
    public Page<ChangeView> changes(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        readable(id);
        return Page.of(
                history.deadlineChanges(id, Position.parse(Page.position(cursor)), limit + 1),
                limit,
                change -> new Position(change.sequence(), change.id()).toString(),
                ChangeView::of);
    }

    private RestResponse<TaskDeadlineView> answer(Task task) {
        return ResponseBuilder.ok(TaskDeadlineView.of(task, calendar.current()))
                .tag(ETag.of(task.version()))
                .build();
    }

    private Task readable(UUID id) {
        Task task = tasks.get(id);
        if (!caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", id);
        }
        return task;
    }
}
