package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/plans/{id}/phases")
@Tag(name = "plans")
class PlanPhaseResource {
    private final Phases phases;
    private final PhaseRepository repository;
    private final PlanRepository plans;
    private final Caller caller;

    PlanPhaseResource(Phases phases, PhaseRepository repository, PlanRepository plans, Caller caller) {
        this.phases = phases;
        this.repository = repository;
        this.plans = plans;
        this.caller = caller;
    }

    /**
     * @param ordinal its place, from 1; the last if left out
     * @param reason needed once the plan is published
     */
    record NewPhase(
            @NotBlank @Size(max = 200) String title,
            @Min(1) Integer ordinal,

            @Size(max = 2_000) @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
            String reason) {}

    @GET
    @Operation(summary = "The phases of a plan in order")
    @RolesAllowed({"staff", "task:read"})
    public List<PhaseView> list(@RestPath UUID id) {
        if (!caller.mayRead(plans.get(id).bureauId())) {
            throw Refusal.notFound("plan-unknown", id);
        }
        return repository.of(id).stream().map(PhaseView::of).toList();
    }

    @POST
    @Idempotent
    @Operation(summary = "Add a phase to a plan")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<PhaseView> add(@RestPath UUID id, @Valid @NotNull NewPhase phase) {
        Phase added = phases.add(id, phase.title(), phase.ordinal(), phase.reason());
        return PhaseView.answer(ResponseBuilder.created(URI.create("/v1/phases/" + added.id())), added);
    }
}
