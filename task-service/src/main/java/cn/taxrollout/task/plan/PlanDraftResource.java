package cn.taxrollout.task.plan;

import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.MergePatch;
import cn.taxrollout.task.web.Patched;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1/plans")
@Tag(name = "plans")
class PlanDraftResource {
    private final PlanDrafts drafts;

    PlanDraftResource(PlanDrafts drafts) {
        this.drafts = drafts;
    }

    /**
     * @param bureauId whose plan it is; may be left out for the caller's own bureau
     * @param confidential marked 不予公开
     * @param provenance what it carries out or was read from
     */
    record NewPlan(
            UUID bureauId,

            @Schema(examples = "示范税发〔2023〕4号") @NotBlank @Size(max = 100)
            String number,

            @Schema(examples = "数字化电子发票试点推行工作方案") @NotBlank @Size(max = 300)
            String title,

            @Size(max = 200) String issuer,
            @Schema(examples = "2023-02-23") @NotNull LocalDate issuedOn,
            @NotNull Boolean confidential,
            @Size(max = 20_000) String goals,
            @Size(max = 2_000) String provenance) {
        Plan.Heading heading() {
            return new Plan.Heading(number, title, issuer, issuedOn, confidential, goals, provenance);
        }
    }

    /** @param reason needed once the plan is published */
    @Schema(name = "PlanPatch")
    record PlanPatch(
            Optional<@NotBlank @Size(max = 100) String> number,
            Optional<@NotBlank @Size(max = 300) String> title,
            Optional<@Size(max = 200) String> issuer,
            Optional<@NotNull LocalDate> issuedOn,
            Optional<@NotNull Boolean> confidential,
            Optional<@Size(max = 20_000) String> goals,
            Optional<@Size(max = 2_000) String> provenance,

            @Size(max = 2_000) @Pattern(regexp = ".*\\S.*", flags = Pattern.Flag.DOTALL)
            String reason) {
        Plan.Heading onto(Plan.Heading old) {
            return new Plan.Heading(
                    Patched.value(number, old.number()),
                    Patched.value(title, old.title()),
                    Patched.value(issuer, old.issuer()),
                    Patched.value(issuedOn, old.issuedOn()),
                    Patched.value(confidential, old.confidential()),
                    Patched.value(goals, old.goals()),
                    Patched.value(provenance, old.provenance()));
        }
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Begin a plan without a document",
            description = "It has the standard policies and no phases yet.")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(201)
    public RestResponse<PlanView> begin(@Valid @NotNull NewPlan plan) {
        Plan begun = drafts.begin(plan.bureauId(), plan.heading());
        return ResponseBuilder.<PlanView>created(URI.create("/v1/plans/" + begun.id()))
                .entity(PlanView.of(begun))
                .tag(ETag.of(begun.version()))
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Operation(
            summary = "Change what a plan says of itself",
            description = "A change of a published plan needs a reason and makes the next version of the plan.")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<PlanView> change(
            @RestPath UUID id, @Valid @NotNull PlanPatch patch, @Context HttpHeaders headers) {
        Plan plan = drafts.change(id, IfMatch.of(headers), patch::onto, patch.reason());
        return ResponseBuilder.ok(PlanView.of(plan))
                .tag(ETag.of(plan.version()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Discard a drafted plan with everything in it")
    @RolesAllowed({"staff", "task:write"})
    @ResponseStatus(204)
    public void discard(@RestPath UUID id, @Context HttpHeaders headers) {
        drafts.discard(id, IfMatch.of(headers));
    }
}
