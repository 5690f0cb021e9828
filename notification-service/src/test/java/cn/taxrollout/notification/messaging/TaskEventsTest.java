package cn.taxrollout.notification.messaging;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class TaskEventsTest {
    private final Organisation organisation = new Organisation();

    @Test
    void anEventDeliveredManyTimesGivesOneMessage() {
        UUID group = organisation.unit("综合组", "WORKING_GROUP", null);
        UUID member = organisation.member(group);
        Topics.publish(organisation);
        UUID task = Organisation.id();
        UUID event = Organisation.id();
        for (int i = 0; i < 5; i++) {
            Topics.publish(task, event, "TaskIssued", TaskData.ofTask(task, List.of(group), "backfilled", false));
        }
        Topics.publish(task, Organisation.id(), "TaskCompleted", TaskData.ofTask(task, List.of(group)));

        await().untilAsserted(() -> given().auth()
                .oauth2(TokenIssuer.shared().staff(organisation.staffNo(member)))
                .get("/v1/inbox")
                .then()
                .statusCode(200)
                .body("items.event", equalTo(List.of("TaskCompleted", "TaskIssued")))
                .body("items", hasSize(2)));
    }
}
