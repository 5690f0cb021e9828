package cn.taxrollout.task.tasks;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/tasks/export")
@Tag(name = "watching")
class TaskExportResource {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final TaskExport exports;
    private final Caller caller;

    TaskExportResource(TaskExport exports, Caller caller) {
        this.exports = exports;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary =
                    "The list of tasks as a workbook, a row for each share; narrowed as the list is, at most 10,000 tasks")
    @Produces(XLSX)
    @RolesAllowed({"staff", "task:read"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response export(
            @RestQuery UUID planId,
            @RestQuery UUID phaseId,
            @RestQuery UUID unitId,
            @RestQuery Set<AssignmentState> status,
            @RestQuery Set<Light> light,
            @RestQuery LocalDate dueBefore,
            @RestQuery LocalDate dueAfter,
            @RestQuery @Size(max = 100) String q,
            @Context HttpHeaders headers)
            throws IOException {
        Texts texts = Texts.of(headers);
        var filter = new TaskSearch.Filter(
                planId, phaseId, unitId, status, light, dueAfter, dueBefore, q, caller.readableBureaus());
        TaskExport.Exported exported = exports.export(filter, texts);
        StreamingOutput content = out -> {
            try {
                Files.copy(exported.file(), out);
            } finally {
                Files.delete(exported.file());
            }
        };
        return Response.ok(content)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(texts, exported.day()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    /** RFC 6266: the name as it is, and one in ASCII for clients that take no other. */
    private static String disposition(Texts texts, LocalDate day) {
        String name = "%s %s.xlsx".formatted(texts.text("export.sheet", List.of()), day);
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"tasks-%s.xlsx\"; filename*=UTF-8''%s".formatted(day, encoded);
    }
}
