package cn.taxrollout.task.reminder;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The business time, which demonstrations and tests set forward. Setting it settles what falls due up to then. */
@Path("/v1/business-clock")
@Tag(name = "business-clock")
class BusinessClockResource {
    private final BusinessClock clock;
    private final TimePassage passage;
    private final BusinessClockConfig config;
    private final Caller caller;

    BusinessClockResource(BusinessClock clock, TimePassage passage, BusinessClockConfig config, Caller caller) {
        this.clock = clock;
        this.passage = passage;
        this.config = config;
        this.caller = caller;
    }

    record BusinessTime(@NotNull OffsetDateTime now) {}

    @GET
    @Operation(summary = "The business time")
    @RolesAllowed({"staff", "task:read", "task:write"})
    public BusinessTime now() {
        return new BusinessTime(BusinessDay.inChina(clock.now()));
    }

    @PUT
    @Operation(
            summary = "Set the business time forward; all reminders due by then are published when it answers",
            description =
                    "Only where the configuration allows it. As long as nothing was imported it may be set backwards, too.")
    @RolesAllowed({"staff", "task:write"})
    public BusinessTime set(@Valid @NotNull BusinessTime time) {
        caller.mustAdministerTopBureau();
        if (!config.adjustable()) {
            throw Refusal.forbidden("clock-not-adjustable");
        }
        return new BusinessTime(BusinessDay.inChina(passage.to(time.now().toInstant())));
    }
}
