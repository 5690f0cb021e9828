package cn.taxrollout.task.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The smallest resource that keeps to all conventions; it shows the conventions by themselves and exists in tests only. */
@Path("/v1/test-notes/1")
class NotesResource {
    record Note(String title, LocalDate due) {}

    record Reading(Set<Day> days, @NotBlank String reader) {}

    enum Day {
        FRIDAY,
        MONDAY,
        SUNDAY,
        TUESDAY
    }

    static final AtomicInteger ATTACHMENTS = new AtomicInteger();
    static final AtomicInteger READINGS = new AtomicInteger();
    private static final long VERSION = 7;
    private static final Note NOTE = new Note("拟定方案", LocalDate.of(2023, 3, 25));

    @POST
    @Path("/attachments")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @ResponseStatus(202)
    @RolesAllowed("task:write")
    @Operation(hidden = true)
    @Idempotent
    public Map<String, Integer> attach(@RestForm FileUpload file, @RestForm String title) {
        return Map.of("attachment", ATTACHMENTS.incrementAndGet());
    }

    @POST
    @Path("/reading")
    @RolesAllowed("task:write")
    @Operation(hidden = true)
    @Idempotent
    public void read(@Valid @NotNull Reading reading) {
        READINGS.incrementAndGet();
    }

    @GET
    @RolesAllowed("task:read")
    @Operation(hidden = true)
    public RestResponse<Note> read() {
        return ResponseBuilder.ok(NOTE).tag(ETag.of(VERSION)).build();
    }
}
