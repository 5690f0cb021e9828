package cn.taxrollout.notification.messaging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A replica that has nobody to fill its copy: the directory channel is off, and its group has read nothing. */
@ServiceTest
@TestProfile(BeforeTheDirectoryTest.WithoutDirectory.class)
class BeforeTheDirectoryTest {
    public static class WithoutDirectory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // A state on the topic, so that there is something to wait for.
            var organisation = new Organisation();
            organisation.unit("综合组", "WORKING_GROUP", null);
            Topics.publish(organisation);
            return Map.of(
                    "mp.messaging.incoming.directory.enabled",
                    "false",
                    "mp.messaging.incoming.directory.group.id",
                    "nobody-" + Organisation.id());
        }
    }

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void noTaskEventIsTakenAndTheReplicaIsNotReady() {
        given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'directory copy' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'directory copy' }.data.'waits for'", containsString("states"));
        UUID task = Organisation.id();
        UUID event = Organisation.id();
        Topics.publish(task, event, "TaskReceived", TaskData.ofTask(task, List.of()));
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        Rows.of("select 1 from processed_event where event_id = ?", event))
                .isEmpty());
    }
}
