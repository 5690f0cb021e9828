package cn.taxrollout.task.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The strong entity tag of a single resource (RFC 9110, 8.8.3): {@code "<version>-<fingerprint of what is sent>"}. The version is
 * what {@link IfMatch} compares. The fingerprint is there because one version may look different: on another day, to
 * somebody who may see more, after a unit it names was renamed; it decides whether a GET is answered with 304.
 */
@Singleton
public class ETag {
    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8");
    private static final String FINGERPRINT = "-";
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E]*)\"");
    private static final Pattern TAGS = Pattern.compile(TAG + "(\\s*,\\s*" + TAG + ")*");

    private final ObjectMapper json;

    ETag(ObjectMapper json) {
        this.json = json;
    }

    /** The tag that a resource method sets on its answer; the fingerprint is added on the way out. */
    public static EntityTag of(long version) {
        return new EntityTag(Long.toString(version));
    }

    /** The tags in a header's value, empty if that is no list of tags. */
    static Optional<List<EntityTag>> list(String header) {
        if (!TAGS.matcher(header.strip()).matches()) {
            return Optional.empty();
        }
        return Optional.of(TAG.matcher(header).results().map(ETag::tag).toList());
    }

    /** Whether the tag was given for this version, whatever its fingerprint. */
    static boolean isOf(EntityTag tag, long version) {
        return !tag.isWeak() && tag.getValue().split(FINGERPRINT, 2)[0].equals(Long.toString(version));
    }

    @ServerResponseFilter
    void complete(ContainerRequestContext request, ContainerResponseContext response) throws JsonProcessingException {
        if (!(response.getHeaders().getFirst(HttpHeaders.ETAG) instanceof EntityTag version) || !response.hasEntity()) {
            return;
        }
        // what is written here goes out as it is, so that it is written once
        byte[] body;
        if (response.getEntity() instanceof String text) {
            body = text.getBytes(UTF_8);
        } else {
            body = json.writeValueAsBytes(response.getEntity());
            response.setEntity(body);
            if (response.getMediaType() == null) {
                // else the framework would call it a stream of bytes
                response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, JSON);
            }
        }
        var fingerprint = new CRC32C();
        fingerprint.update(body);
        String tag = version.getValue() + FINGERPRINT + Long.toHexString(fingerprint.getValue());
        response.getHeaders().putSingle(HttpHeaders.ETAG, '"' + tag + '"');
        if (request.getMethod().equals("GET") && isKnown(request, tag)) {
            response.setStatus(304);
            response.setEntity(null);
        }
    }

    private static boolean isKnown(ContainerRequestContext request, String tag) {
        String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return known != null
                && (known.strip().equals("*")
                        || list(known).stream().flatMap(List::stream).anyMatch(given -> given.getValue()
                                .equals(tag)));
    }

    private static EntityTag tag(MatchResult found) {
        return new EntityTag(found.group(2), found.group(1) != null);
    }
}
