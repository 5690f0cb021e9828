package cn.taxrollout.task.web;

import static cn.taxrollout.task.SampleBureau.asSystem;
import static cn.taxrollout.task.SampleBureau.with;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.web.PublishedApi.Operation;
import cn.taxrollout.task.web.PublishedApi.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every endpoint that the service publishes, called in every wrong way. */
@ServiceTest
class MalformedRequestTest {
    private static final String TYPE = "urn:tax-rollout:problem:";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = TokenIssuer.shared().system("payroll", "task:read", "task:write");

    /** What only people have. */
    private static final String PERSONAL = "/v1/calendar-links";

    private static String staffToken;

    private final ObjectMapper json = new ObjectMapper();
    private PublishedApi api;
    private int calls;

    @BeforeEach
    void readApi() {
        api = PublishedApi.read();
        staffToken = TokenIssuer.shared().staff(new SampleBureau().no("officer"));
    }

    private record Call(String method, String path, String contentType, String accept, byte[] body) {
        Call(String method, String path) {
            this(method, path, "application/json", "*/*", new byte[0]);
        }

        static Call to(Operation operation) {
            return new Call(operation.method(), operation.somewhere());
        }

        Call of(String contentType) {
            return new Call(method, path, contentType, accept, body);
        }

        Call accepting(String accept) {
            return new Call(method, path, contentType, accept, body);
        }

        Call with(byte[] body) {
            return new Call(method, path, contentType, accept, body);
        }

        Call with(String body) {
            return with(body.getBytes(UTF_8));
        }

