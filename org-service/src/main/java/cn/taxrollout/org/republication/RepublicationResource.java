package cn.taxrollout.org.republication;

import cn.taxrollout.org.web.ETag;
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
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1")
@Tag(name = "republications")
class RepublicationResource {
    private final Republications republications;

    RepublicationResource(Republications republications) {
        this.republications = republications;
    }

    /**
     * @param unitId only what belongs to this unit or one below it; null for all, which is for systems alone
     * @param types the wire names of the types of state; all without them
     * @param reason why, for the record
     */
    record NewRepublication(
            UUID unitId,

            @Schema(examples = "[\"cn.taxrollout.org.UnitState.v1\"]")
            Set<@NotBlank String> types,

            @Schema(examples = "task-service 的副本已丢失") @NotBlank @Size(max = 200)
            String reason) {}

    @GET
    @Path("/republications")
    @Operation(summary = "The requests to send states again")
    @RolesAllowed({"staff", "org:write"})
    public Page<RepublicationView> list(
            @QueryParam("under") UUID under,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        return Page.of(
                republications.list(under, Page.position(cursor), limit + 1),
                limit,
                republication -> republication.id().toString(),
                RepublicationView::of);
    }

    @POST
    @Idempotent
    @Path("/republications")
    @Operation(summary = "Have present states sent again for a consumer that lost its copy")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(202)
    public RestResponse<RepublicationView> request(@Valid @NotNull NewRepublication wanted) {
        Republication requested = republications.request(
                wanted.unitId(), wanted.types() == null ? Set.of() : wanted.types(), wanted.reason());
        return ResponseBuilder.<RepublicationView>create(RestResponse.Status.ACCEPTED)
                .entity(RepublicationView.of(requested))
                .location(URI.create("/v1/republications/" + requested.id()))
                .build();
    }

    @GET
    @Path("/republications/{id}")
    @Operation(summary = "How far such a request is")
    @RolesAllowed({"staff", "org:write"})
    public RestResponse<RepublicationView> get(@RestPath UUID id) {
        Republication asked = republications.get(id);
        return ResponseBuilder.ok(RepublicationView.of(asked))
                .tag(ETag.of(asked.version()))
                .build();
    }
}
