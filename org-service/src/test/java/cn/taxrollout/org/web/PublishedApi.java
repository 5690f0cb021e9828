package cn.taxrollout.org.web;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The API as the service itself describes it, so that a new endpoint is tested without being listed anywhere. */
final class PublishedApi {
    private static final String LOCATION = "https://org.example.com/openapi.json";
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;
    private final List<Operation> operations = new ArrayList<>();

    private PublishedApi(String text) throws IOException {
        document = new ObjectMapper().readTree(text);
        schemas = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, text))));
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> operations.add(operation(method.getKey(), path.getKey(), method.getValue()))));
    }

    static PublishedApi read() {
        try {
            return new PublishedApi(
                    given().noFilters().get("/openapi?format=json").asString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Parameter(String name, String in, JsonNode schema, JsonNode example) {}

    /** @param pointer where its schema stands in the document */
    record Body(String pointer, JsonNode schema) {}

    /**
     * @param body the schema of the JSON body, null without one
     * @param bodies of the request and of all answers, as far as they are JSON
     */
    record Operation(
            String method,
            String path,
            JsonNode described,
            List<Parameter> parameters,
            JsonNode body,
            List<Body> bodies) {
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
        return operations;
    }

    private Operation operation(String method, String path, JsonNode described) {
        List<Parameter> parameters = stream(described.path("parameters"))
                .map(this::resolved)
                .map(p -> new Parameter(
                        p.get("name").asText(),
                        p.get("in").asText(),
                        resolved(p.get("schema")),
                        p.has("example") ? p.get("example") : example(p.get("schema"))))
                .toList();
        List<Body> bodies = new ArrayList<>();
        String pointer = "/paths/" + path.replace("/", "~1") + "/" + method;
        described
                .at("/requestBody/content")
                .fieldNames()
                .forEachRemaining(
                        type -> bodies.add(body(pointer + "/requestBody/content/" + type.replace("/", "~1"))));
        described.get("responses").properties().forEach(response -> response.getValue()
                .path("content")
                .fieldNames()
                .forEachRemaining(type -> bodies.add(
                        body(pointer + "/responses/" + response.getKey() + "/content/" + type.replace("/", "~1")))));
        bodies.removeIf(body -> !body.pointer().contains("json"));
        JsonNode body = described.at("/requestBody/content/application~1json/schema");
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                described,
                parameters,
                body.isMissingNode() ? null : resolved(body),
                bodies);
    }

    private Body body(String pointer) {
        return new Body(pointer + "/schema", document.at(pointer + "/schema"));
    }

    Map<String, JsonNode> schemas() {
        return named("/components/schemas");
    }

    Map<String, JsonNode> responses() {
        return named("/components/responses");
    }

    private Map<String, JsonNode> named(String pointer) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        document.at(pointer).properties().forEach(entry -> named.put(entry.getKey(), entry.getValue()));
        return named;
    }

    /** What a reference stands for; anything else as it is. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(document.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** What a value is: uuid, date, enum, or else the JSON type. */
    String kind(JsonNode schema) {
        JsonNode described = resolved(schema);
        if (described.has("anyOf")) {
            return kind(notNull(described));
        }
        if (described.has("enum")) {
            return "enum";
        }
        String format = described.path("format").asText();
        if (List.of("uuid", "date", "date-time").contains(format)) {
            return format;
        }
        JsonNode type = described.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText();
    }

    private static JsonNode notNull(JsonNode options) {
        return stream(options.get("anyOf"))
                .filter(option -> !option.path("type").asText().equals("null"))
                .findFirst()
                .orElseThrow();
    }

    /** The example of a schema: its own, or one put together from those of its parts; missing if a part has none. */
    JsonNode example(JsonNode schema) {
        if (schema.has("examples")) {
            return schema.get("examples").get(0);
        }
        if (schema.has("$ref")) {
            return example(resolved(schema));
        }
        if (schema.has("anyOf")) {
            return example(notNull(schema));
        }
        if (schema.has("items")) {
            JsonNode item = example(schema.get("items"));
            return item.isMissingNode() ? item : new ArrayNode(JsonNodeFactory.instance).add(item);
        }
        if (schema.has("properties")) {
            ObjectNode object = new ObjectNode(JsonNodeFactory.instance);
            for (var property : schema.get("properties").properties()) {
                JsonNode value = example(property.getValue());
                if (value.isMissingNode()) {
                    return value;
                }
                object.set(property.getKey(), value);
            }
            return object;
        }
        return MissingNode.getInstance();
    }

    /** In what this value differs from what the schema at that place of the document asks for. */
    Set<ValidationMessage> faults(String pointer, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(LOCATION + "#" + pointer), STRICT)
                .validate(value);
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
