package cn.taxrollout.task.checklist;

import cn.taxrollout.task.checklist.ChecklistItem.Content;
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

/** The checklist of a unit's share, its sub-tasks among it. */
@Path("/v1/tasks/{id}/assignments/{unitId}/items")
@Tag(name = "items and batches")
class ShareItemResource {
    private final Checklists checklists;
    private final ChecklistItemRepository items;

    ShareItemResource(Checklists checklists, ChecklistItemRepository items) {
        this.checklists = checklists;
        this.items = items;
    }

    /**
     * @param plannedOn not after the share's last day
     * @param required whether the share can't be submitted before it is done; not so unless said
     * @param staffNo a person of the unit or a unit below who sees to it
     * @param responsibleUnitId or a unit below that sees to it
     */
    record NewItem(
            @NotBlank @Size(max = 200) String title,
            LocalDate plannedOn,
            Boolean required,
            @Size(min = 1, max = 50) String staffNo,
            UUID responsibleUnitId) {}

    @GET
    @Operation(summary = "The items of a share in their order, sub-tasks among them")
    @RolesAllowed({"staff", "task:read"})
    public Page<ItemView> list(
            @RestPath UUID id,
            @RestPath UUID unitId,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        checklists.share(id, unitId);
        return Page.of(
                items.of(id, unitId, Page.numberPosition(cursor), limit + 1),
                limit,
                item -> String.valueOf(item.position()),
                ItemView::of);
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Add something to be done within a share",
            description = "With somebody who sees to it, it is a sub-task, which that person or unit settles.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<ItemView> add(@RestPath UUID id, @RestPath UUID unitId, @Valid @NotNull NewItem item) {
        ChecklistItem added = checklists.add(
                id,
                unitId,
                new Content(
                        item.title().strip(),
                        item.plannedOn(),
                        Boolean.TRUE.equals(item.required()),
                        item.staffNo(),
                        item.responsibleUnitId()));
        return ItemView.answer(ResponseBuilder.created(URI.create("/v1/items/" + added.id())), added);
    }
}
