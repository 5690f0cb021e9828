package cn.taxrollout.task.prerequisite;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.Precondition;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/tasks/{id}/preconditions")
@Tag(name = "tasks")
class PreconditionResource {
    private final Preconditions preconditions;

    PreconditionResource(Preconditions preconditions) {
        this.preconditions = preconditions;
    }

    /** @param statement what has to be the case, in words */
    record NewPrecondition(@NotBlank @Size(max = 500) String statement) {}

    /** @param note such as where it is written, null if there is nothing to say */
    record Confirmation(@Size(max = 2000) String note) {}

    record Revocation(@NotBlank @Size(max = 2000) String reason) {}

    /**
     * @param judgedAt when it was last confirmed or revoked, null before
     * @param judgedBy by whom, null before
     * @param note what was said with it
     */
    @Schema(name = "Precondition")
    record PreconditionView(
            UUID id,
            String statement,
            OffsetDateTime statedAt,
            Actor statedBy,
            boolean met,
            OffsetDateTime judgedAt,
            Actor judgedBy,
            String note) {
        static PreconditionView of(Precondition precondition) {
            return new PreconditionView(
                    precondition.id(),
                    precondition.statement(),
                    BusinessDay.inChina(precondition.statedAt()),
                    precondition.stater(),
                    precondition.met(),
                    BusinessDay.inChina(precondition.judgedAt()),
                    precondition.judge(),
                    precondition.note());
        }
    }

    @GET
    @Operation(
            summary = "What has to be the case before a task is worked on",
            description = "All of it, in the order in which it was stated; there are never more than 50 conditions.")
    @RolesAllowed({"staff", "task:read"})
    public List<PreconditionView> list(@RestPath UUID id) {
        return preconditions.of(id).stream().map(PreconditionView::of).toList();
    }

    @GET
    @Path("/{preconditionId}")
    @Operation(summary = "A condition that a task waits for")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<PreconditionView> get(@RestPath UUID id, @RestPath UUID preconditionId) {
        Precondition precondition = preconditions.get(id, preconditionId);
        return ResponseBuilder.ok(PreconditionView.of(precondition))
                .tag(ETag.of(precondition.version()))
                .build();
    }

    @POST
    @Idempotent
    @Operation(
            summary = "State what has to be the case before a task is worked on",
            description =
                    "By the office, the coordinating group or an administrator. Until it is confirmed, the units can sign for the "
                            + "task and not work on it.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<PreconditionView> state(@RestPath UUID id, @Valid @NotNull NewPrecondition wanted) {
        Precondition precondition = preconditions.state(id, wanted.statement());
        return ResponseBuilder.<PreconditionView>created(
                        URI.create("/v1/tasks/" + id + "/preconditions/" + precondition.id()))
                .entity(PreconditionView.of(precondition))
                .tag(ETag.of(precondition.version()))
                .build();
    }

    @POST
    @Idempotent
    @Path("/{preconditionId}/confirmation")
    @Operation(
            summary = "Confirm that a condition is met",
            description = "By the office, the coordinating group or an administrator.")
    @RolesAllowed({"staff", "task:write"})
    public PreconditionView confirm(
            @RestPath UUID id, @RestPath UUID preconditionId, @Valid @NotNull Confirmation confirmation) {
        return PreconditionView.of(preconditions.judge(id, preconditionId, true, confirmation.note()));
    }

    @POST
    @Idempotent
    @Path("/{preconditionId}/revocation")
    @Operation(
            summary = "Revoke that a condition is met: the task has to wait again",
            description = "By the office, the coordinating group or an administrator.")
    @RolesAllowed({"staff", "task:write"})
    public PreconditionView revoke(
            @RestPath UUID id, @RestPath UUID preconditionId, @Valid @NotNull Revocation revocation) {
        return PreconditionView.of(preconditions.judge(id, preconditionId, false, revocation.reason()));
    }
}
