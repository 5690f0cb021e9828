package cn.taxrollout.org.web;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class MalformedRequestTest {

    @Test
    void brokenJsonIsRefusedAsProblem() {
        asSystem()
                .body("{\"units\": [")
                .post("/v1/directory-imports")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    /** The client asks first, as curl does: a body that was announced as too large is never sent. */
    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/directory-imports"))
                .header("Authorization", "Bearer " + TokenIssuer.shared().system("payroll", "org:write"))
                .header("Content-Type", "application/json")
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[21 * 1024 * 1024]))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void anUnknownValueNamesItsField() {
        asSystem()
                .body("{\"code\": \"X\", \"name\": \"X\", \"kind\": \"CASTLE\"}")
                .post("/v1/units")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("kind"));
    }

    @Test
    void missingFieldsAreNamedInTheCallersLanguage() {
        asSystem()
                .header("Accept-Language", "en")
                .body("{\"code\": \"\", \"name\": \"X\", \"kind\": \"SECTION\"}")
                .post("/v1/units")
                .then()
                .statusCode(400)
                .body("violations.field", contains("code"))
                .body("violations.message", contains("must not be blank"));
        asSystem()
                .body("{\"code\": \"\", \"name\": \"X\", \"kind\": \"SECTION\"}")
                .post("/v1/units")
                .then()
                .body("violations.message", contains("不得为空白"));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        UUID nobody = UUID.randomUUID();
        asSystem()
                .get("/v1/units/" + nobody)
                .then()
                .statusCode(404)
                .body("detail", equalTo("没有编号为 " + nobody + " 的单位"));
        asSystem().get("/v1/units/not-an-id").then().statusCode(404);
        asSystem().get("/v1/units/" + nobody + "/members").then().statusCode(404);
        asSystem().get("/v1/staff/" + nobody).then().statusCode(404);
        asSystem()
                .post("/v1/directory-imports/" + nobody + "/confirmation")
                .then()
                .statusCode(404);
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
