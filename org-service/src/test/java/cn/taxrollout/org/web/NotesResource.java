package cn.taxrollout.org.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The smallest resource that keeps to all conventions; it shows the conventions by themselves and exists in tests only. */
@Path("/v1")
class NotesResource {
    record Note(String title, LocalDate due) {}

    record NoteChange(Optional<@NotBlank String> title, Optional<LocalDate> due) {}

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
    @Path("/test-notes/1/attachments")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @ResponseStatus(202)
    @RolesAllowed("org:write")
    @Operation(hidden = true)
    @Idempotent
    public Map<String, Integer> attach(@RestForm FileUpload file, @RestForm String title) {
        return Map.of("attachment", ATTACHMENTS.incrementAndGet());
    }

    @POST
    @Path("/test-notes/1/reading")
    @RolesAllowed("org:write")
    @Operation(hidden = true)
    @Idempotent
    public void read(@Valid @NotNull Reading reading) {
        READINGS.incrementAndGet();
    }

    @GET
    @Path("/test-notes/1")
    @RolesAllowed("org:read")
    @Operation(hidden = true)
    public RestResponse<Note> read() {
        return ResponseBuilder.ok(NOTE).tag(ETag.of(VERSION)).build();
    }

    @PATCH
    @Path("/test-notes/1")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed("org:write")
    @Operation(hidden = true)
    public RestResponse<Note> change(@Valid @NotNull NoteChange change, @Context HttpHeaders headers) {
        IfMatch.of(headers).demand(VERSION);
        Note changed = new Note(
                change.title() == null ? NOTE.title() : change.title().orElseThrow(),
                change.due() == null ? NOTE.due() : change.due().orElse(null));
        return ResponseBuilder.ok(changed).tag(ETag.of(VERSION + 1)).build();
    }
}
