package cn.taxrollout.task.deliverable;

import cn.taxrollout.task.deliverable.AttachmentViews.AttachmentView;
import cn.taxrollout.task.deliverable.AttachmentViews.DeliverableView;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Idempotent;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The documents that a task must produce, and the other files of it. */
@Path("/v1/tasks/{id}")
@Tag(name = "deliverables")
class DeliverableResource {
    private static final String WHAT_IS_TAKEN =
            "At most 20 MiB of pdf, docx, xlsx, png, jpg, txt, csv or zip, as the content tells; no macros and no programs. "
                    + "A file of the same name is its next version; the same content again is the version that is there. "
                    + "unitId may be left out by a member of one of the task's units, and where there is only one unit. "
                    + "sha256, if given, is compared with what has arrived.";

    private final Attachments attachments;
    private final AttachmentRepository repository;
    private final TaskRepository tasks;

    DeliverableResource(Attachments attachments, AttachmentRepository repository, TaskRepository tasks) {
        this.attachments = attachments;
        this.repository = repository;
        this.tasks = tasks;
    }

    @GET
    @Path("/deliverables")
    @Operation(
            summary = "The documents that a task must produce, with what has been handed in of them",
            description =
                    "Any unit of the task hands them in. While one is missing, no share of the task can be submitted.")
    @RolesAllowed({"staff", "task:read"})
    public Page<DeliverableView> deliverables(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        Task task = attachments.visible(tasks.get(id));
        List<Attachment> kept = repository.kept(id);
        List<Deliverable> all = Deliverable.of(task, kept);
        int from = (int) Math.min(Page.numberPosition(cursor), all.size());
        return Page.of(
                IntStream.range(from, all.size()).limit(limit + 1L).boxed().toList(),
                limit,
                position -> String.valueOf(position + 1),
                position -> DeliverableView.of(all.get(position), task, kept));
    }

    @POST
    @Idempotent
    @Path("/deliverables/{deliverableId}/attachments")
    @Operation(summary = "Hand in a file of a document that the task must produce", description = WHAT_IS_TAKEN)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AttachmentView.class)))
    public Response handIn(
            @RestPath UUID id,
            @RestPath UUID deliverableId,
            @RestForm FileUpload file,
            @RestForm UUID unitId,
            @RestForm String sha256)
            throws IOException {
        return keep(id, task -> Deliverable.get(task, deliverableId), unitId, file, sha256);
    }

    @GET
    @Path("/attachments")
    @Operation(summary = "All files of a task, oldest first, those too that were removed")
    @RolesAllowed({"staff", "task:read"})
    public Page<AttachmentView> attachments(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        attachments.visible(tasks.get(id));
        return Page.of(
                repository.of(id, Page.idPosition(cursor), limit + 1),
                limit,
                file -> file.id().toString(),
                AttachmentView::of);
    }

    @POST
    @Idempotent
    @Path("/attachments")
    @Operation(
            summary = "Add a file that is none of the documents, such as what goes with a progress report",
            description = WHAT_IS_TAKEN)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AttachmentView.class)))
    public Response add(@RestPath UUID id, @RestForm FileUpload file, @RestForm UUID unitId, @RestForm String sha256)
            throws IOException {
        return keep(id, null, unitId, file, sha256);
    }

    private Response keep(UUID id, Function<Task, Deliverable> document, UUID unitId, FileUpload file, String sha256)
            throws IOException {
        if (file == null) {
            throw Refusal.badRequest("attachment-missing");
        }
        CheckedFile checked = CheckedFile.of(file.uploadedFile(), file.fileName());
        if (sha256 != null && !sha256.strip().equalsIgnoreCase(checked.sha256())) {
            throw Refusal.unprocessable(
                    "attachment-unsound", List.of(new Violation("sha256", "attachment-altered", checked.sha256())));
        }
        Attachment kept = attachments.handIn(id, document, unitId, checked);
        return Response.created(URI.create("/v1/attachments/" + kept.id()))
                .entity(AttachmentView.of(kept))
                .build();
    }
}
