package cn.taxrollout.deploy.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The REST interface of one service, as a client with tokens sees it. Every call throws {@link Refused} for an answer of 400 and above,
 * and {@link UncheckedIOException} when the service can't be reached or falls silent.
 */
public final class Api {

    /** Far above what any call takes. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;

    /** @param url of the service, without a slash at the end */
    public Api(String url) {
        this.url = url;
    }

    /** @param path with the slash in front, and the query */
    public JsonNode get(String path, String token) {
        return send("GET", path, token, BodyPublishers.noBody(), null);
    }

    /** All pages of a list, one after the other. */
    public List<JsonNode> list(String path, String token) {
        var items = new ArrayList<JsonNode>();
        JsonNode page = null;
        do {
            var cursor =
                    page == null ? "" : "&cursor=" + page.path("nextCursor").asText();
            page = get(path + (path.contains("?") ? "&" : "?") + "limit=200" + cursor, token);
            page.path("items").forEach(items::add);
        } while (page.hasNonNull("nextCursor"));
        return items;
    }

    /** @param body null for none */
    public JsonNode post(String path, String token, JsonNode body) {
        return body == null
                ? send("POST", path, token, BodyPublishers.noBody(), null)
                : send("POST", path, token, BodyPublishers.ofString(body.toString()), "application/json");
    }

    /** Puts it in the place of what is there, whatever that is. */
    public JsonNode put(String path, String token, JsonNode body) {
        return send("PUT", path, token, BodyPublishers.ofString(body.toString()), "application/json");
    }

    /** Posts a file as the part {@code field} of a form. */
    public JsonNode upload(String path, String token, String field, Path file) {
        try {
            return upload(path, token, Map.of(), field, file.getFileName().toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Posts a file as the part {@code field} of a form.
     *
     * @param values the other parts of the form
     */
    public JsonNode upload(
            String path, String token, Map<String, String> values, String field, String fileName, byte[] content) {
        var boundary = UUID.randomUUID().toString();
        var head = new StringBuilder();
        values.forEach((name, value) -> head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value)));
        head.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                .formatted(boundary, field, fileName.replace('"', '_')));
        head.append("Content-Type: application/octet-stream\r\n\r\n");
        var body = List.of(head.toString().getBytes(UTF_8), content, ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        return send(
                "POST", path, token, BodyPublishers.ofByteArrays(body), "multipart/form-data; boundary=" + boundary);
    }

    /** The text that a path answers with, such as metrics. */
    public String text(String path) {
        return exchange("GET", path, null, BodyPublishers.noBody(), null);
    }

    /** A JSON object to be filled. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private JsonNode send(String method, String path, String token, BodyPublisher body, String contentType) {
        var text = exchange(method, path, token, body, contentType);
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(method + " " + url + path + " isn't answered with JSON", e);
        }
    }

    private String exchange(String method, String path, String token, BodyPublisher body, String contentType) {
        var request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).method(method, body);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (method.equals("PUT")) {
            request.header("If-Match", "*");
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new Refused(method + " " + path, response.statusCode(), problem(response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url, e);
        }
    }

    private static JsonNode problem(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Not of the service's own making, such as a proxy's page.
            return JSON.createObjectNode()
                    .put("detail", text.lines().findFirst().orElse(""));
        }
    }
}
