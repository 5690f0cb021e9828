package cn.taxrollout.notification.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The smallest resource that keeps to all conventions; it shows the conventions by themselves and exists in tests only. */
@Path("/v1/test-notes/1")
@RolesAllowed("notification:write")
class NotesResource {
    record Note(String title, LocalDate due) {}

    record Reading(Set<Day> days, @NotBlank String reader, List<@Size(max = 5) String> places) {}

    enum Day {
        FRIDAY,
        MONDAY,
        SUNDAY,
        TUESDAY
    }

    static final AtomicInteger READINGS = new AtomicInteger();
    private static final long VERSION = 7;
    private static final Note NOTE = new Note("拟定方案", LocalDate.of(2023, 3, 25));

    @POST
    @Path("/readings")
    @ResponseStatus(202)
    @Operation(hidden = true)
    @Idempotent
    public Map<String, Integer> read(@Valid @NotNull Reading reading) {
        if (reading.reader().equals("nobody")) {
            throw Refusal.conflict("changed-meanwhile");
        }
        return Map.of("reading", READINGS.incrementAndGet());
    }

    @GET
    @Operation(hidden = true)
    public RestResponse<Note> read() {
        return ResponseBuilder.ok(NOTE).tag(ETag.of(VERSION)).build();
    }

    @PUT
    @Operation(hidden = true)
    public void write(@Context HttpHeaders headers) {
        IfMatch.of(headers).demand(VERSION);
    }
}
