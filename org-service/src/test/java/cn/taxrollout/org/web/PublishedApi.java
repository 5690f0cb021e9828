package cn.taxrollout.org.web;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The API as the service itself describes it, so that a new endpoint is tested without being listed anywhere. */
final class PublishedApi {
    private final JsonNode document;

    private PublishedApi(JsonNode document) {
        this.document = document;
    }

    static PublishedApi read() {
        try {
            return new PublishedApi(new ObjectMapper()
                    .readTree(given().get("/openapi?format=json").asString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Parameter(String name, String in, JsonNode schema) {}

    /** @param body the schema of the JSON body, null without one */
    record Operation(String method, String path, List<Parameter> parameters, JsonNode body) {
        /** The path with an identifier of nothing in each of its places. */
        String somewhere() {
            return path.replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        }

        Stream<Parameter> in(String place) {
            return parameters.stream().filter(parameter -> parameter.in().equals(place));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method ->
                        operations.add(operation(method.getKey().toUpperCase(), path.getKey(), method.getValue()))));
        return operations;
    }

    private Operation operation(String method, String path, JsonNode described) {
        List<Parameter> parameters = stream(described.path("parameters"))
                .map(this::resolved)
                .map(p -> new Parameter(p.get("name").asText(), p.get("in").asText(), resolved(p.get("schema"))))
                .toList();
        JsonNode body = described.at("/requestBody/content/application~1json/schema");
        return new Operation(method, path, parameters, body.isMissingNode() ? null : resolved(body));
    }

    /** What a reference stands for; anything else as it is. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(document.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** What a value is: uuid, date, enum, or else the JSON type. */
    String kind(JsonNode schema) {
        JsonNode described = resolved(schema);
        if (described.has("anyOf")) {
            return kind(stream(described.get("anyOf"))
                    .filter(option -> !option.path("type").asText().equals("null"))
                    .findFirst()
                    .orElseThrow());
        }
        if (described.has("enum")) {
            return "enum";
        }
        String format = described.path("format").asText();
        if (format.equals("uuid") || format.equals("date")) {
            return format;
        }
        JsonNode type = described.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
