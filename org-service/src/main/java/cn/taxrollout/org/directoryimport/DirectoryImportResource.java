package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.DirectoryImport.Format;
import cn.taxrollout.org.directoryimport.RowResult.FieldChange;
import cn.taxrollout.org.directoryimport.RowResult.Outcome;
import cn.taxrollout.org.directoryimport.upload.OfficeFile;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.directoryimport.workbook.Column;
import cn.taxrollout.org.directoryimport.workbook.Sheet;
import cn.taxrollout.org.web.ETag;
import cn.taxrollout.org.web.Idempotent;
import cn.taxrollout.org.web.IfMatch;
import cn.taxrollout.org.web.MergePatch;
import cn.taxrollout.org.web.Page;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.multipart.FileUpload;

@Path("/v1")
@Tag(name = "directory imports")
class DirectoryImportResource {
    private static final String START = "-1";

    private final DirectoryImports imports;
    private final ObjectMapper json;

    DirectoryImportResource(DirectoryImports imports, ObjectMapper json) {
        this.imports = imports;
        this.json = json;
    }

    /** @param total 0 as long as it is not known; each row counts twice, once when it was looked at and once when it was written */
    @Schema(name = "ImportProgress")
    record ProgressView(
            @Schema(examples = "8500") int done,
            @Schema(examples = "40000") int total) {}

    /**
     * Something to look at, in the caller's language.
     *
     * @param sheet null where none is meant
     * @param row of the sheet, or line of a document; null where none is meant
     * @param column letters of the column, or the name of the field; null where none is meant
     */
    @Schema(name = "ImportNote")
    record NoteView(
            @Schema(nullable = true, examples = "席位") String sheet,
            @Schema(nullable = true, examples = "17") Integer row,
            @Schema(nullable = true, examples = "F") String column,
            @Schema(examples = "seat-vacant-named") String code,
            @Schema(examples = "数据风险组的副组长席位没有人任职") String message) {
        static NoteView of(Problem problem, Texts texts) {
            return new NoteView(
                    sheetName(problem.sheet(), texts),
                    problem.row(),
                    problem.column(),
                    problem.code(),
                    texts.text(problem.code(), problem.arguments()));
        }
    }

    /**
     * @param progress null when nothing is being done
     * @param counts how many rows of units, staff, seats and duties come to what; empty before the preview
     * @param anomalies what somebody should look at; nothing of it stands in the way
     * @param problems why it was rejected or has failed as a whole
     */
    record ImportView(
            UUID id,
            @Schema(examples = "PREVIEW") DirectoryImport.State state,
            @Schema(examples = "WORKBOOK") Format format,
            @Schema(nullable = true, examples = "人员名册.xlsx") String fileName,
            Instant createdAt,
            @Schema(nullable = true) Instant finishedAt,
            @Schema(nullable = true) ProgressView progress,

            @Schema(
                    examples =
                            "{\"units\": {\"added\": 1, \"changed\": 0, \"ended\": 0, \"unchanged\": 24, \"rejected\": 0}}")
            Map<String, ImportReport.Count> counts,

            List<NoteView> anomalies,
            List<NoteView> problems) {
        static ImportView of(DirectoryImport one, ImportReport report, Texts texts) {
            return new ImportView(
                    one.id(),
                    one.state(),
                    one.format(),
                    one.fileName(),
                    one.createdAt(),
                    one.finishedAt(),
                    switch (one.state()) {
                        case RECEIVED, READING, CHECKING, APPLYING -> new ProgressView(one.done(), one.total());
                        case PREVIEW, REJECTED, CONFIRMED, FAILED -> null;
                    },
                    report.counts(),
                    report.anomalies().stream()
                            .map(note -> NoteView.of(note, texts))
                            .toList(),
                    report.problems().stream()
                            .map(note -> NoteView.of(note, texts))
                            .toList());
        }
    }

    /** @param column name of the field; null if the row as a whole is at fault */
    @Schema(name = "ImportRowReason")
    record ReasonView(
            @Schema(nullable = true, examples = "科室") String column,
            @Schema(examples = "文件和现有机构中都没有代码为 S-99 的单位") String message) {}

    /**
     * @param row of the sheet, or of the list in a JSON roster, or line of a document, from 1
     * @param label the code or number the row speaks of
     */
    @Schema(name = "ImportRow")
    record RowView(
            @Schema(examples = "人员") String sheet,
            @Schema(examples = "12") int row,
            @Schema(examples = "N1038") String label,
            @Schema(examples = "CHANGED") Outcome outcome,
            List<FieldChange> changes,
            List<ReasonView> reasons) {
        static RowView of(ImportRows.Row row, Texts texts) {
            return new RowView(
                    sheetName(row.sheet(), texts),
                    row.row(),
                    row.label(),
                    row.outcome(),
                    row.changes(),
                    row.reasons().stream()
                            .map(reason -> new ReasonView(
                                    columnName(row.sheet(), reason.column(), texts),
                                    texts.text(reason.code(), reason.arguments())))
                            .toList());
        }
    }

    /**
     * @param holders staff numbers by line and name as the document has them ({@code "91 林既白"}; of a seat for a section's
     *     deputy the section: {@code "71 办公室"}), by name for all seats of that name, or by line where only one seat of it is
     *     open; null takes back what was said
     */
    record HoldersPatch(
            @Schema(examples = "{\"91 林既白\": \"N1038\"}") @NotNull @Size(max = 1_000)
            Map<String, @Size(max = Roster.STAFF_NO) String> holders) {}

