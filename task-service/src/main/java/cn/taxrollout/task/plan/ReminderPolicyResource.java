package cn.taxrollout.task.plan;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/plans/{id}/reminder-policy")
@Tag(name = "plans")
class ReminderPolicyResource {
    private final PlanPolicies policies;
    private final PlanRepository plans;
    private final Caller caller;

    ReminderPolicyResource(PlanPolicies policies, PlanRepository plans, Caller caller) {
        this.policies = policies;
        this.plans = plans;
        this.caller = caller;
    }

    /** @param reason needed once the plan is published */
    record PolicyChange(
            @NotNull @Valid PlanPolicy policy,

            @Size(max = 2000) @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
            String reason) {}

    /** @param version 0 for the standard policy */
    @Schema(name = "ReminderPolicyState")
    record PolicyView(int version, PlanPolicy policy) {
        static PolicyView of(Plan plan) {
            return new PolicyView(plan.policyVersion(), PlanPolicy.of(plan.deadlinePolicy(), plan.ladder()));
        }
    }

    @Schema(name = "ReminderPolicyVersion")
    record VersionView(int version, PlanPolicy policy, OffsetDateTime at, Actor actor, String reason) {
        static VersionView of(PlanPolicyVersion version) {
            return new VersionView(
                    version.version(),
                    version.policy(),
                    BusinessDay.inChina(version.at()),
                    version.actor(),
                    version.reason());
        }
    }

    @GET
    @Operation(summary = "How a plan reads its deadlines and when it reminds of its tasks")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<PolicyView> get(@RestPath UUID id) {
        return answer(readable(id));
    }

    @PUT
    @Operation(
            summary = "Read a plan's deadlines and remind of its tasks in another way",
            description =
                    "Every change makes a version. What is owed for the plan's open tasks is reckoned anew within moments; "
                            + "reminders follow the new ladder from the next day. Deadlines that lie ahead move where the new reading "
                            + "moves them, each with a DeadlineChanged; those that were decided as a day after publication follow the "
                            + "policy for rest days only.")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<PolicyView> change(
            @RestPath UUID id, @Valid @NotNull PolicyChange change, @Context HttpHeaders headers) {
        return answer(policies.change(id, IfMatch.of(headers), change.policy(), change.reason()));
    }

    @GET
    @Path("/versions")
    @Operation(summary = "Every version of a plan's policy since the standard one, the last first")
    @RolesAllowed({"staff", "task:read"})
    public Page<VersionView> versions(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        readable(id);
        long below = Page.numberPosition(cursor);
        return Page.of(
                policies.versions(
                        id, below == 0 ? Integer.MAX_VALUE : (int) Math.min(below, Integer.MAX_VALUE), limit + 1),
                limit,
                version -> Integer.toString(version.version()),
                VersionView::of);
    }

    private static RestResponse<PolicyView> answer(Plan plan) {
        return ResponseBuilder.ok(PolicyView.of(plan))
                .tag(ETag.of(plan.policyVersion()))
                .build();
    }

    private Plan readable(UUID id) {
        Plan plan = plans.get(id);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", id);
        }
        return plan;
    }
}
