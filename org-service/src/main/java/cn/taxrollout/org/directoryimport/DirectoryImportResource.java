package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1")
@Tag(name = "directory imports")
class DirectoryImportResource {
    private final DirectoryImports imports;

    DirectoryImportResource(DirectoryImports imports) {
        this.imports = imports;
    }

    /** @param anomalies what somebody should look at, in the caller's language; nothing of it stands in the way */
    record ImportView(
            UUID id,
            DirectoryImport.State state,
            RosterChanges.Count units,
            RosterChanges.Count staff,
            RosterChanges.Count seats,
            List<String> anomalies) {
        static ImportView of(DirectoryImports.Outcome outcome, Texts texts) {
            RosterChanges changes = outcome.changes();
            return new ImportView(
                    outcome.directoryImport().id(),
                    outcome.directoryImport().state(),
                    changes.units(),
                    changes.staff(),
                    changes.seats(),
                    changes.vacancies().stream()
                            .map(vacancy -> texts.text(
                                    vacancy.principal() ? "seat-vacant-principal" : "seat-vacant",
                                    List.of(vacancy.unit(), vacancy.title(), vacancy.section())))
                            .toList());
        }
    }

    @POST
    @Path("/directory-imports")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public ImportView preview(@Valid @NotNull Roster roster, @Context HttpHeaders headers) {
        return ImportView.of(imports.preview(roster), Texts.of(headers));
    }

    @POST
    @Path("/directory-imports/{id}/confirmation")
    @RolesAllowed({"staff", "org:write"})
    public ImportView confirm(@RestPath UUID id, @Context HttpHeaders headers) {
        return ImportView.of(imports.confirm(id), Texts.of(headers));
    }
}
