package cn.taxrollout.notification.web;

import static cn.taxrollout.notification.Inboxes.as;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.Rights;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.web.PublishedApi.Operation;
import cn.taxrollout.notification.web.PublishedApi.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every endpoint that the service publishes, called in every wrong way. */
@ServiceTest
class MalformedRequestTest {
    private static final String TYPE = "urn:tax-rollout:problem:";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SYSTEM = TokenIssuer.shared().system("payroll", "notification:write");
    /** What isn't an id, in a path. */
    private static final Set<String> TEXTS_OF_PATHS = Set.of("key", "kind");

    private static final Call NOTE = new Call(SYSTEM, "POST", "/v1/test-notes/1/readings");

    @Inject
    Rights rights;

    private final ObjectMapper json = new ObjectMapper();
    private PublishedApi api;
    private int calls;

    @BeforeEach
    void readApi() {
        api = PublishedApi.read();
    }

    /** Each endpoint is called by someone who may call it. */
    private Call call(Operation operation) {
        return new Call(
                rights.someoneWhoMay(operation.method(), operation.path()), operation.method(), operation.somewhere());
    }

    private record Call(String token, String method, String path, String contentType, String accept, byte[] body) {
        Call(String token, String method, String path) {
            this(token, method, path, "application/json", "*/*", new byte[0]);
        }

        Call at(String path) {
            return new Call(token, method, path, contentType, accept, body);
        }

        Call by(String method) {
            return new Call(token, method, path, contentType, accept, body);
        }

        Call of(String contentType) {
            return new Call(token, method, path, contentType, accept, body);
        }

        Call accepting(String accept) {
            return new Call(token, method, path, contentType, accept, body);
        }

        Call with(byte[] body) {
            return new Call(token, method, path, contentType, accept, body);
        }

        Call with(String body) {
            return with(body.getBytes(UTF_8));
        }

        HttpResponse<String> send(String language) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", contentType)
                    .header("Accept", accept)
                    .header("Accept-Language", language)
                    .method(method, BodyPublishers.ofByteArray(body));
            if (method.equals("PATCH") || method.equals("PUT")) {
                request.header("If-Match", "*");
            }
            try {
                return CLIENT.send(request.build(), BodyHandlers.ofString());
            } catch (IOException e) {
                throw new AssertionError("no answer to " + this, e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return method + " " + path + " " + new String(body, 0, Math.min(body.length, 200), UTF_8);
        }
    }

    /**
     * Asserts a refusal with nothing of the inside in it, in Chinese and English by turns.
     *
     * @param fields those that are to blame, none for a refusal of the whole
     */
    private HttpResponse<String> refused(Call call, int status, String type, String... fields) {
        boolean chinese = calls++ % 2 == 0;
        HttpResponse<String> response = call.send(chinese ? "zh" : "en");
        String what = call + ": " + response.body();
        assertThat(response.statusCode()).as(what).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .as(what)
                .startsWith("application/problem+json");
        assertThat(response.headers().firstValue("X-Request-Id")).as(what).isPresent();
        JsonNode problem = parsed(response.body());
        assertThat(problem.path("type").asText()).as(what).isEqualTo(TYPE + type);
        assertThat(problem.path("status").asInt()).as(what).isEqualTo(status);
        assertThat(isChinese(problem.path("title").asText())).as(what).isEqualTo(chinese);
        assertThat(isChinese(problem.path("detail").asText())).as(what).isEqualTo(chinese);
        assertThat(problem.findValuesAsText("field")).as(what).containsExactly(fields);
        assertThat(problem.findValuesAsText("message")).as(what).allMatch(message -> isChinese(message) == chinese);
        assertThat(response.body())
                .as(what)
                .doesNotContain("Exception", "cn.taxrollout", "java.", "jackson", "jakarta", "hibernate");
        return response;
    }

    private JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    private static boolean isChinese(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic);
    }

    private List<Operation> withBody() {
        return api.operations().stream()
                .filter(operation -> operation.body() != null)
                .toList();
    }

    @Test
    void anUnreadableQueryParameterIsNamed() {
        Map<String, List<String>> unreadable = Map.of(
                "uuid", List.of("not-an-id", "1-1-1-1-1"),
                "date", List.of("25.3.2023", "2023-02-30", "+99999-01-01", "2023-03-25T00:00"),
                "date-time", List.of("soon", "2023-03-25", "2023-02-30T00:00:00Z", "+99999-01-01T00:00:00Z"),
                "enum", List.of("CASTLE", "0", "bureau"),
                "integer", List.of("many", "1.5", "99999999999999999999"),
                "boolean", List.of("perhaps", "1"));
        int tried = 0;
        for (Operation operation : api.operations()) {
            for (Parameter parameter : operation.in("query").toList()) {
                for (String value : unreadable.getOrDefault(api.kind(parameter.schema()), List.of())) {
                    tried++;
                    String query = "?" + parameter.name() + "=" + URLEncoder.encode(value, UTF_8);
                    refused(
                            call(operation).at(operation.somewhere() + query),
                            400,
                            "invalid-request",
                            parameter.name());
                }
            }
        }
        assertThat(tried).isGreaterThan(10);
    }

