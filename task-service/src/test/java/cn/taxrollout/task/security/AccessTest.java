package cn.taxrollout.task.security;

import static cn.taxrollout.task.SampleBureau.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class AccessTest {

    /** Whose path holds a secret instead. */
    private static final Set<String> WITHOUT_TOKEN = Set.of("/v1/calendar/{token}.ics");

    private record Endpoint(String method, String path, boolean upload) {
        /** Sends it with what it takes, for it must be the caller that is refused and not the content. */
        int statusFor(RequestSpecification caller) {
            if (upload) {
                caller.contentType("multipart/form-data").multiPart("document", "plan.txt", new byte[] {'x'});
            }
            return caller.request(method, path).statusCode();
        }
    }

    /** Every endpoint as the service itself publishes it, so that a new one is tested without being listed here. */
    private static List<Endpoint> endpoints() {
        Map<String, Map<String, Map<String, Object>>> paths = given().accept(ContentType.JSON)
                .get("/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        List<Endpoint> endpoints = new ArrayList<>();
        assertThat(paths.keySet()).containsAll(WITHOUT_TOKEN);
        paths.keySet().removeAll(WITHOUT_TOKEN);
        paths.forEach((path, methods) -> methods.forEach((method, operation) -> endpoints.add(new Endpoint(
                method,
                path.replaceAll("\\{\\w+}", UUID.randomUUID().toString()),
                String.valueOf(operation.get("requestBody")).contains("multipart/form-data")))));
        assertThat(endpoints).hasSizeGreaterThan(10);
        return endpoints;
    }

    @Test
    void noEndpointTakesAFaultyToken() {
        String staffNo = new SampleBureau().no("officer");
        Map<String, String> faulty = new LinkedHashMap<>();
        faulty.put("expired", token(staffNo).expiresIn(Duration.ofMinutes(-10)).sign());
        faulty.put("wrong audience", token(staffNo).audience("another-service").sign());
        faulty.put(
                "wrong issuer",
                token(staffNo).issuer("http://localhost/another").sign());
        faulty.put("wrong key", token(staffNo).wrongKey().sign());
        faulty.put("unsigned", token(staffNo).unsigned().sign());
        faulty.put("no token at all", "rubbish");
        for (Endpoint endpoint : endpoints()) {
            assertThat(endpoint.statusFor(given().contentType(ContentType.JSON)))
                    .as("%s without token", endpoint)
                    .isEqualTo(401);
            faulty.forEach((fault, token) -> assertThat(endpoint.statusFor(with(token)))
                    .as("%s with token: %s", endpoint, fault)
                    .isEqualTo(401));
        }
    }

    @Test
    void noEndpointServesStrangersOrSystemsWithoutScope() {
        Map<String, String> strangers = new LinkedHashMap<>();
        strangers.put("unknown person", TokenIssuer.shared().staff("NOBODY"));
        strangers.put(
                "unknown person with scopes",
                token("NOBODY").claim("scope", "task:read task:write staff").sign());
        strangers.put("system without scope", TokenIssuer.shared().system("payroll"));
        strangers.put(
                "system of other scope", TokenIssuer.shared().system("payroll", "org:read", "org:write", "staff"));
        for (Endpoint endpoint : endpoints()) {
            strangers.forEach((stranger, token) -> assertThat(endpoint.statusFor(with(token)))
                    .as("%s called by %s", endpoint, stranger)
                    .isEqualTo(403));
        }
    }

    @Test
    void aSystemThatMayReadMayNotWrite() {
        for (Endpoint endpoint : endpoints()) {
            if (!endpoint.method().equals("get")) {
                assertThat(endpoint.statusFor(SampleBureau.asSystem("task:read")))
                        .as("%s called by a reading system", endpoint)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void someoneWhoLeftIsAStranger() {
        var bureau = new SampleBureau();
        bureau.as("officer").get("/v1/plans").then().statusCode(200);
        bureau.leaves("officer");
        bureau.as("officer").get("/v1/plans").then().statusCode(403);
    }

    @Test
    void nothingButTheApiIsServed() {
        for (String path : new String[] {"/", "/q/health", "/q/metrics", "/v1", "/v1/nothing", "/v1/../q/health"}) {
            assertThat(with(TokenIssuer.shared().system("payroll", "task:read", "task:write"))
                            .get(path)
                            .statusCode())
                    .as(path)
                    .isIn(403, 404);
        }
    }

    @Test
    void noWayOfWritingAPathOpensIt() {
        for (String path : new String[] {
            "/v1/plans;x",
            "/v1/plans;x=1",
            "//v1/plans",
            "/v1//plans",
            "/v1%2Fplans",
            "/v1/plans%2F",
            "/v1/./plans",
            "/v1/../v1/plans",
            "/v1/%70lans",
            "/q/../v1/plans",
            "/v1/plans%3Bx",
            "/./v1/plans",
            "/openapi/../v1/plans",
            "/V1/plans"
        }) {
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isIn(400, 401, 403, 404);
        }
    }

    private static TokenIssuer.Builder token(String staffNo) {
        return TokenIssuer.shared().token().claim("staff_no", staffNo);
    }
}
