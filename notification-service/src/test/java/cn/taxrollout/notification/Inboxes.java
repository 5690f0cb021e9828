package cn.taxrollout.notification;

import static io.restassured.RestAssured.given;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls the inbox as one of the organisation's people. */
public final class Inboxes {
    private Inboxes() {}

    public static RequestSpecification as(Organisation organisation, UUID person) {
        return as(TokenIssuer.shared().staff(organisation.staffNo(person)));
    }

    public static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    /** What the person's messages are about, newest first. */
    public static List<String> events(Organisation organisation, UUID person) {
        return as(organisation, person)
                .get("/v1/inbox?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("items.event");
    }

    public static List<Map<String, Object>> messages(Organisation organisation, UUID person) {
        return as(organisation, person)
                .get("/v1/inbox?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }
}
