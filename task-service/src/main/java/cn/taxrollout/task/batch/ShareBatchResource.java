package cn.taxrollout.task.batch;

import cn.taxrollout.task.batch.Batch.Content;
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
import java.net.URI;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The batches in which a unit carries out its share. */
@Path("/v1/tasks/{id}/assignments/{unitId}/batches")
@Tag(name = "items and batches")
class ShareBatchResource {
    /** More than there are taxpayers. */
    static final long MOST_COUNTED = 1_000_000_000L;

    private final Batches batches;
    private final BatchRepository repository;

    ShareBatchResource(Batches batches, BatchRepository repository) {
        this.batches = batches;
        this.repository = repository;
    }

    /**
     * @param plannedOn not after the share's last day
     * @param plannedCount how many there are in it, such as taxpayers
     * @param achievedCount how many of them are done, 0 unless said
     */
    record NewBatch(
            @NotBlank @Size(max = 200) String name,
            LocalDate plannedOn,
            @NotNull @Min(1) @Max(MOST_COUNTED) Long plannedCount,
            @Min(0) @Max(MOST_COUNTED) Long achievedCount) {}

    @GET
    @Operation(summary = "The batches of a share by number")
    @RolesAllowed({"staff", "task:read"})
    public Page<BatchView> list(
            @RestPath UUID id,
            @RestPath UUID unitId,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        batches.share(id, unitId);
        return Page.of(
                repository.of(id, unitId, Page.numberPosition(cursor), limit + 1),
                limit,
                batch -> String.valueOf(batch.number()),
                BatchView::of);
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Add a batch to a share",
            description =
                    "A progress report on a share with batches may leave out its percentage, which then follows from them.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<BatchView> add(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull NewBatch batch) {
        Batch added = batches.add(
                id,
                unitId,
                new Content(
                        batch.name().strip(),
                        batch.plannedOn(),
                        batch.plannedCount(),
                        batch.achievedCount() == null ? 0 : batch.achievedCount()));
        return BatchView.answer(ResponseBuilder.created(URI.create("/v1/batches/" + added.id())), added);
    }
}
