package cn.taxrollout.org.web;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.web.PublishedApi.Operation;
import cn.taxrollout.org.web.PublishedApi.Parameter;
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
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every endpoint that the service publishes, called in every wrong way. */
@ServiceTest
class MalformedRequestTest {
    private static final String TYPE = "urn:tax-rollout:problem:";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = TokenIssuer.shared().system("payroll", "org:read", "org:write");

    private final ObjectMapper json = new ObjectMapper();
    private PublishedApi api;
    private int calls;

    @BeforeEach
    void readApi() {
        api = PublishedApi.read();
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
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", contentType)
                    .header("Accept", accept)
                    .header("Accept-Language", language)
                    .method(method, BodyPublishers.ofByteArray(body));
            if (method.equals("PATCH")) {
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
            if (operation.in("path").findAny().isPresent()) {
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
        unreadable.put("something behind the end", "{} {}".getBytes(UTF_8));
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
        Map<String, List<String>> wrong = Map.of(
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
                new Call("POST", "/v1/directory-imports")
                        .with("{\"units\": [], \"staff\": [], \"seats\": [{}, {\"rank\": \"KING\"}]}"),
                400,
                "invalid-request",
                "seats[1].rank");
        refused(
                new Call("POST", "/v1/units")
                        .with("{\"code\": \"X\", \"name\": \"X\", \"kind\": \"BUREAU\", \"functions\": [null]}"),
                400,
                "invalid-request",
                "functions");
    }

    @Test
    void anotherMediaTypeIsRefused() {
        for (Operation operation : withBody()) {
            for (String type : List.of("text/plain", "garbage", "///")) {
                refused(Call.to(operation).of(type).with("{}"), 415, "unsupported-media-type");
            }
        }
        refused(new Call("GET", "/v1/units").accepting("image/png"), 406, "not-acceptable");
        refused(new Call("GET", "/v1/units").accepting("garbage"), 406, "not-acceptable");
        refused(new Call("GET", "/v1/units").accepting("text/html, ///"), 406, "not-acceptable");
    }

    @Test
    void anotherMethodIsRefused() {
        api.operations().stream().collect(groupingBy(Operation::path)).forEach((path, operations) -> {
            var answer = refused(new Call("DELETE", operations.get(0).somewhere()), 405, "method-not-allowed");
            assertThat(answer.headers().firstValue("Allow").orElse("").split(", ?"))
                    .as(path)
                    .containsAll(operations.stream().map(Operation::method).toList())
                    .doesNotContain("DELETE");
        });
    }

    @Test
    void aMissingOrFaultyTokenIsSaidAsProblem() {
        for (var caller : List.of(given(), as("rubbish"))) {
            caller.header("Accept-Language", "en")
                    .header("X-Request-Id", "try-1")
                    .get("/v1/units")
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
    void pathTricksOpenNothing() {
        for (String path : List.of(
                "/v1/units;x=1",
                "/v1/units%3Bx",
                "//v1/units",
                "/v1//units",
                "/v1/./units",
                "/v1/../v1/units",
                "/V1/units",
                "/v1/units%2F",
                "/v1/%75nits",
                "/q/../v1/units",
                "/openapi/../v1/units")) {
            int status = given().urlEncodingEnabled(false).get(path).statusCode();
            assertThat(status).as("%s without token", path).isIn(400, 401, 403, 404);
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
        Call upload = new Call("POST", "/v1/directory-imports").of("multipart/form-data; boundary=limit");
        refused(upload.of("multipart/form-data").with("--limit"), 400, "file-missing");
        refused(upload.with("--limit--"), 400, "file-missing");
        refused(upload.with("--limit"), 400, "request-unreadable");
        refused(
                upload.with("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n名单"),
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
        Call upload = new Call("POST", "/v1/directory-imports").of("multipart/form-data; boundary=limit");
        String part = "--limit\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n";
        refused(upload.with(part.repeat(3_000) + "--limit--\r\n"), 400, "request-unreadable");
        refused(
                upload.with(
                        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\nb.txt\"\r\n\r\nx\r\n--limit--\r\n"),
                400,
                "request-unreadable");
    }

    @Test
    void aFormOfUndecodablePartsIsRefused() {
        Call upload = new Call("POST", "/v1/directory-imports").of("multipart/form-data; boundary=limit");
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
                    new Call("POST", "/v1/units").with("{\"name\": \"X%s\"}".formatted(character)),
                    400,
                    "invalid-request",
                    "name");
        }
        refused(new Call("GET", "/v1/units?cursor=AAA"), 400, "text-not-storable");
        refused(new Call("GET", "/v1/units?q=a%1Bb"), 400, "invalid-request", "q");
    }

    /** The client asks first, as curl does: a body that was announced as too large is never sent. */
    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write("""
                    POST /v1/directory-imports HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Accept-Language: en
                    Content-Type: application/json
                    Content-Length: %d
                    Expect: 100-continue

                    """.formatted(TokenIssuer.shared().system("payroll", "org:write"), 21 * 1024 * 1024)
                            .replace("\n", "\r\n")
                            .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", TYPE + "too-large", "20 MB is the most");
        }
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        UUID nobody = UUID.randomUUID();
        asSystem()
                .get("/v1/units/" + nobody)
                .then()
                .statusCode(404)
                .body("detail", equalTo("没有编号为 " + nobody + " 的单位"));
        for (Operation operation : api.operations()) {
            if (operation.method().equals("GET")
                    && operation.in("path").findAny().isPresent()) {
                assertThat(Call.to(operation).send("zh").statusCode())
                        .as(operation.toString())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void listsArePagedInAStableOrder() {
        var bureau = new SampleBureau().imported();
        String first = asSystem()
                .get("/v1/units?limit=1&parentId=" + bureau.unitId("B"))
                .then()
                .statusCode(200)
                .body("items.code", contains(bureau.code("LG")))
                .extract()
                .path("nextCursor");
        String second = asSystem()
                .get("/v1/units?limit=1&parentId=" + bureau.unitId("B") + "&cursor=" + first)
                .then()
                .body("items.code", contains(bureau.code("S1")))
                .extract()
                .path("nextCursor");
        asSystem()
                .get("/v1/units?limit=1&parentId=" + bureau.unitId("B") + "&cursor=" + second)
                .then()
                .body("items.code", contains(bureau.code("S2")))
                .body("nextCursor", equalTo(null));
        asSystem().get("/v1/units?limit=201").then().statusCode(400).body("violations.field", contains("limit"));
        asSystem()
                .get("/v1/units?cursor=%25%25")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:cursor-unreadable"));
    }

    @Test
    void unitsAndPeopleCanBeAddedOneByOne() {
        var bureau = new SampleBureau().imported();
        Map<String, Object> unit = Map.of(
                "code", bureau.code("G2"), "name", "数据组", "kind", "WORKING_GROUP", "parentId", bureau.unitId("PT"));
        asSystem()
                .body(unit)
                .post("/v1/units")
                .then()
                .statusCode(201)
                .header("ETag", startsWith("\"0-"))
                .body("name", equalTo("数据组"));
        asSystem().body(unit).post("/v1/units").then().statusCode(409);
        Map<String, Object> person = Map.of("staffNo", bureau.no(7), "name", "人员7", "homeUnitId", bureau.unitId("S1"));
        asSystem().body(person).post("/v1/staff").then().statusCode(201);
        asSystem().body(person).post("/v1/staff").then().statusCode(409);
    }
}
