package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.DirectoryExport.Exported;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/v1")
@Tag(name = "directory export")
class DirectoryExportResource {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final DirectoryExport exports;
    private final Clock clock;

    DirectoryExportResource(DirectoryExport exports, Clock clock) {
        this.exports = exports;
        this.clock = clock;
    }

    @GET
    @Path("/directory-export")
    @Operation(summary = "The roster of a unit and all below it on a day, as xlsx, which can be edited and handed in")
    @Produces(XLSX)
    @RolesAllowed({"staff", "org:read"})
    public RestResponse<StreamingOutput> export(
            @QueryParam("unitId") @NotNull UUID unitId, @QueryParam("at") LocalDate at) throws IOException {
        LocalDate day = at == null ? LocalDate.now(clock) : at;
        Exported exported = exports.export(unitId, day);
        StreamingOutput content = out -> {
            try {
                Files.copy(exported.file(), out);
            } finally {
                Files.delete(exported.file());
            }
        };
        return ResponseBuilder.ok(content)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(exported.unitName(), day))
                .build();
    }

    /** RFC 6266: the name as it is, and one in ASCII for clients that take no other. */
    private static String disposition(String unitName, LocalDate day) {
        String name = "%s %s.xlsx".formatted(unitName, day);
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"roster-%s.xlsx\"; filename*=UTF-8''%s".formatted(day, encoded);
    }
}
