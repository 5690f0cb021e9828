package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.MergePatch;
import cn.taxrollout.task.web.Patched;
import cn.taxrollout.task.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
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

@Path("/v1/phases/{id}")
@Tag(name = "plans")
class PhaseResource {
    private final Phases phases;
    private final PhaseRepository repository;
    private final Caller caller;

    PhaseResource(Phases phases, PhaseRepository repository, Caller caller) {
        this.phases = phases;
        this.repository = repository;
        this.caller = caller;
    }

    /**
     * @param ordinal its new place, from 1; the others make room
     * @param reason needed once the plan is published
     */
    @Schema(name = "PhasePatch")
    record PhasePatch(
            Optional<@NotBlank @Size(max = 200) String> title,
            Optional<@NotNull @Min(1) Integer> ordinal,

            @Size(max = 2_000) @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
            String reason) {}

    @GET
    @Operation(summary = "A phase of a plan")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<PhaseView> get(@RestPath UUID id) {
        Phase phase = repository.get(id);
        if (!caller.mayRead(phase.plan().bureauId())) {
            throw Refusal.notFound("phase-unknown", id);
        }
        return PhaseView.answer(ResponseBuilder.ok(), phase);
    }

    @PATCH
    @Operation(summary = "Change the title of a phase or its place among the others")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<PhaseView> change(
            @RestPath UUID id, @Valid @NotNull PhasePatch patch, @Context HttpHeaders headers) {
        Phase changed = phases.change(
                id,
                IfMatch.of(headers),
                Patched.value(patch.title(), null),
                Patched.value(patch.ordinal(), null),
                patch.reason());
        return PhaseView.answer(ResponseBuilder.ok(), changed);
    }

    @DELETE
    @Operation(summary = "Remove a phase without tasks; those behind it move up")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(204)
    public void remove(
            @RestPath UUID id,
            @Parameter(description = "needed once the plan is published")
                    @QueryParam("reason")
                    @Size(max = 2_000)
                    @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
                    String reason,
            @Context HttpHeaders headers) {
        phases.remove(id, IfMatch.of(headers), reason);
    }
}
