package cn.taxrollout.org.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * Adds to the API's description what holds for all endpoints, so that no resource has to repeat it: the problems, the headers,
 * which fields an answer always has, and that a request may have no others than those described.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final DotName PATH = DotName.createSimple(Path.class);
    private static final String CURSOR = "Ry1DT09SRA";
    private static final String PROBLEM = "Problem";
    private static final String VIOLATION = "Violation";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Texts TEXTS = Texts.of(List.of());

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
    private static final List<Refused> OF_POST = List.of(CONFLICT, UNPROCESSABLE);
    private static final List<Refused> OF_PATCH =
            List.of(CONFLICT, PRECONDITION_FAILED, UNPROCESSABLE, PRECONDITION_REQUIRED);

    private final IndexView classes;

    /** Made by the build, which hands in what is known of the classes. */
    public ApiDescription(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        useDeclaredStatus(api);
        Components components = api.getComponents();
        describeProblem(components);
        Stream.of(ALWAYS, WITH_BODY, List.of(NOT_FOUND), OF_POST, OF_PATCH)
                .flatMap(List::stream)
                .forEach(refused -> components.addResponse(refused.name(), response(refused)));
        describeHeaders(components);
        Set<String> single = new HashSet<>();
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (item.getGET() != null && (path.endsWith("}") || path.endsWith("/me"))) {
                single.add(path);
            }
        });
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> describe(path, method, operation, single)));
        describeFiles(api);
        describeFields(api);
    }

    /** The generated description knows nothing of {@link ResponseStatus} and says 200. */
    private void useDeclaredStatus(OpenAPI api) {
        for (AnnotationInstance declared : classes.getAnnotations(ResponseStatus.class)) {
            MethodInfo method = declared.target().asMethod();
            String path = path(method.declaringClass().declaredAnnotation(PATH)) + path(method.annotation(PATH));
            PathItem item = api.getPaths().getPathItem(path);
            if (item != null) {
                item.getOperations().forEach((verb, operation) -> {
                    if (method.hasAnnotation("jakarta.ws.rs." + verb)) {
                        Map<String, APIResponse> answers =
                                new TreeMap<>(operation.getResponses().getAPIResponses());
                        APIResponse answer = answers.remove("200");
                        if (answer != null) {
                            Response.Status status = Response.Status.fromStatusCode(
                                    declared.value().asInt());
                            answers.put(
                                    String.valueOf(status.getStatusCode()),
                                    answer.description(status.getReasonPhrase()));
                        }
                        operation.getResponses().setAPIResponses(answers);
                    }
                });
            }
        }
    }

    private static String path(AnnotationInstance declared) {
        return declared.value().asString();
    }

    private static void describe(String path, HttpMethod method, Operation operation, Set<String> single) {
        List<Refused> refusals = new ArrayList<>(ALWAYS);
        List<Parameter> parameters =
                Optional.ofNullable(operation.getParameters()).orElse(List.of());
        if (method != HttpMethod.GET || parameters.stream().anyMatch(ApiDescription::isIdentifier)) {
            refusals.add(NOT_FOUND);
        }
        if (operation.getRequestBody() != null) {
            refusals.addAll(WITH_BODY);
        }
        parameters.forEach(ApiDescription::describe);
        refer(operation, "AcceptLanguage");
        refer(operation, "RequestId");
        List<String> headers = new ArrayList<>(List.of(REQUEST_ID));
        if (method == HttpMethod.POST) {
            refusals.addAll(OF_POST);
            refer(operation, "IdempotencyKey");
            headers.add(REPLAYED);
            if (single.contains(path + "/{id}")) {
                headers.add(HttpHeaders.LOCATION);
            }
        }
        if (method == HttpMethod.PATCH) {
            refusals.addAll(OF_PATCH);
            refer(operation, "IfMatch");
            headers.add(HttpHeaders.ETAG);
        }
        if (method == HttpMethod.GET && single.contains(path)) {
            refer(operation, "IfNoneMatch");
            headers.add(HttpHeaders.ETAG);
        }
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                headers.forEach(name ->
                        response.addHeader(name, OASFactory.createHeader().ref(name)));
            }
        });
        if (method == HttpMethod.GET && single.contains(path)) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "304", OASFactory.createAPIResponse().description("What the caller has is up to date."));
        }
        refusals.forEach(refused -> operation
                .getResponses()
                .addAPIResponse(
                        String.valueOf(refused.status()),
                        OASFactory.createAPIResponse().ref(refused.name())));
        operation
                .getResponses()
                .setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
    }

    private static boolean isIdentifier(Parameter parameter) {
        String type = parameter.getSchema().getRef();
        return type != null && type.endsWith("/UUID");
    }

    /** Parameters that mean the same everywhere. */
    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "at" -> parameter.description("The day to answer for; today without it.");
            case "under" -> parameter.description("Only what belongs to this unit or to one below it, at any depth.");
            case "limit" -> parameter.description("The most to answer with.").example(50);
            case "cursor" ->
                parameter.description("The nextCursor of the page before.").example(CURSOR);
            case "q" -> parameter.example("数据");
            default -> {}
        }
    }

    private static void refer(Operation operation, String parameter) {
        operation.addParameter(OASFactory.createParameter().ref(parameter));
    }

    private static void describeProblem(Components components) {
        components.addSchema(
                VIOLATION,
                object().description("A refused place of the input.")
                        .addProperty("field", text("The path of the field, or the parameter's name.", "seats[3].staff"))
                        .addProperty("message", text("What is wrong with it, in the caller's language.", "须为 UUID"))
                        .required(List.of("field", "message")));
        components.addSchema(
                PROBLEM,
                object().description("Every error, as in RFC 9457.")
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
        Problem problem = Problem.of(
                TEXTS,
                refused.status(),
                refused.code(),
                List.of(),
                refused.places().stream()
                        .map(place ->
                                new Problem.ViolationView(place.field(), TEXTS.text(place.code(), place.arguments())))
                        .toList());
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", problem.type());
        example.put("status", problem.status());
        example.put("title", problem.title());
        example.put("detail", problem.detail());
        if (problem.violations() != null) {
            example.put(
                    "violations",
                    problem.violations().stream()
                            // in order, as the description must not differ from one start to the next
                            .map(place -> new TreeMap<>(Map.of("field", place.field(), "message", place.message())))
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
                "https://org.example.com/v1/units/01a2093e-c363-7437-b56f-d0e807920f9e");
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

    private static void describeFields(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        schemas.get("UUID").setExamples(List.of("01a2093e-c363-7437-b56f-d0e807920f9e"));
        schemas.get("LocalDate").setExamples(List.of("2023-03-20"));
        schemas.get("Instant").setExamples(List.of("2023-03-20T01:00:00Z"));
        schemas.values().forEach(schema -> {
            if (schema.getEnumeration() != null) {
                schema.setExamples(List.of(schema.getEnumeration().get(0)));
            }
        });
        reachable(
                        schemas,
                        operations(api)
                                .filter(operation -> operation.getRequestBody() != null)
                                .map(operation -> operation.getRequestBody().getContent()))
                .forEach(schema -> {
                    if (schema.getProperties() != null) {
                        schema.setAdditionalPropertiesBoolean(false);
                    }
                });
        reachable(
                        schemas,
                        operations(api)
                                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                                .filter(response -> response.getContent() != null)
                                .map(APIResponse::getContent))
                .forEach(ApiDescription::requireWhatIsNeverNull);
    }

    private static void requireWhatIsNeverNull(Schema schema) {
        if (schema.getProperties() != null) {
            Set<String> always = new TreeSet<>();
            schema.getProperties().forEach((name, property) -> {
                if (!mayBeNull(property)) {
                    always.add(name);
                }
            });
            schema.setRequired(always.isEmpty() ? null : new ArrayList<>(always));
        }
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
