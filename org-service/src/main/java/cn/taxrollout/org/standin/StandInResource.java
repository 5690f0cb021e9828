package cn.taxrollout.org.standin;

import cn.taxrollout.org.web.Idempotent;
import cn.taxrollout.org.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1")
@Tag(name = "stand-ins")
class StandInResource {
    /** Lies before every id. */
    private static final UUID FIRST = new UUID(0, 0);

    private final StandIns standIns;

    StandInResource(StandIns standIns) {
        this.standIns = standIns;
    }

    /**
     * @param forStaffId whose seats it is for
     * @param staffId who stands in
     * @param unitId for the seats in this unit alone; null for all
     * @param to the last day
     */
    record NewStandIn(
            @NotNull UUID forStaffId,
            @NotNull UUID staffId,
            UUID unitId,
            @NotNull LocalDate from,
            @Schema(examples = "2023-03-31") @NotNull LocalDate to,
            @Schema(examples = "年休假") @Size(max = 200) String reason) {}

    /** @param lastDay the last day of it; a day before the first one takes it back */
    record StandInEnd(
            @Schema(examples = "2023-03-27") @NotNull LocalDate lastDay) {}

    @Schema(name = "StandInParty")
    record StandInPerson(
            UUID id,
            @Schema(examples = "N1036") String staffNo,
            @Schema(examples = "许星阑") String name) {
        static StandInPerson of(StandInRepository.Person person) {
            return new StandInPerson(person.id(), person.staffNo(), person.name());
        }
    }

    /**
     * A stand-in with those whom it concerns.
     *
     * @param unitId for the seats in this unit alone; null for all
     * @param reason absent unless {@code forStaffId} was given by somebody who may name stand-ins for that person
     */
    record NamedStandIn(
            UUID id,
            StandInPerson staff,
            StandInPerson forStaff,
            @Schema(nullable = true) UUID unitId,
            @Schema(nullable = true, examples = "数据风险组") String unitName,
            LocalDate from,
            @Schema(examples = "2023-03-31") LocalDate to,

            @Schema(nullable = true, examples = "年休假") @JsonInclude(JsonInclude.Include.NON_NULL)
            String reason) {
        static NamedStandIn of(StandInRepository.Known standIn) {
            return new NamedStandIn(
                    standIn.id(),
                    StandInPerson.of(standIn.staff()),
                    StandInPerson.of(standIn.forStaff()),
                    standIn.unitId(),
                    standIn.unitName(),
                    standIn.from(),
                    standIn.to(),
                    standIn.reason());
        }
    }

    @GET
    @Path("/stand-ins")
    @Operation(summary = "Who stands in for whom")
    @RolesAllowed({"staff", "org:read"})
    public Page<NamedStandIn> list(
            @QueryParam("staffId") UUID staffId,
            @QueryParam("forStaffId") UUID forStaffId,
            @QueryParam("unitId") UUID unitId,
            @QueryParam("at") LocalDate at,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        List<StandInRepository.Known> found = standIns.list(
                new StandInRepository.Wanted(staffId, forStaffId, unitId, at),
                Page.position(cursor, UUID::fromString, FIRST),
                limit + 1);
        return Page.of(found, limit, standIn -> standIn.id().toString(), NamedStandIn::of);
    }

    @POST
    @Idempotent
    @Path("/stand-ins")
    @Operation(summary = "Name somebody who stands in for a person for some days")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public StandInView name(@Valid @NotNull NewStandIn standIn) {
        return StandInView.of(standIns.name(
                standIn.forStaffId(),
                standIn.staffId(),
                standIn.unitId(),
                standIn.from(),
                standIn.to(),
                standIn.reason()));
    }

    @POST
    @Idempotent
    @Path("/stand-ins/{id}/end")
    @Operation(summary = "End or take back a stand-in")
    @RolesAllowed({"staff", "org:write"})
    public StandInView end(@RestPath UUID id, @Valid @NotNull StandInEnd end) {
        return StandInView.of(standIns.end(id, end.lastDay()));
    }
}
