package cn.taxrollout.org.staff;

import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.web.Idempotent;
import cn.taxrollout.org.web.Page;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1")
@Tag(name = "staff")
class StaffResource {
    private final Staff staff;
    private final StaffRepository repository;
    private final Caller caller;

    StaffResource(Staff staff, StaffRepository repository, Caller caller) {
        this.staff = staff;
        this.repository = repository;
        this.caller = caller;
    }

    record NewStaffMember(
            @NotBlank @Size(max = 40) String staffNo,
            @NotBlank @Size(max = 60) String name,
            @NotNull UUID homeUnitId,
            @Email String email,
            @Size(max = 30) String mobile,
            @Size(max = 60) String chatId) {}

    /** A person as colleagues see them: contact points are for the person alone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StaffView(
            UUID id,
            String staffNo,
            String name,
            UUID homeUnitId,
            StaffStatus status,
            StaffMember.ContactPoints contact) {
        static StaffView of(StaffMember member) {
            return new StaffView(
                    member.id(), member.staffNo(), member.name(), member.homeUnitId(), member.status(), null);
        }

        static StaffView withContact(StaffMember member) {
            return new StaffView(
                    member.id(),
                    member.staffNo(),
                    member.name(),
                    member.homeUnitId(),
                    member.status(),
                    member.contact());
        }
    }

    @GET
    @Path("/staff")
    @RolesAllowed({"staff", "org:read"})
    public Page<StaffView> list(
            @RestQuery UUID homeUnitId,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        return Page.of(
                repository.list(homeUnitId, Page.position(cursor), limit + 1),
                limit,
                StaffMember::staffNo,
                StaffView::of);
    }

    @POST
    @Idempotent
    @Path("/staff")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public RestResponse<StaffView> add(@Valid @NotNull NewStaffMember member) {
        StaffMember added = staff.add(
                member.staffNo(),
                member.name(),
                member.homeUnitId(),
                new StaffMember.ContactPoints(member.email(), member.mobile(), member.chatId()));
        return ResponseBuilder.<StaffView>created(URI.create("/v1/staff/" + added.id()))
                .entity(StaffView.withContact(added))
                .tag(tag(added))
                .build();
    }

    @GET
    @Path("/staff/me")
    @RolesAllowed("staff")
    public StaffView me() {
        return repository
                .byStaffNo(caller.staffNo())
                .map(StaffView::withContact)
                .orElseThrow(() -> Refusal.notFound("staff-unknown", caller.staffNo()));
    }

    @GET
    @Path("/staff/{id}")
    @RolesAllowed({"staff", "org:read"})
    public RestResponse<StaffView> get(@RestPath UUID id) {
        StaffMember member = repository.get(id);
        return ResponseBuilder.ok(StaffView.of(member)).tag(tag(member)).build();
    }

    private static EntityTag tag(StaffMember member) {
        return new EntityTag(Long.toString(member.version()));
    }
}
