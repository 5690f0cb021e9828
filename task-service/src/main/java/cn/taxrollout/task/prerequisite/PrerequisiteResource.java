package cn.taxrollout.task.prerequisite;

import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskStatus;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.IfMatch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/tasks/{id}/prerequisites")
@Tag(name = "tasks")
class PrerequisiteResource {
    private static final int MOST = 50;

    private final Prerequisites prerequisites;

    PrerequisiteResource(Prerequisites prerequisites) {
        this.prerequisites = prerequisites;
    }

    /**
     * @param prerequisites other tasks of the plan, all of them
     * @param reason needed once the plan is published
     */
    record NewPrerequisites(
            @NotNull @Size(max = MOST) List<@NotNull UUID> prerequisites,
            @Size(max = 2000) String reason) {}

    @Schema(name = "LinkedTask")
    record LinkedTaskView(UUID id, int number, String title, TaskStatus status) {
        static LinkedTaskView of(Task task) {
            return new LinkedTaskView(task.id(), task.number(), task.title(), task.status());
        }

        static List<LinkedTaskView> of(List<Task> tasks) {
            return tasks.stream().map(LinkedTaskView::of).toList();
        }
    }

    /**
     * @param blocked whether one of the prerequisites isn't done
     * @param prerequisites the tasks that have to be completed, established or cancelled before this one is worked on
     * @param waiting the tasks that wait for this one
     */
    @Schema(name = "Prerequisites")
    record PrerequisitesView(
            UUID taskId, boolean blocked, List<LinkedTaskView> prerequisites, List<LinkedTaskView> waiting) {}

    @GET
    @Operation(summary = "For which tasks a task waits, and which wait for it")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<PrerequisitesView> get(@RestPath UUID id) {
        return answer(prerequisites.get(id));
    }

    @PUT
    @Operation(
            summary = "Say for which tasks of the plan a task waits (finish to start)",
            description =
                    "By the office, the coordinating group or an administrator. While one of them is open, the units can sign for "
                            + "the task and not work on it: no reports, no submission. Tasks can't wait for each other.")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<PrerequisitesView> set(
            @RestPath UUID id, @Valid @NotNull NewPrerequisites wanted, @Context HttpHeaders headers) {
        return answer(prerequisites.set(id, IfMatch.of(headers), wanted.prerequisites(), wanted.reason()));
    }

    private static RestResponse<PrerequisitesView> answer(Prerequisites.Place place) {
        var view = new PrerequisitesView(
                place.taskId(), place.blocked(), LinkedTaskView.of(place.before()), LinkedTaskView.of(place.after()));
        return ResponseBuilder.ok(view).tag(ETag.of(place.version())).build();
    }
}
