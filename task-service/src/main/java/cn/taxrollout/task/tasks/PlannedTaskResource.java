package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.tasks.TaskViews.TaskView;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.MergePatch;
import cn.taxrollout.task.web.Patched;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.validator.constraints.UniqueElements;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/tasks")
@Tag(name = "tasks")
class PlannedTaskResource {
    private static final int NUMBER = 9_999;
    private static final int TITLE = 300;
    private static final int BODY = 20_000;
    private static final int DELIVERABLES = 50;
    private static final int DELIVERABLE = 200;
    private static final int UNITS = 100;

    private final PlannedTasks tasks;
    private final TaskReads reads;

    PlannedTaskResource(PlannedTasks tasks, TaskReads reads) {
        this.tasks = tasks;
        this.reads = reads;
    }

    /**
     * @param opensOn for WINDOW and FROM
     * @param dueOn the last day, inclusive; for all but FROM
     */
    @Schema(name = "StatedDeadline")
    record DeadlineTerms(
            @Schema(examples = "BEFORE") @NotNull Deadline.Kind kind,
            LocalDate opensOn,
            @Schema(examples = "2023-03-31") LocalDate dueOn) {
        StatedDeadline stated() {
            return new StatedDeadline(kind, opensOn, dueOn);
        }
    }

    /**
     * @param number the one after the highest of the plan if left out
     * @param unitIds the responsible units in the order of the plan
     * @param jointRule ALL if left out
     * @param leadUnitId one of the units for LEAD, else left out
     * @param source what orders it beside the plan
     * @param reason needed once the plan is published, unless there is a source
     */
    record NewTask(
            @NotNull UUID phaseId,
            @Schema(examples = "24") @Min(1) @Max(NUMBER) Integer number,

            @Schema(examples = "开展数据核对") @NotBlank @Size(max = TITLE)
            String title,

            @Size(max = BODY) String body,
            @UniqueElements @Size(max = DELIVERABLES) List<@NotBlank @Size(max = DELIVERABLE) String> deliverables,
            @NotNull @Valid DeadlineTerms deadline,
            @NotEmpty @Size(max = UNITS) List<@NotNull UUID> unitIds,
            JointRule jointRule,
            UUID leadUnitId,
            @Valid TaskSource source,

            @Size(max = 2_000) @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
            String reason) {
        TaskTerms terms() {
            return new TaskTerms(
                    phaseId,
                    number,
                    title,
                    body,
                    deliverables == null ? List.of() : deliverables,
                    deadline.stated(),
                    unitIds,
                    jointRule == null ? JointRule.ALL : jointRule,
                    leadUnitId);
        }
    }

    @Schema(name = "StatedDeadlinePatch")
    record DeadlinePatch(
            Optional<Deadline.@NotNull Kind> kind, Optional<LocalDate> opensOn, Optional<LocalDate> dueOn) {
        StatedDeadline onto(StatedDeadline old) {
            return new StatedDeadline(
                    Patched.value(kind, old.kind()),
                    Patched.value(opensOn, old.opensOn()),
                    Patched.value(dueOn, old.dueOn()));
        }
    }

    /** @param reason needed once the plan is published */
    @Schema(name = "TaskPatch")
    record TaskPatch(
            Optional<@NotNull UUID> phaseId,
            Optional<@NotNull @Min(1) @Max(NUMBER) Integer> number,
            Optional<@NotBlank @Size(max = TITLE) String> title,
            Optional<@Size(max = BODY) String> body,
            Optional<@NotNull @UniqueElements @Size(max = DELIVERABLES) List<@NotBlank @Size(max = DELIVERABLE) String>>
                    deliverables,
            @Valid DeadlinePatch deadline,
            Optional<@NotEmpty @Size(max = UNITS) List<@NotNull UUID>> unitIds,
            Optional<@NotNull JointRule> jointRule,
            Optional<UUID> leadUnitId,

            @Size(max = 2_000) @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
            String reason) {
        TaskTerms onto(TaskTerms old) {
            return new TaskTerms(
                    Patched.value(phaseId, old.phaseId()),
                    Patched.value(number, old.number()),
                    Patched.value(title, old.title()),
                    Patched.value(body, old.body()),
                    Patched.value(deliverables, old.deliverables()),
                    deadline == null ? old.deadline() : deadline.onto(old.deadline()),
                    Patched.value(unitIds, old.unitIds()),
                    Patched.value(jointRule, old.jointRule()),
                    Patched.value(leadUnitId, old.leadUnitId()));
        }
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Write a task into a plan",
            description =
                    "To a published plan it is added ad hoc: its units get their shares at once, its reminders are owed, and the plan"
                            + " gets its next version. A phase that was complete is open again.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<TaskView> add(@Valid @NotNull NewTask task) {
        Task added = tasks.add(task.terms(), task.source(), task.reason());
        return answer(ResponseBuilder.created(URI.create("/v1/tasks/" + added.id())), added);
    }

    @PATCH
    @Path("/{id}")
    @Operation(
            summary = "Change what a plan says of a task",
            description =
                    "In a published plan units that are added get their shares, those of units that are taken away are cancelled, a"
                            + " deadline is moved, and the plan gets its next version, for which a reason is needed.")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<TaskView> change(
            @RestPath UUID id, @Valid @NotNull TaskPatch patch, @Context HttpHeaders headers) {
        return answer(ResponseBuilder.ok(), tasks.change(id, IfMatch.of(headers), patch::onto, patch.reason()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Take a task out of a plan",
            description =
                    "In a published plan its shares are cancelled, it stays on record, and the plan gets its next version.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(204)
    public void remove(
            @RestPath UUID id,
            @Parameter(description = "needed once the plan is published")
                    @QueryParam("reason")
                    @Size(max = 2_000)
                    @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
                    String reason,
            @Context HttpHeaders headers) {
        tasks.remove(id, IfMatch.of(headers), reason);
    }

    private RestResponse<TaskView> answer(ResponseBuilder<TaskView> response, Task task) {
        TaskReads.Found found = reads.get(task.id());
        return response.entity(found.view()).tag(ETag.of(found.version())).build();
    }
}
