package cn.taxrollout.task.checklist;

import cn.taxrollout.task.checklist.ChecklistItem.Content;
import cn.taxrollout.task.checklist.ChecklistItemRepository.Filter;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.MergePatch;
import cn.taxrollout.task.web.Page;
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
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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

@Path("/v1/items")
@Tag(name = "items and batches")
class ItemResource {
    private final Checklists checklists;
    private final ChecklistItemRepository items;
    private final Caller caller;

    ItemResource(Checklists checklists, ChecklistItemRepository items, Caller caller) {
        this.checklists = checklists;
        this.items = items;
        this.caller = caller;
    }

    /**
     * @param percent how far it is; it is done by completion only
     * @param position its new place, from 1; the others make room
     */
    @Schema(name = "ItemPatch")
    record ItemPatch(
            Optional<@NotBlank @Size(max = 200) String> title,
            Optional<LocalDate> plannedOn,
            Optional<@NotNull Boolean> required,
            Optional<@Size(min = 1, max = 50) String> staffNo,
            Optional<UUID> responsibleUnitId,
            Optional<@NotNull @Min(0) @Max(100) Integer> percent,
            Optional<@NotNull @Min(1) Integer> position) {
        Content of(Content old) {
            return new Content(
                    Patched.value(title, old.title()).strip(),
                    Patched.value(plannedOn, old.plannedOn()),
                    Patched.value(required, old.required()),
                    Patched.value(staffNo, old.staffNo()),
                    Patched.value(responsibleUnitId, old.responsibleUnitId()));
        }
    }

    @Schema(name = "Remark")
    record Remark(@Size(max = 2000) String remark) {}

    @GET
    @Operation(summary = "Open items of all tasks that the caller may see, such as those that a person sees to")
    @RolesAllowed({"staff", "task:read"})
    public Page<ItemView> open(
            @QueryParam("staffNo") String staffNo,
            @QueryParam("responsibleUnitId") UUID responsibleUnitId,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        var filter = new Filter(staffNo, responsibleUnitId, caller.readableBureaus());
        return Page.of(
                items.open(filter, Page.idPosition(cursor), limit + 1),
                limit,
                item -> item.id().toString(),
                ItemView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "An item of a share")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<ItemView> get(@RestPath UUID id) {
        return ItemView.answer(ResponseBuilder.ok(), checklists.get(id));
    }

    @PATCH
    @Path("/{id}")
    @Operation(
            summary = "Change what an item says, how far it is, or its place",
            description = "Who sees to it may say how far it is.")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<ItemView> change(
            @RestPath UUID id, @Valid @NotNull ItemPatch patch, @Context HttpHeaders headers) {
        ChecklistItem changed = checklists.change(
                id,
                IfMatch.of(headers),
                patch::of,
                Patched.value(patch.percent(), null),
                Patched.value(patch.position(), null));
        return ItemView.answer(ResponseBuilder.ok(), changed);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Remove an item; those behind it move up")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(204)
    public void remove(@RestPath UUID id, @Context HttpHeaders headers) {
        checklists.remove(id, IfMatch.of(headers));
    }

    @POST
    @Path("/{id}/completion")
    @Idempotent
    @Operation(summary = "Say that an item is done")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<ItemView> complete(@RestPath UUID id, @Valid @NotNull Remark said) {
        return ItemView.answer(ResponseBuilder.ok(), checklists.complete(id, said.remark()));
    }

    @POST
    @Path("/{id}/reopening")
    @Idempotent
    @Operation(summary = "Say that an item isn't done after all")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<ItemView> reopen(@RestPath UUID id) {
        return ItemView.answer(ResponseBuilder.ok(), checklists.reopen(id));
    }
}