        HttpResponse<String> send(String language) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                    .header("Authorization", "Bearer " + (path.startsWith(PERSONAL) ? staffToken : TOKEN))
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
        List<Operation> operations = api.operations().stream()
                .filter(operation -> operation.body() != null)
                .toList();
        assertThat(operations).hasSizeGreaterThan(5);
        return operations;
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
                            new Call(operation.method(), operation.somewhere() + query),
                            400,
                            "invalid-request",
                            parameter.name());
                }
            }
        }
        assertThat(tried).isGreaterThan(15);
    }

    @Test
    void anUnreadableIdInThePathIsNotFound() {
        for (Operation operation : api.operations()) {
            if (operation.takesSomethingElseThanJson()) {
                continue;
            }
            if (operation.in("path").anyMatch(parameter -> !Set.of("key", "token")
                    .contains(parameter.name()))) {
                String path = operation.path().replaceAll("\\{\\w+}", "not-an-id");
                refused(new Call(operation.method(), path).with("{}"), 404, "nothing-there");
            }
        }
        refused(new Call("GET", "/v1/nothing"), 404, "nothing-there");
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
            unreadable.values().forEach(body -> refused(Call.to(operation).with(body), 400, "json-unreadable"));
        }
    }

    @Test
    void aBodyThatIsMissingIsRefused() {
        for (Operation operation : withBody()) {
            refused(Call.to(operation), 400, "body-missing");
            refused(Call.to(operation).with("null"), 400, "body-missing");
        }
    }

    @Test
    void anUnknownFieldIsNamed() {
        for (Operation operation : withBody()) {
            refused(Call.to(operation).with("{\"nmae\": \"X\"}"), 400, "invalid-request", "nmae");
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
                            Call.to(operation).with("{\"%s\": %s}".formatted(property.getKey(), value)),
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
            refused(
                    Call.to(operation).with("{\"%1$s\": null, \"%1$s\": null}".formatted(name)),
                    400,
                    "json-unreadable");
        }
    }

    @Test
    void tooManyLevelsAreRefused() {
        for (Operation operation : withBody()) {
            String deep = "[".repeat(100_000) + "]".repeat(100_000);
            refused(Call.to(operation).with("{\"nmae\": %s}".formatted(deep)), 400, "json-unreadable");
            refused(Call.to(operation).with(deep), 400, "json-unreadable");
        }
    }

    @Test
    void aMissingFieldIsNamed() {
        int tried = 0;
        for (Operation operation : withBody()) {
            String[] required = PublishedApi.stream(operation.body().path("required"))
                    .map(JsonNode::asText)
                    .sorted()
                    .toArray(String[]::new);
            if (required.length > 0) {
                tried++;
                refused(Call.to(operation).with("{}"), 400, "invalid-request", required);
            }
        }
        assertThat(tried).isGreaterThan(4);
    }

    @Test
    void aPlaceInsideAListIsNamed() {
        refused(
                new Call("PUT", "/v1/working-days/2024")
                        .with(
                                "{\"notice\": \"N\", \"holidays\": [], \"shiftedWorkingDays\": [\"2024-02-04\", \"2024-02-30\"]}"),
                400,
                "invalid-request",
                "shiftedWorkingDays[1]");
    }

    @Test
    void anotherMediaTypeIsRefused() {
        for (Operation operation : withBody()) {
            for (String type : List.of("text/plain", "garbage", "///", "")) {
                refused(Call.to(operation).of(type).with("{}"), 415, "unsupported-media-type");
            }
        }
        refused(new Call("GET", "/v1/plans").accepting("image/png"), 406, "not-acceptable");
        refused(new Call("GET", "/v1/plans").accepting("garbage"), 406, "not-acceptable");
        refused(new Call("GET", "/v1/plans").accepting("text/html, ///"), 406, "not-acceptable");
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
            var response = refused(new Call(other, operation.somewhere()), 405, "method-not-allowed");
            assertThat(response.headers().allValues("Allow"))
                    .as(operation.toString())
                    .containsExactly(String.join(", ", methods));
        }
    }

    @Test
    void aMissingOrFaultyTokenIsSaidAsProblem() {
        for (var caller : List.of(given(), with("rubbish"))) {
            caller.header("Accept-Language", "en")
                    .header("X-Request-Id", "try-1")
                    .get("/v1/plans")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", startsWith("Bearer"))
                    .header("X-Request-Id", "try-1")
                    .body("type", equalTo(TYPE + "unauthenticated"))
                    .body("title", equalTo("Not authenticated"));
        }
    }

    @Test
    void aLanguageThatCannotBeReadIsPassedOver() {
        Call nowhere = new Call("GET", "/v1/nothing");
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
    void aFormThatIsCutOffIsRefused() {
        Call upload = new Call("POST", "/v1/plan-imports").of("multipart/form-data; boundary=limit");
        refused(upload.of("multipart/form-data").with("--limit"), 400, "document-missing");
        refused(upload.with("--limit--"), 400, "document-missing");
        refused(upload.with("--limit"), 400, "request-unreadable");
        refused(
                upload.with(
                        "--limit\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\n方案"),
                400,
                "request-unreadable");
        refused(
                upload.with("--limit\r\nContent-Disposition: form-data; name=\"bureauId\"\r\n\r\nB1\r\n--limit--\r\n"),
                400,
                "invalid-request",
                "bureauId");
    }

    @Test
    void aFormOfTooManyPartsOrOfBrokenHeadersIsRefused() {
        Call upload = new Call("POST", "/v1/plan-imports").of("multipart/form-data; boundary=limit");
        String part = "--limit\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n";
        refused(upload.with(part.repeat(3_000) + "--limit--\r\n"), 400, "request-unreadable");
        refused(
                upload.with(
                        "--limit\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a\nb.txt\"\r\n\r\nx\r\n--limit--\r\n"),
                400,
                "request-unreadable");
    }

    @Test
    void aFormOfUndecodablePartsIsRefused() {
        Call upload = new Call("POST", "/v1/plan-imports").of("multipart/form-data; boundary=limit");
        String form = "--limit\r\nContent-Disposition: form-data; name=\"bureauId\"\r\n%s\r\n\r\nA\r\n--limit--\r\n";
        for (String header :
                List.of("Content-Type: text/plain; charset=garbage", "Content-Transfer-Encoding: base64")) {
            refused(upload.with(form.formatted(header)), 400, "request-unreadable");
        }
    }

    @Test
    void aTextThatCannotBeStoredIsRefused() {
        for (String character : List.of("\\u0000", "\\u0007", "\\ud800", "\\udc00\\ud800")) {
            refused(
                    new Call("POST", "/v1/tasks/%1$s/assignments/%1$s/return".formatted(UUID.randomUUID()))
                            .with("{\"reason\": \"X%s\"}".formatted(character)),
                    400,
                    "invalid-request",
                    "reason");
        }
        refused(new Call("GET", "/v1/plans?cursor=AAA"), 400, "cursor-unreadable");
        refused(
                new Call("DELETE", "/v1/tasks/" + UUID.randomUUID() + "?reason=a%1Bb"),
                400,
                "invalid-request",
                "reason");
        refused(new Call("POST", "/v1/parked-events/a%0D%0Ab/replay"), 404, "nothing-there");
    }

    /** The client asks first, as curl does: a body that was announced as too large is never sent. */
    @ParameterizedTest
    @CsvSource({
        "/v1/plan-imports, multipart/form-data; boundary=x, 64, 21",
        "/v1/plans, application/json, 2, 1",
    })
    void aBodyThatIsTooLargeIsRefused(String path, String contentType, int mebibytes, int most) throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write("""
                    POST %s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Accept-Language: en
                    Content-Type: %s
                    Content-Length: %d
                    Expect: 100-continue

                    """.formatted(
                            path,
                            TokenIssuer.shared().system("payroll", "task:write"),
                            contentType,
                            mebibytes * 1024 * 1024)
                    .replace("\n", "\r\n")
                    .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", TYPE + "too-large", most + " MiB is the most");
        }
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        UUID nothing = UUID.randomUUID();
        asSystem("task:read")
                .get("/v1/tasks/" + nothing)
                .then()
                .statusCode(404)
                .body("detail", equalTo("没有编号为 " + nothing + " 的任务"));
        for (Operation operation : api.operations()) {
            if (operation.method().equals("GET")
                    && operation.in("path").anyMatch(parameter -> !List.of("year", "key")
                            .contains(parameter.name()))) {
                assertThat(Call.to(operation).send("zh").statusCode())
                        .as(operation.toString())
                        .isEqualTo(404);
            }
        }
    }
}
