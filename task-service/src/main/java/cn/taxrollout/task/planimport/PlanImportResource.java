package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.document.DocumentFile;
import cn.taxrollout.task.planimport.draft.Correction;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.MergePatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.multipart.FileUpload;

@Path("/v1/plan-imports")
@Tag(name = "plan-imports")
class PlanImportResource {
    private final PlanImports imports;

    PlanImportResource(PlanImports imports) {
        this.imports = imports;
    }

    @POST
    @Idempotent
    @Operation(
            summary =
                    "Read an official plan (text in UTF-8 or GB18030, or .docx); what was understood waits for confirmation",
            description =
                    "What can't be interpreted is listed as unresolved, with its line, and has to be filled in by PATCH first. "
                            + "bureauId may be left out for the caller's own bureau, or where there is only one.")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanImportView.class)))
    public RestResponse<PlanImportView> read(
            @RestForm FileUpload document, @RestForm UUID bureauId, HttpHeaders headers) throws IOException {
        if (document == null) {
            throw Refusal.badRequest("document-missing");
        }
        if (document.size() > DocumentFile.MAX_BYTES) {
            throw Refusal.tooLarge("document-too-large", DocumentFile.MAX_BYTES / (1024 * 1024) + " MiB");
        }
        PlanImports.Preview preview = imports.read(Files.readAllBytes(document.uploadedFile()), bureauId);
        return answer(
                ResponseBuilder.<PlanImportView>created(
                        URI.create("/v1/plan-imports/" + preview.of().id())),
                preview,
                headers);
    }

    @GET
    @Operation(summary = "What was read from a document")
    @Path("/{id}")
    @RolesAllowed({"staff", "task:read", "task:write"})
    public RestResponse<PlanImportView> get(@RestPath UUID id, HttpHeaders headers) {
        return answer(ResponseBuilder.ok(), imports.get(id), headers);
    }

    @PATCH
    @Operation(
            summary = "Correct what was read; anomalies and what is unresolved are reckoned anew",
            description =
                    "A merge patch. Phases and tasks go by their keys, units by their names: null removes one, a new key adds one. "
                            + "Deadlines that follow from the date of issue are reckoned anew when that is corrected.")
    @Path("/{id}")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<PlanImportView> correct(
            @RestPath UUID id, @Valid @NotNull Correction correction, HttpHeaders headers) {
        return answer(ResponseBuilder.ok(), imports.correct(id, IfMatch.of(headers), correction), headers);
    }

    @POST
    @Idempotent
    @Operation(summary = "Make a drafted plan of what was read; the answer names it")
    @Path("/{id}/confirmation")
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanImportView.class)))
    public RestResponse<PlanImportView> confirm(@RestPath UUID id, HttpHeaders headers) {
        PlanImports.Preview confirmed = imports.confirm(id);
        return answer(
                ResponseBuilder.<PlanImportView>created(
                        URI.create("/v1/plans/" + confirmed.of().planId())),
                confirmed,
                headers);
    }

    private static RestResponse<PlanImportView> answer(
            ResponseBuilder<PlanImportView> response, PlanImports.Preview preview, HttpHeaders headers) {
        return response.entity(PlanImportView.of(preview, Texts.of(headers)))
                .tag(ETag.of(preview.of().version()))
                .build();
    }
}
