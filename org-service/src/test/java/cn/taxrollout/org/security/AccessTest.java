package cn.taxrollout.org.security;

import static cn.taxrollout.org.SampleBureau.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class AccessTest {

    private record Endpoint(String method, String path) {}

    /** Every endpoint as the service itself publishes it, so that a new one is tested without being listed here. */
    private static List<Endpoint> endpoints() {
        Map<String, Map<String, Object>> paths = given().accept(ContentType.JSON)
                .get("/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        List<Endpoint> endpoints = new ArrayList<>();
        paths.forEach((path, methods) -> methods.keySet()
                .forEach(method -> endpoints.add(new Endpoint(
                        method, path.replaceAll("\\{\\w+}", UUID.randomUUID().toString())))));
        assertThat(endpoints).hasSizeGreaterThan(10);
        return endpoints;
    }

    @Test
    void noEndpointTakesAFaultyToken() {
        var bureau = new SampleBureau().imported();
        String staffNo = bureau.no(1);
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
            assertThat(given().contentType(ContentType.JSON)
                            .request(endpoint.method(), endpoint.path())
                            .statusCode())
                    .as("%s without token", endpoint)
                    .isEqualTo(401);
            faulty.forEach((fault, token) -> assertThat(as(token)
                            .request(endpoint.method(), endpoint.path())
                            .statusCode())
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
                token("NOBODY").claim("scope", "org:read org:write staff").sign());
        strangers.put("system without scope", TokenIssuer.shared().system("payroll"));
        strangers.put("system of other scope", TokenIssuer.shared().system("payroll", "task:read", "task:write"));
        for (Endpoint endpoint : endpoints()) {
            strangers.forEach((stranger, token) -> assertThat(as(token)
                            .request(endpoint.method(), endpoint.path())
                            .statusCode())
                    .as("%s called by %s", endpoint, stranger)
                    .isEqualTo(403));
        }
    }

    @Test
    void aSystemThatMayReadMayNotWrite() {
        var bureau = new SampleBureau();
        as(TokenIssuer.shared().system("payroll", "org:read"))
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("X-Request-Id", not(emptyOrNullString()))
                .body("type", equalTo("urn:tax-rollout:problem:not-permitted"));
    }

    @Test
    void contactPointsAreForThePersonTheLeadersAndTheOffice() {
        var bureau = new SampleBureau().imported();
        bureau.asStaff(5)
                .get("/v1/staff/me")
                .then()
                .statusCode(200)
                .body("staffNo", equalTo(bureau.no(5)))
                .body("contact.email", equalTo("n5@example.com"));
        String five = "/v1/staff/" + bureau.staffId(5);
        // 1 heads the section of 5 and the office; 6 administers the bureau; 2 heads another section; 4 is a colleague
        // in a group
        bureau.asStaff(1).get(five).then().statusCode(200).body("contact.email", equalTo("n5@example.com"));
        bureau.asStaff(6).get(five).then().statusCode(200).body("contact.email", equalTo("n5@example.com"));
        bureau.asStaff(2).get(five).then().statusCode(200).body("contact", equalTo(null));
        bureau.asStaff(4).get(five).then().statusCode(200).body("contact", equalTo(null));
        new SampleBureau().imported().asStaff(1).get(five).then().statusCode(404);
    }

    private static TokenIssuer.Builder token(String staffNo) {
        return TokenIssuer.shared().token().claim("staff_no", staffNo);
    }
}
