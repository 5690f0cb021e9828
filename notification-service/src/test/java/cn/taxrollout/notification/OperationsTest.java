package cn.taxrollout.notification;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What operators look at stands on the management port. */
@ServiceTest
class OperationsTest {
    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    @Test
    void readinessIncludesTheDirectoryCopyAReadInboxTheDatabaseAndKafka() {
        // the copy is whole a moment after the start
        Awaitility.await().untilAsserted(() -> given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("directory copy"))
                .body("checks.name", hasItem("first reading of an inbox"))
                .body("checks.name", hasItem("Database connections health check"))
                .body("checks.name", hasItem("SmallRye Reactive Messaging - readiness check")));
    }

    @Test
    void metricsCountMessagesEventsAndStreams() {
        var organisation = new Organisation();
        UUID unit = organisation.unit("综合组", "WORKING_GROUP", null);
        organisation.member(unit);
        copied.take(organisation);
        notices.completed(unit);
        given().get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("notification_messages_written_total{type=\"TaskCompleted\"}"))
                .body(containsString("notification_streams_open "))
                .body(containsString("notification_events_parked "));
    }

    @Test
    void nothingOfThisIsOnThePublicPort() {
        given().get("/q/health").then().statusCode(401);
        given().get("/q/metrics").then().statusCode(401);
    }
}
