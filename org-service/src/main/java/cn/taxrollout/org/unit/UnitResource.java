package cn.taxrollout.org.unit;

import cn.taxrollout.org.search.Typed;
import cn.taxrollout.org.web.ETag;
import cn.taxrollout.org.web.Idempotent;
import cn.taxrollout.org.web.IfMatch;
import cn.taxrollout.org.web.MergePatch;
import cn.taxrollout.org.web.Page;
import cn.taxrollout.org.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1")
@Tag(name = "units")
class UnitResource {
    private final Units units;
    private final Clock clock;

    UnitResource(Units units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    /** @param effectiveFrom the first day on which it exists; today without one */
    record NewUnit(
            @Schema(examples = "G-RISK") @NotBlank @Size(max = 60)
            String code,

            @Schema(examples = "数据风险组") @NotBlank @Size(max = 120)
            String name,

            @Schema(examples = "WORKING_GROUP") @NotNull UnitKind kind,
            UUID parentId,
            Set<@NotNull UnitFunction> functions,
            LocalDate effectiveFrom) {}

    /**
     * @param parentId null moves the unit to the top of the tree
     * @param effectiveFrom the first day on which this holds; today without one
     */
    record UnitChange(
            @Schema(examples = "数据与风险组") Optional<@NotBlank @Size(max = 120) String> name,
            @Schema(examples = "WORKING_GROUP") Optional<@NotNull UnitKind> kind,
            Optional<UUID> parentId,
            Optional<@NotNull Set<@NotNull UnitFunction>> functions,
            LocalDate effectiveFrom) {}

    record UnitEnd(@Schema(examples = "2023-12-31") @NotNull LocalDate lastDay) {}

    /**
     * @param from since when the unit is described like that, null for ever
     * @param to until when, inclusive, null while open
     */
    record UnitView(
            UUID id,
            @Schema(examples = "G-COORD") String code,
            @Schema(examples = "综合协调组") String name,
            @Schema(examples = "WORKING_GROUP") UnitKind kind,
            @Schema(nullable = true) UUID parentId,
            Set<UnitFunction> functions,

            @Schema(nullable = true, examples = "2022-12-15")
            LocalDate from,

            @Schema(nullable = true, examples = "2023-12-31")
            LocalDate to) {
        static UnitView of(UnitOnDay unit) {
            return new UnitView(
                    unit.id(),
                    unit.code(),
                    unit.name(),
                    unit.kind(),
                    unit.parentId(),
                    unit.functions(),
                    unit.from(),
                    unit.to());
        }

        /** @throws Refusal 404 if the unit doesn't exist on that day */
        static UnitView of(Unit unit, LocalDate day) {
            UnitPeriod period = unit.on(day).orElseThrow(() -> Refusal.notFound("unit-not-on-day", unit.code(), day));
            return new UnitView(
                    unit.id(),
                    unit.code(),
                    period.name(),
                    unit.kind(),
                    period.parentId(),
                    period.functions(),
                    period.fromDate(),
                    period.toDate());
        }
    }

    /** One stretch of a unit's history or future. */
    record UnitPeriodView(
            @Schema(nullable = true, examples = "2022-12-15")
            LocalDate from,

            @Schema(nullable = true, examples = "2023-12-31")
            LocalDate to,

            @Schema(examples = "综合协调组") String name,
            @Schema(nullable = true) UUID parentId,
            Set<UnitFunction> functions) {
        static UnitPeriodView of(UnitPeriod period) {
            return new UnitPeriodView(
                    period.fromDate(), period.toDate(), period.name(), period.parentId(), period.functions());
        }
    }

    @GET
    @Path("/units")
    @Operation(summary = "The units that exist on a day, by code")
    @RolesAllowed({"staff", "org:read"})
    public Page<UnitView> list(
            @QueryParam("parentId") UUID parentId,
            @QueryParam("under") UUID under,
            @QueryParam("kind") UnitKind kind,
            @Parameter(
                            description =
                                    "part of the name, or the beginning of its pinyin, of its pinyin initials or of the code",
                            example = "zhxtz")
                    @QueryParam("q")
                    @Size(max = 60)
                    String q,
            @QueryParam("at") LocalDate at,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        return Page.of(
                units.list(
                        new UnitRepository.Wanted(parentId, under, kind, Typed.of(q), dayOrToday(at)),
                        Page.position(cursor),
                        limit + 1),
                limit,
                UnitOnDay::code,
                UnitView::of);
    }

    @POST
    @Idempotent
    @Path("/units")
    @Operation(summary = "Add a unit from a day on")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public RestResponse<UnitView> add(@Valid @NotNull NewUnit unit) {
        LocalDate from = dayOrToday(unit.effectiveFrom());
        Unit added = units.add(
                unit.code(),
                unit.kind(),
                UnitPeriod.from(
                        from, unit.name(), unit.parentId(), unit.functions() == null ? Set.of() : unit.functions()));
        return ResponseBuilder.<UnitView>created(URI.create("/v1/units/" + added.id()))
                .entity(UnitView.of(added, from))
                .tag(ETag.of(added.version()))
                .build();
    }

    @GET
    @Path("/units/{id}")
    @Operation(summary = "A unit as of a day")
    @RolesAllowed({"staff", "org:read"})
    public RestResponse<UnitView> get(@RestPath UUID id, @QueryParam("at") LocalDate at) {
        Unit unit = units.get(id);
        return answer(unit, dayOrToday(at));
    }

    @GET
    @Path("/units/{id}/periods")
    @Operation(summary = "A unit's history and what is planned for it")
    @RolesAllowed({"staff", "org:read"})
    public List<UnitPeriodView> periods(@RestPath UUID id) {
        return units.get(id).periods().stream().map(UnitPeriodView::of).toList();
    }

    @PATCH
    @Path("/units/{id}")
    @Operation(summary = "Rename or move a unit from a day on, or change its functions")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "org:write"})
    public RestResponse<UnitView> change(
            @RestPath UUID id, @Valid @NotNull UnitChange change, @Context HttpHeaders headers) {
        LocalDate from = dayOrToday(change.effectiveFrom());
        Unit changed = units.change(
                id,
                IfMatch.of(headers),
                new Units.Alteration(
                        given(change.name()), given(change.kind()), change.parentId(), given(change.functions())),
                from);
        return answer(changed, from);
    }

    @POST
    @Idempotent
    @Path("/units/{id}/end")
    @Operation(summary = "End a unit on a last day")
    @RolesAllowed({"staff", "org:write"})
    public RestResponse<UnitView> end(@RestPath UUID id, @Valid @NotNull UnitEnd end) {
        Unit ended = units.end(id, end.lastDay());
        return answer(ended, end.lastDay());
    }

    private static RestResponse<UnitView> answer(Unit unit, LocalDate day) {
        return ResponseBuilder.ok(UnitView.of(unit, day))
                .tag(ETag.of(unit.version()))
                .build();
    }

    private static <T> T given(Optional<T> value) {
        return value == null ? null : value.orElseThrow();
    }

    private LocalDate dayOrToday(LocalDate at) {
        return at == null ? LocalDate.now(clock) : at;
    }
}