    @POST
    @Path("/directory-imports")
    @Operation(summary = "Hand in a roster; it is read and rehearsed, which its Location tells about")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"staff", "org:write"})
    @Idempotent
    @ResponseStatus(202)
    public RestResponse<ImportView> receive(@Valid @NotNull Roster roster, @Context HttpHeaders headers)
            throws JsonProcessingException {
        return accepted(imports.receive(Format.ROSTER, null, json.writeValueAsBytes(roster), null), headers);
    }

    @POST
    @Path("/directory-imports")
    @Operation(
            summary = "Hand in a roster as xlsx, or an official document as docx or text",
            description = "bureauId says for which bureau a document is; it may be left out for the caller's own")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({"staff", "org:write"})
    @Idempotent
    @ResponseStatus(202)
    public RestResponse<ImportView> upload(
            @RestForm FileUpload file, @FormParam("bureauId") UUID bureauId, @Context HttpHeaders headers)
            throws IOException {
        if (file == null) {
            throw Refusal.badRequest("file-missing");
        }
        byte[] content = Files.readAllBytes(file.uploadedFile());
        return accepted(imports.receive(format(content), file.fileName(), content, bureauId), headers);
    }

    /** @throws Refusal 422 if it is an office file that can't be opened */
    private static Format format(byte[] content) throws IOException {
        if (!OfficeFile.looksLikeOne(content)) {
            return Format.DOCUMENT;
        }
        try (OfficeFile file = OfficeFile.open(content)) {
            return file.kind() == OfficeFile.Kind.WORKBOOK ? Format.WORKBOOK : Format.DOCUMENT;
        } catch (UnreadableFile e) {
            throw Refusal.unprocessable(
                    "import-unreadable",
                    e.problems().stream()
                            .map(problem -> new Refusal.Violation("file", problem.code(), problem.arguments()))
                            .toList());
        }
    }

    @GET
    @Path("/directory-imports/{id}")
    @Operation(summary = "How far an import is, and what was found in it")
    @RolesAllowed({"staff", "org:write"})
    public RestResponse<ImportView> get(@RestPath UUID id, @Context HttpHeaders headers) {
        DirectoryImport one = imports.get(id);
        return ResponseBuilder.ok(view(one, headers))
                .tag(ETag.of(one.version()))
                .build();
    }

    @GET
    @Path("/directory-imports/{id}/rows")
    @Operation(summary = "What becomes of each row, and why")
    @RolesAllowed({"staff", "org:write"})
    public Page<RowView> rows(
            @RestPath UUID id,
            @QueryParam("outcome") Outcome outcome,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor,
            @Context HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        return Page.of(
                imports.rows(id, outcome, position(cursor), limit + 1),
                limit,
                row -> Integer.toString(row.position()),
                row -> RowView.of(row, texts));
    }

    private static int position(String cursor) {
        try {
            return Integer.parseInt(cursor == null ? START : Page.position(cursor));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("cursor-unreadable");
        }
    }

    @PATCH
    @Path("/directory-imports/{id}")
    @Operation(
            summary = "Say who holds the seats whose holders a document left open; it is rehearsed again",
            description =
                    "holders gives staff numbers by line and name as the document has them (\"91 林既白\"; for a deputy of a"
                            + " section \"71 办公室\"), by the name for all its seats, or by the line where only one of its seats is open;"
                            + " null takes back what was said")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(202)
    public RestResponse<ImportView> name(
            @RestPath UUID id, @Valid @NotNull HoldersPatch patch, @Context HttpHeaders headers) {
        return accepted(imports.name(id, IfMatch.of(headers), patch.holders()), headers);
    }

    @POST
    @Path("/directory-imports/{id}/confirmation")
    @Operation(summary = "Let a previewed import be applied as a whole; its Location tells what came of it")
    @RolesAllowed({"staff", "org:write"})
    @Idempotent
    @ResponseStatus(202)
    public RestResponse<ImportView> confirm(@RestPath UUID id, @Context HttpHeaders headers) {
        return accepted(imports.confirm(id), headers);
    }

    private RestResponse<ImportView> accepted(DirectoryImport one, HttpHeaders headers) {
        return ResponseBuilder.<ImportView>create(RestResponse.Status.ACCEPTED)
                .location(URI.create("/v1/directory-imports/" + one.id()))
                .entity(view(one, headers))
                .tag(ETag.of(one.version()))
                .build();
    }

    private ImportView view(DirectoryImport one, HttpHeaders headers) {
        return ImportView.of(one, imports.report(one), Texts.of(headers));
    }

    private static Optional<Sheet<?>> sheet(String field) {
        return RosterSheets.ALL.stream()
                .filter(sheet -> sheet.field().equals(field))
                .findFirst();
    }

    /** A sheet of ours goes by its name in the caller's language, any other by the one in the file. */
    private static String sheetName(String field, Texts texts) {
        return texts.inChinese() ? sheet(field).<String>map(Sheet::name).orElse(field) : field;
    }

    private static String columnName(String sheet, String field, Texts texts) {
        if (field == null || !texts.inChinese()) {
            return field;
        }
        return sheet(sheet).stream()
                .flatMap(known -> known.columns().stream())
                .filter(column -> column.field().equals(field))
                .findFirst()
                .<String>map(Column::header)
                .orElse(field);
    }
}
