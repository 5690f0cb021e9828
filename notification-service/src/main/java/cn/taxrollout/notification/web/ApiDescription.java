package cn.taxrollout.notification.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Adds to the API's description what holds for all endpoints, so that no resource has to repeat it: the problems, the headers,
 * which fields an answer always has, and that a request may have no others than those described.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final DotName PATH = DotName.createSimple(Path.class);
    private static final DotName IDEMPOTENT = DotName.createSimple(Idempotent.class);
    private static final DotName HEADERS = DotName.createSimple(HttpHeaders.class);
    private static final Set<DotName> WHOLE_ANSWERS =
            Set.of(DotName.createSimple(RestResponse.class), DotName.createSimple(Response.class));
    private static final Set<HttpMethod> UPDATES = EnumSet.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final Set<String> NEVER_NULL =
            Set.of("id", "state", "status", "title", "at", "kind", "items", "name");
    /** The one argument that a text here has. */
    private static final List<Object> LARGEST_BODY_MIB = List.of(1);

    private static final Set<DotName> BOXED = Set.of(
            DotName.createSimple(Integer.class), DotName.createSimple(Long.class), DotName.createSimple(Boolean.class));
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final String CURSOR = "NjY";
    private static final String PROBLEM = "Problem";
    private static final String VIOLATION = "Violation";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Texts TEXTS = Texts.in(Language.CHINESE);

    /** A problem as it is described once and referred to by every endpoint that may answer with it. */
    private record Refused(int status, String name, String description, String code, List<Refusal.Violation> places) {
        Refused(int status, String name, String description, String code) {
            this(status, name, description, code, List.of());
        }
    }

    private static final Refused BAD_REQUEST = new Refused(
            400,
            "BadRequest",
            "A parameter, a header, the body or some of its fields can't be read or are not as described.",
            "invalid-request",
            List.of(new Refusal.Violation("from", "must-be-date")));
    private static final Refused UNAUTHENTICATED =
            new Refused(401, "Unauthenticated", "No valid token.", "unauthenticated");
    private static final Refused NOT_PERMITTED =
            new Refused(403, "NotPermitted", "The token is valid but gives no right to this.", "not-permitted");
    private static final Refused NOT_FOUND = new Refused(
            404, "NotFound", "There is nothing at the address, or nothing that the caller may see.", "nothing-there");
    private static final Refused CONFLICT = new Refused(
            409,
            "Conflict",
            "The present state forbids it; the detail says which state that is, or what stands in the way.",
            "changed-meanwhile");
    private static final Refused PRECONDITION_FAILED =
            new Refused(412, "PreconditionFailed", "It was changed after the caller had read it.", "changed-meanwhile");
    private static final Refused TOO_LARGE = new Refused(413, "TooLarge", "The body is too large.", "too-large");
    private static final Refused UNSUPPORTED_MEDIA_TYPE = new Refused(
            415, "UnsupportedMediaType", "The body is of a type that is not taken.", "unsupported-media-type");
    private static final Refused UNPROCESSABLE = new Refused(
            422,
            "Unprocessable",
            "Each field can be read, but together or with what is recorded they make no sense, or the Idempotency-Key came "
                    + "with another request before.",
            "idempotency-key-reused");
    private static final Refused PRECONDITION_REQUIRED =
            new Refused(428, "PreconditionRequired", "The header If-Match is missing.", "if-match-missing");
    private static final Refused INTERNAL_ERROR =
            new Refused(500, "InternalError", "The service failed and saved nothing.", "internal-error");
    private static final Refused UNAVAILABLE = new Refused(
            UnavailableDatabase.STATUS,
            "Unavailable",
            "The service can't reach its database at the moment. Whether a change was saved isn't known; sent again with the same "
                    + "Idempotency-Key it is made once.",
            UnavailableDatabase.CODE);

    private static final List<Refused> ALWAYS =
            List.of(BAD_REQUEST, UNAUTHENTICATED, NOT_PERMITTED, INTERNAL_ERROR, UNAVAILABLE);
    private static final List<Refused> WITH_BODY = List.of(TOO_LARGE, UNSUPPORTED_MEDIA_TYPE);
    private static final List<Refused> OF_CHANGE = List.of(CONFLICT, UNPROCESSABLE);
    private static final List<Refused> OF_UPDATE = List.of(PRECONDITION_FAILED, PRECONDITION_REQUIRED);

    private final IndexView classes;

    /** Made by the build, which hands in what is known of the classes. */
    public ApiDescription(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Components components = api.getComponents();
        describeProblem(components);
        Stream.of(ALWAYS, WITH_BODY, List.of(NOT_FOUND), OF_CHANGE, OF_UPDATE)
                .flatMap(List::stream)
                .forEach(refused -> components.addResponse(refused.name(), response(refused)));
        describeHeaders(components);
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((verb, operation) ->
                        method(path, verb).ifPresent(method -> describe(path, verb, method, operation))));
        describeFiles(api);
        describeFields(api);
    }

    /** The method behind an operation. */
    private Optional<MethodInfo> method(String path, HttpMethod verb) {
        return classes.getAnnotations("jakarta.ws.rs." + verb).stream()
                .map(annotation -> annotation.target().asMethod())
                .filter(method -> method.declaringClass().hasDeclaredAnnotation(PATH))
                .filter(method -> path(method).equals(path))
                .findFirst();
    }

    private static String path(MethodInfo method) {
        String base = method.declaringClass().declaredAnnotation(PATH).value().asString();
        AnnotationInstance own = method.annotation(PATH);
        return own == null ? base : base + own.value().asString();
    }

    /** The generated description knows nothing of {@link ResponseStatus} and says 200. */
    private static void useDeclaredStatus(MethodInfo method, Operation operation) {
        AnnotationInstance declared = method.annotation(DotName.createSimple(ResponseStatus.class));
        Map<String, APIResponse> answers =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        if (declared != null && answers.containsKey("200")) {
            Response.Status status =
                    Response.Status.fromStatusCode(declared.value().asInt());
            answers.put(
                    String.valueOf(status.getStatusCode()),
                    answers.remove("200").description(status.getReasonPhrase()));
            operation.getResponses().setAPIResponses(answers);
        }
    }

    private static void describe(String path, HttpMethod verb, MethodInfo method, Operation operation) {
        useDeclaredStatus(method, operation);
        boolean reads = verb == HttpMethod.GET;
        List<Refused> refusals = new ArrayList<>(ALWAYS);
        if (!reads || path.contains("{")) {
            refusals.add(NOT_FOUND);
        }
        if (operation.getRequestBody() != null) {
            refusals.addAll(WITH_BODY);
        }
        List<Parameter> parameters =
                List.copyOf(Optional.ofNullable(operation.getParameters()).orElse(List.of()));
        parameters.forEach(ApiDescription::describe);
        refer(operation, "AcceptLanguage");
        refer(operation, "RequestId");
        List<String> headers = new ArrayList<>(List.of(REQUEST_ID));
        if (!reads) {
            refusals.addAll(OF_CHANGE);
        } else if (parameters.stream().anyMatch(ApiDescription::isFilter)) {
            refusals.add(UNPROCESSABLE);
        }
        if (method.hasAnnotation(IDEMPOTENT)) {
            refer(operation, "IdempotencyKey");
            headers.add(REPLAYED);
        }
        if (isUpdate(verb, method, operation)) {
            refusals.addAll(OF_UPDATE);
            refer(operation, "IfMatch");
        }
        if (isWholeAnswer(method)) {
            headers.add(HttpHeaders.ETAG);
            if (reads) {
                refer(operation, "IfNoneMatch");
                operation
                        .getResponses()
                        .addAPIResponse(
                                "304",
                                OASFactory.createAPIResponse().description("What the caller has is up to date."));
            }
        }
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                headers.forEach(name ->
                        response.addHeader(name, OASFactory.createHeader().ref(name)));
                if (status.equals("201")) {
                    response.addHeader(
                            HttpHeaders.LOCATION, OASFactory.createHeader().ref(HttpHeaders.LOCATION));
                }
            }
        });
        refusals.forEach(refused -> operation
                .getResponses()
                .addAPIResponse(
                        String.valueOf(refused.status()),
                        OASFactory.createAPIResponse().ref(refused.name())));
        operation
                .getResponses()
                .setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
    }

    /** Whether it replaces what the caller has seen; of the POSTs does so what answers with another state of the same thing. */
    private static boolean isUpdate(HttpMethod verb, MethodInfo method, Operation operation) {
        return method.parameterTypes().stream().anyMatch(type -> type.name().equals(HEADERS))
                && (UPDATES.contains(verb)
                        || verb == HttpMethod.POST
                                && isWholeAnswer(method)
                                && operation.getResponses().hasAPIResponse("200"));
    }

    /** Whether the method makes the response itself, which it does for the ETag. */
    private static boolean isWholeAnswer(MethodInfo method) {
        return WHOLE_ANSWERS.contains(method.returnType().name());
    }

    private static boolean isFilter(Parameter parameter) {
        return parameter.getIn() == Parameter.In.QUERY
                && !Set.of("limit", "cursor").contains(parameter.getName());
    }

    /** Parameters that mean the same everywhere. */
    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "limit" -> parameter.description("The most to answer with.").example(50);
            case "cursor" ->
                parameter.description("The nextCursor of the page before.").example(CURSOR);
            default -> {
                if (parameter.getExample() == null) {
                    ApiExamples.of(parameter.getName(), parameter.getSchema())
                            .or(() -> defaultOf(parameter.getSchema()))
                            .ifPresent(parameter::setExample);
                }
            }
        }
    }

    /** What is taken without the parameter; that of an enumeration stands beside the reference to it. */
    private static Optional<Object> defaultOf(Schema schema) {
        return Stream.concat(
                        Stream.of(schema),
                        Optional.ofNullable(schema.getAllOf()).stream().flatMap(List::stream))
                .map(Schema::getDefaultValue)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static void refer(Operation operation, String parameter) {
        operation.addParameter(OASFactory.createParameter().ref(parameter));
    }

    private static void describeProblem(Components components) {
        components.addSchema(
                VIOLATION,
                object().description("A refused place of the input, in documents with its line and a code.")
                        .addProperty("field", text("The path of the field, or the parameter's name.", "holidays[1].to"))
                        .addProperty("message", text("What is wrong with it, in the caller's language.", "须为 UUID"))
                        .required(List.of("field", "message")));
        components.addSchema(
                PROBLEM,
                object().description("Every error, as in RFC 9457; some have more members, such as allowedActions.")
                        .addProperty(
                                "type",
                                text("Stable; what a program decides by.", "urn:tax-rollout:problem:invalid-request"))
                        .addProperty(
                                "status",
                                OASFactory.createSchema()
                                        .addType(SchemaType.INTEGER)
                                        .description("The HTTP status.")
                                        .examples(List.of(400)))
                        .addProperty("title", text("What kind of problem it is, in the caller's language.", "请求有误"))
                        .addProperty(
                                "detail",
                                text(
                                        "What is wrong and what would help, in the caller's language.",
                                        "有内容不能接受，没有保存任何内容"))
                        .addProperty(
                                "violations",
                                OASFactory.createSchema()
                                        .addType(SchemaType.ARRAY)
                                        .description("The refused places, where places are to blame.")
                                        .items(OASFactory.createSchema().ref(VIOLATION)))
                        .required(List.of("type", "status", "title", "detail")));
    }

    private static APIResponse response(Refused refused) {
        Problem problem = Problem.of(TEXTS, refused.status(), refused.code(), LARGEST_BODY_MIB, List.of(), Map.of());
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", problem.type());
        example.put("status", problem.status());
        example.put("title", problem.title());
        example.put("detail", problem.detail());
        if (!refused.places().isEmpty()) {
            example.put(
                    "violations",
                    refused.places().stream()
                            // in order, as the description must not differ from one start to the next
                            .map(place -> new TreeMap<>(Map.of(
                                    "field", place.field(), "message", TEXTS.text(place.code(), place.arguments()))))
                            .toList());
        }
        APIResponse response = OASFactory.createAPIResponse()
                .description(refused.description())
                .addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID))
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))
                                        .example(example)));
        if (refused == UNAVAILABLE) {
            response.addHeader(
                    HttpHeaders.RETRY_AFTER, OASFactory.createHeader().ref(HttpHeaders.RETRY_AFTER));
        }
        return response;
    }

    private static void describeHeaders(Components components) {
        components
                .addParameter(
                        "IdempotencyKey",
                        header(
                                IdempotentCall.HEADER,
                                "Makes the call safe to repeat for two days: the same key with the same request gives the first "
                                        + "answer again, marked by Idempotency-Replayed; with another request it is refused (422). "
                                        + "A refused call is not remembered.",
                                "8e03978e-40d5-43e8-bc93-6894a57f9324"))
                .addParameter(
                        "IfMatch",
                        header(HttpHeaders.IF_MATCH, "The ETag of what the change is based on, or *.", "\"7-1f61f3ec\"")
                                .required(true))
                .addParameter(
                        "IfNoneMatch",
                        header(
                                HttpHeaders.IF_NONE_MATCH,
                                "The ETag of what the caller has; if that is up to date it is not sent again (304).",
                                "\"7-1f61f3ec\""))
                .addParameter(
                        "AcceptLanguage",
                        header(HttpHeaders.ACCEPT_LANGUAGE, "Texts come in Chinese, or in English if asked for.", "en"))
                .addParameter(
                        "RequestId",
                        header(
                                REQUEST_ID,
                                "The caller's own id of the request, for the logs: letters, digits and . _ - up to 64.",
                                "payroll-20230320-17"));
        answered(components, REQUEST_ID, "The id under which the logs tell of the request.", "payroll-20230320-17");
        answered(
                components,
                HttpHeaders.RETRY_AFTER,
                "After how many seconds to ask again.",
                String.valueOf(UnavailableDatabase.SECONDS_TO_WAIT));
        answered(components, HttpHeaders.ETAG, "Stands for this state of what is answered.", "\"7-1f61f3ec\"");
        answered(
                components,
                HttpHeaders.LOCATION,
                "Where to read what was created.",
                "https://notification.example.com/v1/messages/01a2093e-c363-7437-b56f-d0e807920f9e");
        answered(
                components, REPLAYED, "Sent with true if this is the first answer to the same call once more.", "true");
    }

    private static void answered(Components components, String name, String description, String example) {
        components.addHeader(
                name,
                OASFactory.createHeader()
                        .description(description)
                        .schema(OASFactory.createSchema().addType(SchemaType.STRING))
                        .example(example));
    }

    private static Parameter header(String name, String description, String example) {
        return OASFactory.createParameter()
                .in(Parameter.In.HEADER)
                .name(name)
                .description(description)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING))
                .example(example);
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    private static Schema text(String description, String example) {
        return OASFactory.createSchema()
                .addType(SchemaType.STRING)
                .description(description)
                .examples(List.of(example));
    }

    /** What is streamed is a file; the generated description takes the stream for an object. */
    private static void describeFiles(OpenAPI api) {
        operations(api)
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .filter(response -> response.getContent() != null)
                .flatMap(response -> response.getContent().getMediaTypes().entrySet().stream())
                .filter(content -> !content.getKey().endsWith("json"))
                .forEach(content -> content.getValue()
                        .setSchema(OASFactory.createSchema()
                                .addType(SchemaType.STRING)
                                .format("binary")));
        api.getComponents().removeSchema(StreamingOutput.class.getSimpleName());
    }

    private static Stream<Operation> operations(OpenAPI api) {
        return api.getPaths().getPathItems().values().stream().flatMap(item -> item.getOperations().values().stream());
    }

    private void describeFields(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        ApiExamples.describe(schemas);
        Set<Schema> asked = Collections.newSetFromMap(new IdentityHashMap<>());
        asked.addAll(reachable(
                schemas,
                operations(api)
                        .filter(operation -> operation.getRequestBody() != null)
                        .map(operation -> operation.getRequestBody().getContent())));
        asked.forEach(schema -> {
            if (schema.getProperties() != null) {
                schema.setAdditionalPropertiesBoolean(false);
            }
        });
        Set<Schema> answered = Collections.newSetFromMap(new IdentityHashMap<>());
        answered.addAll(reachable(
                schemas,
                operations(api)
                        .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                        .filter(response -> response.getContent() != null)
                        .map(APIResponse::getContent)));
        schemas.forEach((name, schema) -> {
            if (answered.contains(schema) && schema.getProperties() != null) {
                tellWhatMayBeNull(schema, boxed(name), !asked.contains(schema));
            }
        });
    }

    /** Numbers and truths of this record that may be null. */
    private Set<String> boxed(String schema) {
        return classes.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .filter(type -> schema.equals(name(type)))
                .flatMap(type -> type.recordComponents().stream())
                .filter(component -> BOXED.contains(component.type().name()))
                .map(RecordComponentInfo::name)
                .collect(Collectors.toSet());
    }

    private static String name(ClassInfo type) {
        AnnotationInstance named = type.declaredAnnotation(SCHEMA);
        return named == null || named.value("name") == null
                ? type.simpleName()
                : named.value("name").asString();
    }

    /**
     * A field of an answer is always there, and is null at times unless it is a number, a truth, a list or of those that nothing
     * is without, or says {@code @NotNull}.
     *
     * @param boxed the numbers and truths that may be null
     * @param alone whether it is in answers only; else the request decides which fields are needed
     */
    private static void tellWhatMayBeNull(Schema schema, Set<String> boxed, boolean alone) {
        List<String> needed = Optional.ofNullable(schema.getRequired()).orElse(List.of());
        Map<String, Schema> properties = new LinkedHashMap<>();
        schema.getProperties()
                .forEach((name, property) -> properties.put(
                        name,
                        needed.contains(name) || !boxed.contains(name) && isNeverNull(name, property)
                                ? property
                                : orNull(property)));
        schema.setProperties(properties);
        if (alone) {
            schema.setRequired(new ArrayList<>(new TreeSet<>(properties.keySet())));
        }
    }

    private static boolean isNeverNull(String name, Schema property) {
        return NEVER_NULL.contains(name)
                || property.getType() != null
                        && property.getType().stream().anyMatch(Set.of(SchemaType.ARRAY, SchemaType.BOOLEAN)::contains)
                || property.getFormat() != null && property.getFormat().startsWith("int") && !mayBeNull(property);
    }

    private static Schema orNull(Schema property) {
        if (mayBeNull(property)) {
            return property;
        }
        if (property.getRef() == null) {
            return property.getType() == null ? property : property.addType(SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .anyOf(List.of(property, OASFactory.createSchema().addType(SchemaType.NULL)));
    }

    private static boolean mayBeNull(Schema property) {
        return property.getType() != null && property.getType().contains(SchemaType.NULL)
                || property.getAnyOf() != null && property.getAnyOf().stream().anyMatch(ApiDescription::mayBeNull);
    }

    /** The schemas that these contents refer to, directly or through others. */
    private static List<Schema> reachable(Map<String, Schema> schemas, Stream<Content> contents) {
        Deque<Schema> open = new ArrayDeque<>();
        contents.flatMap(content -> content.getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .filter(Objects::nonNull)
                .forEach(open::add);
        Set<String> seen = new HashSet<>();
        List<Schema> found = new ArrayList<>();
        while (!open.isEmpty()) {
            Schema schema = open.poll();
            if (schema.getRef() != null) {
                String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
                if (seen.add(name)) {
                    open.add(schemas.get(name));
                }
                continue;
            }
            found.add(schema);
            Stream.of(
                            schema.getAnyOf(),
                            schema.getAllOf(),
                            schema.getItems() == null ? null : List.of(schema.getItems()))
                    .filter(Objects::nonNull)
                    .forEach(open::addAll);
            if (schema.getProperties() != null) {
                open.addAll(schema.getProperties().values());
            }
        }
        return found;
    }
}
