package cn.taxrollout.notification.security;

import static cn.taxrollout.notification.Inboxes.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rights;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.web.PublishedApi;
import cn.taxrollout.notification.web.PublishedApi.Operation;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class AccessTest {
    @Inject
    CopiedDirectory copied;

    private final Organisation organisation = new Organisation();
    private UUID member;
    private UUID gone;

    @Inject
    Rights rights;

    @BeforeEach
    void people() {
        UUID unit = organisation.unit("综合组", "WORKING_GROUP", null);
        member = organisation.member(unit);
        gone = organisation.member(unit);
        organisation.person(gone, 2, "离职", "LEFT");
        copied.take(organisation);
    }

    /** Every endpoint as the service itself publishes it, so that a new one is tested without being listed here. */
    private static List<Operation> endpoints() {
        List<Operation> endpoints = PublishedApi.read().operations();
        assertThat(endpoints).hasSizeGreaterThanOrEqualTo(6);
        return endpoints;
    }

    @Test
    void noEndpointTakesAFaultyToken() {
        Map<String, String> faulty = new LinkedHashMap<>();
        faulty.put("expired", token().expiresIn(Duration.ofMinutes(-10)).sign());
        faulty.put("wrong audience", token().audience("task-service").sign());
        faulty.put("wrong issuer", token().issuer("http://localhost/another").sign());
        faulty.put("wrong key", token().wrongKey().sign());
        faulty.put("unsigned", token().unsigned().sign());
        faulty.put("no token at all", "rubbish");
        for (Operation endpoint : endpoints()) {
            given().request(endpoint.method(), endpoint.somewhere())
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer");
            faulty.forEach((fault, token) -> assertThat(status(token, endpoint))
                    .as("%s with token: %s", endpoint, fault)
                    .isEqualTo(401));
        }
    }

    @Test
    void noEndpointServesStrangersOrSystemsWithoutScope() {
        Map<String, String> strangers = new LinkedHashMap<>();
        strangers.put("unknown person", TokenIssuer.shared().staff("NOBODY"));
        strangers.put("person who left", TokenIssuer.shared().staff(organisation.staffNo(gone)));
        strangers.put(
                "unknown person with scopes",
                TokenIssuer.shared()
                        .token()
                        .claim("staff_no", "NOBODY")
                        .claim("scope", "staff notification:write")
                        .sign());
        strangers.put("system without scope", TokenIssuer.shared().system("payroll"));
        strangers.put("system with the scope staff", TokenIssuer.shared().system("payroll", "staff"));
        strangers.put("system of other scope", TokenIssuer.shared().system("payroll", "task:read", "org:write"));
        strangers.put(
                "system with roles of its own making",
                TokenIssuer.shared()
                        .token()
                        .claim("groups", List.of("staff", "notification:write"))
                        .claim("realm_access", Map.of("roles", List.of("staff", "notification:write")))
                        .sign());
        for (Operation endpoint : endpoints()) {
            strangers.forEach((stranger, token) -> assertThat(status(token, endpoint))
                    .as("%s called by %s", endpoint, stranger)
                    .isEqualTo(403));
        }
    }

    @Test
    void everyEndpointIsInTheTableAndNothingElseIs() {
        assertThat(endpoints().stream().map(Operation::toString))
                .containsExactlyInAnyOrderElementsOf(Rights.endpoints());
    }

    /** Without what the call needs besides: that it is refused for this and not for the caller shows who may call. */
    @Test
    void everyRoleMayCallWhatTheTableSaysAndNothingElse() {
        for (Operation endpoint : endpoints()) {
            if (endpoint.path().endsWith("/stream")) {
                continue;
            }
            for (Rights.Role role : Rights.Role.values()) {
                String token = rights.token(role);
                int status = token == null
                        ? given().request(endpoint.method(), endpoint.somewhere())
                                .statusCode()
                        : status(token, endpoint);
                var outcome = assertThat(status).as("%s by %s", endpoint, role);
                if (Rights.mayCall(endpoint.method(), endpoint.path()).contains(role)) {
                    outcome.isNotIn(401, 403).isLessThan(500);
                } else {
                    outcome.isEqualTo(token == null ? 401 : 403);
                }
            }
        }
    }

    @Test
    void theStreamIsForPeople() {
        Set<Rights.Role> people = Rights.mayCall("GET", "/v1/inbox/stream");
        for (Rights.Role role : Rights.Role.values()) {
            // read no further than to a refusal, as what is served doesn't end
            if (rights.token(role) != null && !people.contains(role)) {
                as(rights.token(role)).get("/v1/inbox/stream").then().statusCode(403);
            }
        }
    }

    @Test
    void crookedPathsOpenNothing() {
        for (String path : List.of(
                "/v1//inbox", "/v1/inbox;x", "/v1/%2e%2e/v1/inbox", "//v1/inbox", "/v1/inbox%3B", "/q/dev", "/")) {
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isIn(401, 403, 404);
        }
    }

    private static int status(String token, Operation endpoint) {
        return call(as(token), endpoint);
    }

    /** Sends it with what it takes, for it must be the caller that is refused and not the content. */
    private static int call(RequestSpecification caller, Operation endpoint) {
        caller.header("If-Match", "*");
        if (endpoint.body() != null) {
            caller.contentType(ContentType.JSON)
                    .body(PublishedApi.read().example(endpoint.body()).toString());
        }
        return caller.request(endpoint.method(), endpoint.somewhere()).statusCode();
    }

    private TokenIssuer.Builder token() {
        return TokenIssuer.shared().token().claim("staff_no", organisation.staffNo(member));
    }
}
