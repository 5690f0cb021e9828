package cn.taxrollout.org.staff;

import cn.taxrollout.org.search.Typed;
import cn.taxrollout.org.web.ETag;
import cn.taxrollout.org.web.Idempotent;
import cn.taxrollout.org.web.IfMatch;
import cn.taxrollout.org.web.MergePatch;
import cn.taxrollout.org.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
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
@Tag(name = "staff")
class StaffResource {
    private final Staff staff;
    private final Clock clock;

    StaffResource(Staff staff, Clock clock) {
        this.staff = staff;
        this.clock = clock;
    }

    /** @param effectiveFrom the first day in the section; today without one */
    record NewStaffMember(
            @Schema(examples = "N1038") @NotBlank @Size(max = 40)
            String staffNo,

            @Schema(examples = "冯砚舟") @NotBlank @Size(max = 60)
            String name,

            @NotNull UUID homeUnitId,
            @Schema(examples = "n1038@example.com") @Email String email,

            @Schema(examples = "10000001038") @Size(max = 30)
            String mobile,

            @Schema(examples = "fengyanzhou") @Size(max = 60)
            String chatId,

            LocalDate effectiveFrom) {}

    /**
     * @param homeUnitId null for a person who belongs to no section for the time being
     * @param effectiveFrom the first day in that section; today without one
     */
    record StaffMemberChange(
            @Schema(examples = "冯砚舟") Optional<@NotBlank @Size(max = 60) String> name,
            Optional<UUID> homeUnitId,
            @Schema(examples = "n1038@example.com") Optional<@Email String> email,
            @Schema(examples = "10000001038") Optional<@Size(max = 30) String> mobile,
            @Schema(examples = "fengyanzhou") Optional<@Size(max = 60) String> chatId,
            LocalDate effectiveFrom) {}

    record Departure(
            @Schema(examples = "2024-06-30") @NotNull LocalDate lastDay) {}

    /**
     * A person as of a day.
     *
     * @param lastDay the person's last day here, null while none is known
     * @param contact absent unless the caller is the person, a leader of one of the person's units, of the office, or an administrator
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StaffView(
            UUID id,
            @Schema(examples = "N1038") String staffNo,
            @Schema(examples = "冯砚舟") String name,
            @Schema(nullable = true) UUID homeUnitId,
            StaffStatus status,

            @Schema(nullable = true, examples = "2024-06-30")
            LocalDate lastDay,

            @Schema(nullable = true) StaffMember.ContactPoints contact) {
        static StaffView of(StaffOnDay member) {
            return new StaffView(
                    member.id(),
                    member.staffNo(),
                    member.name(),
                    member.homeUnitId(),
                    member.status(),
                    member.lastDay(),
                    member.contact());
        }

        static StaffView of(StaffMember member) {
            return new StaffView(
                    member.id(),
                    member.staffNo(),
                    member.name(),
                    member.homeUnitId(),
                    member.status(),
                    member.lastDay(),
                    member.contact());
        }
    }

    @GET
    @Path("/staff")
    @Operation(summary = "The people, by staff number")
    @RolesAllowed({"staff", "org:read"})
    public Page<StaffView> list(
            @QueryParam("homeUnitId") UUID homeUnitId,
            @QueryParam("under") UUID under,
            @Parameter(
                            description =
                                    "part of the name, or the beginning of its pinyin, of its pinyin initials or of the number",
                            example = "lzy")
                    @QueryParam("q")
                    @Size(max = 60)
                    String q,
            @QueryParam("at") LocalDate at,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        List<StaffOnDay> people =
                staff.list(homeUnitId, under, Typed.of(q), dayOrToday(at), Page.position(cursor), limit + 1);
        return Page.of(people, limit, StaffOnDay::staffNo, StaffView::of);
    }

    @POST
    @Idempotent
    @Path("/staff")
    @Operation(summary = "Add a person")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public RestResponse<StaffView> add(@Valid @NotNull NewStaffMember member) {
        StaffMember added = staff.add(
                member.staffNo(),
                member.name(),
                Posting.from(dayOrToday(member.effectiveFrom()), member.homeUnitId()),
                new StaffMember.ContactPoints(member.email(), member.mobile(), member.chatId()));
        return ResponseBuilder.<StaffView>created(URI.create("/v1/staff/" + added.id()))
                .entity(StaffView.of(added))
                .tag(ETag.of(added.version()))
                .build();
    }

    @GET
    @Path("/staff/me")
    @Operation(summary = "The calling person")
    @RolesAllowed("staff")
    public RestResponse<StaffView> me() {
        return answer(staff.me(dayOrToday(null)));
    }

    @GET
    @Path("/staff/{id}")
    @Operation(summary = "A person as of a day")
    @RolesAllowed({"staff", "org:read"})
    public RestResponse<StaffView> get(@RestPath UUID id, @QueryParam("at") LocalDate at) {
        return answer(staff.onDay(id, dayOrToday(at)));
    }

    private static RestResponse<StaffView> answer(StaffOnDay member) {
        return ResponseBuilder.ok(StaffView.of(member))
                .tag(ETag.of(member.version()))
                .build();
    }

    @PATCH
    @Path("/staff/{id}")
    @Operation(summary = "Change a person's name, contact points or section")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "org:write"})
    public RestResponse<StaffView> change(
            @RestPath UUID id, @Valid @NotNull StaffMemberChange change, @Context HttpHeaders headers) {
        return answer(staff.change(
                id,
                IfMatch.of(headers),
                new Staff.Alteration(
                        change.name() == null ? null : change.name().orElseThrow(),
                        change.homeUnitId(),
                        change.email(),
                        change.mobile(),
                        change.chatId()),
                dayOrToday(change.effectiveFrom())));
    }

    @POST
    @Idempotent
    @Path("/staff/{id}/departure")
    @Operation(summary = "Record the last day of a person")
    @RolesAllowed({"staff", "org:write"})
    public RestResponse<StaffView> depart(@RestPath UUID id, @Valid @NotNull Departure departure) {
        return answer(staff.depart(id, departure.lastDay()));
    }

    private static RestResponse<StaffView> answer(StaffMember member) {
        return ResponseBuilder.ok(StaffView.of(member))
                .tag(ETag.of(member.version()))
                .build();
    }

    private LocalDate dayOrToday(LocalDate at) {
        return at == null ? LocalDate.now(clock) : at;
    }
}