    @Test
    void anUnreadableIdInThePathIsNotFound() {
        for (Operation operation : api.operations()) {
            if (operation.in("path").anyMatch(parameter -> !TEXTS_OF_PATHS.contains(parameter.name()))) {
                String path = operation.path().replaceAll("\\{\\w+}", "not-an-id");
                refused(call(operation).at(path).with("{}"), 404, "nothing-there");
            }
        }
        refused(new Call(SYSTEM, "GET", "/v1/nothing"), 404, "nothing-there");
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() {
        Map<String, byte[]> unreadable = new LinkedHashMap<>();
        unreadable.put("cut off", "{\"".getBytes(UTF_8));
        unreadable.put("no JSON", "name=X".getBytes(UTF_8));
        unreadable.put("something behind the end", "null {}".getBytes(UTF_8));
        unreadable.put("broken UTF-8", "{\"\u00ff\u00fe\": 1}".getBytes(ISO_8859_1));
        unreadable.put("a list", "[]".getBytes(UTF_8));
        unreadable.put("a text", "\"name\"".getBytes(UTF_8));
        unreadable.put("an empty text", "\"\"".getBytes(UTF_8));
        unreadable.put("a number", "7".getBytes(UTF_8));
        for (Operation operation : withBody()) {
            unreadable.values().forEach(body -> refused(call(operation).with(body), 400, "json-unreadable"));
        }
    }

    @Test
    void aBodyThatIsMissingIsRefused() {
        for (Operation operation : withBody()) {
            refused(call(operation), 400, "body-missing");
            refused(call(operation).with("null"), 400, "body-missing");
        }
    }

    @Test
    void anUnknownFieldIsNamed() {
        for (Operation operation : withBody()) {
            refused(call(operation).with("{\"nmae\": \"X\"}"), 400, "invalid-request", "nmae");
        }
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() {
        List<String> noTime =
                List.of("7", "[9, 0]", "\"soon\"", "\"25:00\"", "\"\"", "{}", "\"+99999-01-01T00:00:00Z\"");
        Map<String, List<String>> wrong = Map.of(
                "date-time", noTime,
                "local-time", noTime,
                "string", List.of("7", "true", "{}", "[]"),
                "uuid", List.of("7", "\"not-an-id\"", "\"\"", "{}"),
                "date",
                        List.of(
                                "7",
                                "[2023, 3, 25]",
                                "\"25.3.2023\"",
                                "\"2023-02-30\"",
                                "\"2023-03-25T00:00:00Z\"",
                                "\"+99999-01-01\"",
                                "\"\""),
                "enum", List.of("0", "\"CASTLE\"", "\"\"", "\"0\"", "{}"),
                "integer", List.of("\"7\"", "1.5", "99999999999999999999", "true", "\"\""),
                "boolean", List.of("\"true\"", "1", "\"\""),
                "array", List.of("7", "\"X\"", "\"\"", "{}"),
                "object", List.of("7", "\"X\"", "\"\"", "[]"));
        for (Operation operation : withBody()) {
            operation.body().get("properties").properties().forEach(property -> {
                String kind = api.kind(property.getValue());
                assertThat(wrong).as("%s.%s", operation, property).containsKey(kind);
                for (String value : wrong.get(kind)) {
                    refused(
                            call(operation).with("{\"%s\": %s}".formatted(property.getKey(), value)),
                            400,
                            "invalid-request",
                            property.getKey());
                }
            });
        }
    }

    @Test
    void aFieldThatIsGivenTwiceIsRefused() {
        for (Operation operation : withBody()) {
            String name = operation.body().get("properties").fieldNames().next();
            refused(call(operation).with("{\"%1$s\": null, \"%1$s\": null}".formatted(name)), 400, "json-unreadable");
        }
    }

    @Test
    void tooManyLevelsAreRefused() {
        for (Operation operation : withBody()) {
            String deep = "[".repeat(100_000) + "]".repeat(100_000);
            refused(call(operation).with("{\"nmae\": %s}".formatted(deep)), 400, "json-unreadable");
            refused(call(operation).with(deep), 400, "json-unreadable");
        }
    }

    @Test
    void aMissingFieldIsNamed() {
        for (Operation operation : withBody()) {
            String[] required = PublishedApi.stream(operation.body().path("required"))
                    .map(JsonNode::asText)
                    .sorted()
                    .toArray(String[]::new);
            if (required.length > 0) {
                refused(call(operation).with("{}"), 400, "invalid-request", required);
            }
        }
    }

    @Test
    void anotherMediaTypeIsRefused() {
        for (Operation operation : withBody()) {
            for (String type : List.of("text/plain", "garbage", "///", "")) {
                refused(call(operation).of(type).with("{}"), 415, "unsupported-media-type");
            }
        }
        refused(new Call(SYSTEM, "GET", "/v1/test-notes/1").accepting("image/png"), 406, "not-acceptable");
        refused(new Call(SYSTEM, "GET", "/v1/test-notes/1").accepting("garbage"), 406, "not-acceptable");
        refused(new Call(SYSTEM, "GET", "/v1/test-notes/1").accepting("text/html, ///"), 406, "not-acceptable");
    }

    @Test
    void anotherMethodIsRefusedAndThoseThatAreTakenAreNamed() {
        Map<String, Set<String>> taken = api.operations().stream()
                .collect(Collectors.groupingBy(
                        Operation::path, Collectors.mapping(Operation::method, Collectors.toCollection(TreeSet::new))));
        for (Operation operation : api.operations()) {
            Set<String> methods = taken.get(operation.path());
            String other = Stream.of("DELETE", "PATCH", "PUT", "POST")
                    .filter(method -> !methods.contains(method))
                    .findFirst()
                    .orElseThrow();
            var response = refused(call(operation).by(other), 405, "method-not-allowed");
            assertThat(response.headers().allValues("Allow"))
                    .as(operation.toString())
                    .containsExactly(String.join(", ", methods));
        }
    }

    @Test
    void aPlaceInsideAListIsNamed() {
        refused(
                NOTE.with("{\"reader\": \"A\", \"places\": [\"here\", \"everywhere\"]}"),
                400,
                "invalid-request",
                "places[1]");
        refused(NOTE.with("{\"reader\": \"A\", \"days\": [\"DOOMSDAY\"]}"), 400, "invalid-request", "days[0]");
    }

    @Test
    void aTextThatCannotBeStoredIsRefused() {
        for (String character : List.of("\\u0000", "\\u0007", "\\ud800", "\\udc00\\ud800")) {
            refused(NOTE.with("{\"reader\": \"X%s\"}".formatted(character)), 400, "invalid-request", "reader");
        }
        Operation inbox = api.operations().stream()
                .filter(operation -> operation.path().equals("/v1/inbox"))
                .findFirst()
                .orElseThrow();
        refused(call(inbox).at("/v1/inbox?cursor=!"), 400, "cursor-unreadable");
        refused(call(inbox).at("/v1/inbox?q=a%1Bb"), 400, "invalid-request", "q");
        refused(
                new Call(
                        rights.someoneWhoMay("POST", "/v1/parked-events/{key}/replay"),
                        "POST",
                        "/v1/parked-events/a%0D%0Ab/replay"),
                404,
                "nothing-there");
    }

    @Test
    void aMissingOrFaultyTokenIsSaidAsProblem() {
        for (var caller : List.of(given(), as("rubbish"))) {
            caller.header("Accept-Language", "en")
                    .header("X-Request-Id", "try-1")
                    .get("/v1/inbox")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", startsWith("Bearer"))
                    .header("X-Request-Id", "try-1")
                    .body("type", equalTo(TYPE + "unauthenticated"))
                    .body("title", equalTo("Not authenticated"));
        }
    }

    /** The client asks first, as curl does: a body that was announced as too large is never sent. */
    @Test
    void aLanguageThatCannotBeReadIsPassedOver() {
        Call nowhere = call(api.operations().get(0)).by("GET").at("/v1/nothing");
        for (String language : List.of(
                ";;;q=",
                "zh;q=banana",
                "en;q=1e400",
                "en;q=",
                "x-@@",
                "-",
                "-,en",
                ",",
                ";",
                "en_US",
                "*;q=-1",
                "fr",
                "k".repeat(5_000))) {
            var response = nowhere.send(language);
            assertThat(response.statusCode()).as(language).isEqualTo(404);
            assertThat(isChinese(parsed(response.body()).path("title").asText()))
                    .as(language)
                    .isTrue();
        }
        for (String language :
                List.of("en-GB", "fr, EN;q=0.2", "fr;q=1, en-US;q=0.9, zh;q=0.1", "zh;q=0, en;q=0.001")) {
            assertThat(isChinese(
                            parsed(nowhere.send(language).body()).path("title").asText()))
                    .as(language)
                    .isFalse();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write("""
                    POST /v1/test-notes/1/readings HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Accept-Language: en
                    Content-Type: application/json
                    Content-Length: %d
                    Expect: 100-continue

                    """.formatted(SYSTEM, 2 * 1024 * 1024)
                    .replace("\n", "\r\n")
                    .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", TYPE + "too-large", "1 MiB is the most");
        }
    }
}
