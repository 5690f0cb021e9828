package cn.taxrollout.task.deliverable;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.task.web.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/attachments/{id}")
@Tag(name = "deliverables")
class AttachmentResource {
    private final Attachments attachments;
    private final AttachmentStore store;

    AttachmentResource(Attachments attachments, AttachmentStore store) {
        this.attachments = attachments;
        this.store = store;
    }

    @GET
    @Operation(
            summary = "The content of a file",
            description = "The ETag is its SHA-256. It is always meant to be saved, never to be shown by a browser.")
    @RolesAllowed({"staff", "task:read"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response content(@RestPath UUID id, @Context Request request) {
        Attachment file = attachments.readable(id);
        var known = request.evaluatePreconditions(new EntityTag(file.sha256()));
        if (known != null) {
            Response.ResponseBuilder answer = known.header(HttpHeaders.ETAG, '"' + file.sha256() + '"');
            if (answer.build().getStatus() == Response.Status.PRECONDITION_FAILED.getStatusCode()) {
                throw Refusal.preconditionFailed("changed-meanwhile");
            }
            return answer.build();
        }
        return Response.ok((StreamingOutput) out -> send(file, out))
                .type(file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, file.size())
                .header(HttpHeaders.ETAG, '"' + file.sha256() + '"')
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(file.fileName()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("Repr-Digest", "sha-256=:" + base64(file.sha256()) + ":")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    @DELETE
    @Operation(
            summary = "Remove the content of a file; who handed it in and who removed it stays on record",
            description = "Not the last file of a document on which a submitted or accepted share relies.")
    @RolesAllowed({"staff", "task:write"})
    @APIResponse(responseCode = "204")
    public void remove(@RestPath UUID id) {
        attachments.remove(id);
    }

    /** Cuts the connection before its end if what is read isn't what was handed in. */
    private void send(Attachment file, OutputStream out) throws IOException {
        MessageDigest digest = CheckedFile.digester();
        byte[] some = new byte[8192];
        long unsent = file.size();
        try (InputStream content = new DigestInputStream(store.open(file.id(), file.size()), digest)) {
            for (int length = content.read(some); length >= 0; length = content.read(some)) {
                unsent -= length;
                if (unsent == 0 && !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                    throw new IOException("attachment " + file.id() + " isn't what was handed in");
                }
                out.write(some, 0, length);
            }
        }
    }

    /** The name in UTF-8 (RFC 8187), and for those who can't read that, with what ASCII has of it (RFC 6266). */
    private static String disposition(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9 ._()-]", "_");
        String whole = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
    }

    private static String base64(String hexadecimal) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal));
    }
}
