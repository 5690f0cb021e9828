package cn.taxrollout.deploy.e2e.abuse;

import cn.taxrollout.deploy.local.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The operations of a running service as it describes them itself, so that a new one is called without being listed anywhere. */
final class PublishedApi {

    private final Service service;
    private final JsonNode document;

    /** @param document what the service answers to {@code /openapi?format=json} */
    PublishedApi(Service service, JsonNode document) {
        this.service = service;
        this.document = document;
    }

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, JsonNode example) {}

    /**
     * One operation with one type of body.
     *
     * @param mediaType of its body, null when it takes none
     * @param body an example of the body with every field it may have; of a form, one value per part, null for a file
     */
    record Operation(
            Service service, String method, String path, List<Parameter> parameters, String mediaType, JsonNode body) {

        boolean isForm() {
            return "multipart/form-data".equals(mediaType);
        }

        boolean reads() {
            return method.equals("GET");
        }

        Stream<Parameter> in(String place) {
            return parameters.stream().filter(parameter -> parameter.in().equals(place));
        }

        /** What the service calls it, whatever body it is called with. */
        String name() {
            return method + " " + path;
        }

        @Override
        public String toString() {
            return name() + (isForm() ? " (form)" : "");
        }
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> operations.addAll(operations(method.getKey(), path.getKey(), method.getValue()))));
        return operations;
    }

    private List<Operation> operations(String method, String path, JsonNode described) {
        var parameters = stream(described.path("parameters"))
                .map(this::resolved)
                .map(parameter -> new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        parameter.has("example") ? parameter.get("example") : example(parameter.path("schema"))))
                .toList();
        var verb = method.toUpperCase(Locale.ROOT);
        var bodies = new ArrayList<Operation>();
        for (var content : described.at("/requestBody/content").properties()) {
            // a merge patch may be called plain JSON, and is the same then
            if (!content.getKey().equals("application/json")
                    || !described.at("/requestBody/content").has("application/merge-patch+json")) {
                bodies.add(new Operation(
                        service,
                        verb,
                        path,
                        parameters,
                        content.getKey(),
                        example(content.getValue().path("schema"))));
            }
        }
        return bodies.isEmpty()
                ? List.of(new Operation(service, verb, path, parameters, null, NullNode.instance))
                : bodies;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(document.at(node.path("$ref").asText().substring(1)))
                : node;
    }

    /** The example of a schema: its own, or one put together from those of its parts. */
    private JsonNode example(JsonNode described) {
        var schema = resolved(described);
        for (var options : List.of("anyOf", "allOf")) {
            if (schema.has(options)) {
                return example(stream(schema.path(options))
                        .filter(option -> !option.path("type").asText().equals("null"))
                        .findFirst()
                        .orElseThrow());
            }
        }
        if (schema.has("examples")) {
            return schema.path("examples").path(0);
        }
        if (schema.has("items")) {
            return JsonNodeFactory.instance.arrayNode().add(example(schema.path("items")));
        }
        if (schema.has("properties")) {
            var object = JsonNodeFactory.instance.objectNode();
            schema.path("properties")
                    .properties()
                    .forEach(property -> object.set(property.getKey(), example(property.getValue())));
            return object;
        }
        return NullNode.instance;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
