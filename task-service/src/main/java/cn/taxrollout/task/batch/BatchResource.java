package cn.taxrollout.task.batch;

import static cn.taxrollout.task.batch.ShareBatchResource.MOST_COUNTED;

import cn.taxrollout.task.batch.Batch.Content;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.MergePatch;
import cn.taxrollout.task.web.Patched;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/batches/{id}")
@Tag(name = "items and batches")
class BatchResource {
    private final Batches batches;

    BatchResource(Batches batches) {
        this.batches = batches;
    }

    @Schema(name = "BatchPatch")
    record BatchPatch(
            Optional<@NotBlank @Size(max = 200) String> name,
            Optional<LocalDate> plannedOn,
            Optional<@NotNull @Min(1) @Max(MOST_COUNTED) Long> plannedCount,
            Optional<@NotNull @Min(0) @Max(MOST_COUNTED) Long> achievedCount) {
        Content of(Content old) {
            return new Content(
                    Patched.value(name, old.name()).strip(),
                    Patched.value(plannedOn, old.plannedOn()),
                    Patched.value(plannedCount, old.planned()),
                    Patched.value(achievedCount, old.achieved()));
        }
    }

    @Schema(name = "BatchRemark")
    record Remark(@Size(max = 2000) String remark) {}

    @GET
    @Operation(summary = "A batch of a share")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<BatchView> get(@RestPath UUID id) {
        return BatchView.answer(ResponseBuilder.ok(), batches.get(id));
    }

    @PATCH
    @Operation(summary = "Change what a batch is, or say how much of it is achieved")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<BatchView> change(
            @RestPath UUID id, @Valid @NotNull BatchPatch patch, @Context HttpHeaders headers) {
        return BatchView.answer(ResponseBuilder.ok(), batches.change(id, IfMatch.of(headers), patch::of));
    }

    @DELETE
    @Operation(summary = "Remove a batch; the others keep their numbers")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(204)
    public void remove(@RestPath UUID id, @Context HttpHeaders headers) {
        batches.remove(id, IfMatch.of(headers));
    }

    @POST
    @Path("/completion")
    @Idempotent
    @Operation(summary = "Say that a batch is done, however many are achieved")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<BatchView> complete(@RestPath UUID id, @Valid @NotNull Remark said) {
        return BatchView.answer(ResponseBuilder.ok(), batches.complete(id, said.remark()));
    }

    @POST
    @Path("/reopening")
    @Idempotent
    @Operation(summary = "Say that a batch isn't done after all")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<BatchView> reopen(@RestPath UUID id) {
        return BatchView.answer(ResponseBuilder.ok(), batches.reopen(id));
    }
}
