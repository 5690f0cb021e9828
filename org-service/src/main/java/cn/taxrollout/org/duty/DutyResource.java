package cn.taxrollout.org.duty;

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
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1")
@Tag(name = "duties")
class DutyResource {
    private final Duties duties;
    private final Clock clock;

    DutyResource(Duties duties, Clock clock) {
        this.duties = duties;
        this.clock = clock;
    }

    /**
     * The whole list from a day on.
     *
     * @param from the first day; today without one
     * @param clauses in their order; none for a unit that answers for nothing from then on
     */
    record NewDuties(
            LocalDate from, @NotNull @Size(max = 200) List<@NotNull @Valid Clause> clauses) {}

    /** @param version null if no list was recorded for that day */
    record DutiesView(
            UUID unitId,
            LocalDate at,
            @Schema(nullable = true) DutyVersionView version) {}

    /**
     * A unit that answers for what was searched.
     *
     * @param version the number of the version in which the clauses stand
     * @param from since when this version holds, null for ever
     * @param to until when, inclusive, null while open
     * @param clauses those that contain the text
     */
    record AnsweringUnit(
            UUID unitId,
            @Schema(examples = "G-RISK") String unitCode,
            @Schema(examples = "数据风险组") String unitName,
            @Schema(examples = "2") int version,

            @Schema(nullable = true, examples = "2023-01-01")
            LocalDate from,

            @Schema(nullable = true, examples = "2023-12-31")
            LocalDate to,

            List<Clause> clauses) {
        static AnsweringUnit of(DutyRepository.Answering unit) {
            return new AnsweringUnit(
                    unit.unitId(), unit.code(), unit.name(), unit.number(), unit.from(), unit.to(), unit.clauses());
        }
    }

    @GET
    @Path("/units/{id}/duties")
    @Operation(summary = "What a unit answers for on a day")
    @RolesAllowed({"staff", "org:read"})
    public DutiesView get(@RestPath UUID id, @QueryParam("at") LocalDate at) {
        LocalDate day = dayOrToday(at);
        return view(id, day, duties.of(id, day));
    }

    @POST
    @Idempotent
    @Path("/units/{id}/duties")
    @Operation(summary = "Record what a unit answers for from a day on")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public DutiesView replace(@RestPath UUID id, @Valid @NotNull NewDuties list) {
        LocalDate from = dayOrToday(list.from());
        return view(id, from, duties.replace(new Duties.Replacement(id, from, list.clauses())));
    }

    @GET
    @Path("/units/{id}/duties/versions")
    @Operation(summary = "The versions of a unit's duties")
    @RolesAllowed({"staff", "org:read"})
    public Page<DutyVersionView> versions(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        int after = Page.position(cursor, Integer::valueOf, 0);
        List<DutyVersion> versions = duties.versions(id).stream()
                .filter(version -> version.number() > after)
                .toList();
        return Page.of(versions, limit, version -> Integer.toString(version.number()), DutyVersionView::of);
    }

    @GET
    @Path("/duties")
    @Operation(summary = "Find the units that answer for something")
    @RolesAllowed({"staff", "org:read"})
    public Page<AnsweringUnit> answering(
            @QueryParam("q") @NotBlank @Size(max = 60) String q,
            @QueryParam("under") UUID under,
            @QueryParam("at") LocalDate at,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        return Page.of(
                duties.answering(q, under, dayOrToday(at), Page.position(cursor), limit + 1),
                limit,
                DutyRepository.Answering::code,
                AnsweringUnit::of);
    }

    private static DutiesView view(UUID id, LocalDate day, Optional<DutyVersion> version) {
        return new DutiesView(id, day, version.map(DutyVersionView::of).orElse(null));
    }

    private LocalDate dayOrToday(LocalDate at) {
        return at == null ? LocalDate.now(clock) : at;
    }
}
