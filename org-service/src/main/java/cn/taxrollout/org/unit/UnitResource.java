package cn.taxrollout.org.unit;

import cn.taxrollout.org.web.Idempotent;
import cn.taxrollout.org.web.Page;
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
import jakarta.ws.rs.core.EntityTag;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1")
@Tag(name = "units")
class UnitResource {
    private final Units units;
    private final UnitRepository repository;

    UnitResource(Units units, UnitRepository repository) {
        this.units = units;
        this.repository = repository;
    }

    record NewUnit(
            @NotBlank @Size(max = 60) String code,
            @NotBlank @Size(max = 120) String name,
            @NotNull UnitKind kind,
            UUID parentId,
            Set<UnitFunction> functions) {}

    record UnitView(UUID id, String code, String name, UnitKind kind, UUID parentId, Set<UnitFunction> functions) {
        static UnitView of(Unit unit) {
            return new UnitView(unit.id(), unit.code(), unit.name(), unit.kind(), unit.parentId(), unit.functions());
        }
    }

    @GET
    @Path("/units")
    @RolesAllowed({"staff", "org:read"})
    public Page<UnitView> list(
            @RestQuery UUID parentId,
            @RestQuery UnitKind kind,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        return Page.of(
                repository.list(parentId, kind, Page.position(cursor), limit + 1), limit, Unit::code, UnitView::of);
    }

    @POST
    @Idempotent
    @Path("/units")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public RestResponse<UnitView> add(@Valid @NotNull NewUnit unit) {
        Unit added = units.add(
                unit.code(),
                unit.name(),
                unit.kind(),
                unit.parentId(),
                unit.functions() == null ? Set.of() : unit.functions());
        return ResponseBuilder.<UnitView>created(URI.create("/v1/units/" + added.id()))
                .entity(UnitView.of(added))
                .tag(tag(added))
                .build();
    }

    @GET
    @Path("/units/{id}")
    @RolesAllowed({"staff", "org:read"})
    public RestResponse<UnitView> get(@RestPath UUID id) {
        Unit unit = repository.get(id);
        return ResponseBuilder.ok(UnitView.of(unit)).tag(tag(unit)).build();
    }

    private static EntityTag tag(Unit unit) {
        return new EntityTag(Long.toString(unit.version()));
    }
}
