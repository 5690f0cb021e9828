package cn.taxrollout.deploy.e2e.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.e2e.abuse.PublishedApi.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operation can be called on with success.
 *
 * @param places what stands in the places of the path
 * @param query the values of the query
 * @param body of JSON, or the text parts of a form; null without
 * @param files parts of a form by the file's name, which is the part's name up to its first dot
 */
record Subject(
        Operation operation,
        Map<String, String> places,
        Map<String, String> query,
        JsonNode body,
        Map<String, byte[]> files) {

    /** The identifier of nothing. */
    static final String NOTHING = "01a2093e-0000-7000-8000-000000000000";

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    static final String BOUNDARY = "one-part-and-the-next";

    /** Whether the path leads to something that belongs to the bureau. */
    boolean isOfABureau() {
        return places.values().stream().anyMatch(place -> ID.matcher(place).matches() && !place.equals(NOTHING));
    }

    /** The request that nothing was done to. */
    Call call() {
        var headers = new LinkedHashMap<String, String>();
        if (operation.mediaType() != null) {
            headers.put(
                    "Content-Type",
                    operation.isForm() ? "multipart/form-data; boundary=" + BOUNDARY : operation.mediaType());
        }
        if (operation.in("header").anyMatch(header -> header.name().equals("If-Match"))) {
            headers.put("If-Match", "*");
        }
        return new Call(operation, "valid", target(places, query), headers, content());
    }

    /** The path without the query. */
    String path() {
        return target(places, Map.of());
    }

    String target(Map<String, String> places, Map<String, String> query) {
        var path = operation.path();
        for (var place : places.entrySet()) {
            path = path.replace("{" + place.getKey() + "}", place.getValue());
        }
        return path
                + (query.isEmpty() ? "" : "?")
                + query.entrySet().stream()
                        .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** The target with this in one place of the path. */
    String targetWith(String place, String text) {
        var others = new LinkedHashMap<>(places);
        others.put(place, text);
        return target(others, query);
    }

    Map<String, byte[]> fileParts(UnaryOperator<String> rename) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(file -> rename.apply(file.getKey()), Map.Entry::getValue));
    }

    Map<String, byte[]> fileContents(UnaryOperator<byte[]> change) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> change.apply(file.getValue())));
    }

    /** The form with other files. */
    byte[] form(Map<String, byte[]> others) {
        return form((ObjectNode) body, others, BOUNDARY);
    }

    private byte[] content() {
        if (operation.mediaType() == null) {
            return null;
        }
        return operation.isForm() ? form(files) : body.toString().getBytes(UTF_8);
    }

    /** @param texts parts that aren't files */
    static byte[] form(ObjectNode texts, Map<String, byte[]> files, String boundary) {
        var form = new ByteArrayOutputStream();
        texts.properties()
                .forEach(text -> part(
                        form,
                        boundary,
                        "name=\"" + text.getKey() + "\"",
                        text.getValue().asText().getBytes(UTF_8)));
        files.forEach((name, content) -> part(
                form,
                boundary,
                "name=\"" + name.substring(0, name.indexOf('.')) + "\"; filename=\"" + name + "\"",
                content));
        form.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return form.toByteArray();
    }

    private static void part(ByteArrayOutputStream form, String boundary, String disposition, byte[] content) {
        form.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n").getBytes(UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(UTF_8));
    }
}
