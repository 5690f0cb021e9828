package cn.taxrollout.notification.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class TaskEventsTest {
    @Inject
    MeterRegistry metrics;

    @Inject
    CopiedDirectory copied;

    private final Organisation organisation = new Organisation();
    private UUID group;
    private UUID member;

    @BeforeEach
    void aGroup() {
        group = organisation.unit("综合组", "WORKING_GROUP", null);
        member = organisation.member(group);
        copied.take(organisation);
    }

    @Test
    void anEventThatIsDeliveredManyTimesGivesOneMessage() {
        UUID task = Organisation.id();
        UUID event = Organisation.id();
        for (int i = 0; i < 5; i++) {
            Topics.publish(task, event, "TaskIssued", TaskData.ofTask(task, List.of(group), "backfilled", false));
        }
        Topics.publish(task, Organisation.id(), "TaskCompleted", TaskData.ofTask(task, List.of(group)));
        awaitEvents("TaskCompleted", "TaskIssued");
    }

    @Test
    void aPersonInThreeUnitsOfAnEventHasOneMessage() {
        UUID second = organisation.unit("业务组", "WORKING_GROUP", null);
        UUID third = organisation.unit("技术组", "WORKING_GROUP", null);
        organisation.appoint(member, second, "HEAD");
        organisation.appoint(member, third, "MEMBER");
        copied.take(organisation);
        UUID task = Organisation.id();
        Topics.publish(task, Organisation.id(), "TaskCompleted", TaskData.ofTask(task, List.of(group, second, third)));
        awaitEvents("TaskCompleted");
        assertThat((String) Inboxes.messages(organisation, member).get(0).get("body"))
                .contains("综合组、业务组、技术组");
    }

    @Test
    void backfilledTasksAreAnnouncedWithThePlanAlone() {
        UUID task = Organisation.id();
        UUID plan = Organisation.id();
        Topics.publish(
                task, Organisation.id(), "TaskIssued", TaskData.ofTask(task, List.of(group), "backfilled", true));
        Topics.publish(plan, Organisation.id(), "PlanPublished", TaskData.planPublished(group, 5, 2));
        awaitEvents("PlanPublished");
        assertThat((String) Inboxes.messages(organisation, member).get(0).get("body"))
                .contains("综合组：5项，其中发布前已到期、补录2项");
    }

    @Test
    void anUnknownTypeIsSkippedAndCounted() {
        double before = skipped();
        UUID task = Organisation.id();
        Topics.publish(task, Organisation.id(), "TaskAdmired", Map.of("whatever", 1));
        Topics.publish(task, Organisation.id(), "TaskCompleted", TaskData.ofTask(task, List.of(group)));
        awaitEvents("TaskCompleted");
        assertThat(skipped()).isEqualTo(before + 1);
    }

    @Test
    void aPoisonedEventHoldsBackItsOwnKeyAloneAndReplayRestoresTheOrder() {
        UUID sick = Organisation.id();
        UUID healthy = Organisation.id();
        UUID newcomer = Organisation.id();
        // A unit that isn't known: the event is good and becomes applicable once the directory has caught up.
        Topics.publish(
                sick,
                Organisation.id(),
                "TaskReopened",
                TaskData.ofTask(sick, List.of(group, newcomer), "reason", "复核"));
        Topics.publish(sick, Organisation.id(), "TaskCompleted", TaskData.ofTask(sick, List.of(group)));
        Topics.publish(healthy, Organisation.id(), "TaskOpened", TaskData.ofTask(healthy, List.of(group)));
        awaitEvents("TaskOpened");
        awaitParked(sick, 2);
        operator()
                .get("/v1/parked-events?limit=200")
                .then()
                .statusCode(200)
                .body(
                        "items.findAll { it.key == '%s' }.reason".formatted(sick),
                        hasItem(containsString(newcomer.toString())))
                .body(
                        "items.findAll { it.key == '%s' }.reason".formatted(sick),
                        hasItem("waits behind an earlier event of its key"));

        replay(sick)
                .body("replayed", equalTo(0))
                .body("waiting", equalTo(2))
                .body("reason", containsString("isn't in the directory copy"));

        organisation.unit(newcomer, 1, false, "新设组", "WORKING_GROUP", null);
        Topics.publish(organisation);
        await().untilAsserted(() -> replay(sick).body("waiting", equalTo(0)));
        assertThat(Inboxes.events(organisation, member)).containsExactly("TaskCompleted", "TaskReopened", "TaskOpened");

        Topics.publish(sick, Organisation.id(), "TaskEstablished", TaskData.ofTask(sick, List.of(group)));
        awaitEvents("TaskEstablished", "TaskCompleted", "TaskReopened", "TaskOpened");
    }

    @Test
    void whateverCannotBeReadIsParkedWithItsReason() {
        Map<String, String> reasons = Map.of(
                "no JSON", "unreadable: Unexpected character",
                "no unit ids", "unitIds",
                "a text for a number", "workingDaysOverdue",
                "broken UTF-8", "Invalid UTF-8",
                "a version to come", "version not known: cn.taxrollout.task.TaskOverdue.v2",
                "a level to come", "no audience rule",
                "no id", "header ce_id is missing",
                "an id that is none", "ce_id is no UUID: 7",
                "a time that is none", "ce_time is no time: soon");
        reasons.forEach((fault, reason) -> {
            UUID task = Organisation.id();
            Map<String, Object> data = TaskData.ofTask(task, List.of(group), "workingDaysOverdue", 1, "level", 1);
            Map<String, String> headers = new java.util.HashMap<>(Map.of(
                    "ce_id",
                    Organisation.id().toString(),
                    "ce_type",
                    "cn.taxrollout.task.TaskOverdue.v1",
                    "ce_time",
                    Topics.DAY));
            byte[] payload = null;
            switch (fault) {
                case "no JSON" -> payload = "<event/>".getBytes(StandardCharsets.UTF_8);
                case "broken UTF-8" -> payload = new byte[] {'{', '"', 'x', '"', ':', '"', (byte) 0xC3, '(', '"', '}'};
                case "no unit ids" -> data.remove("unitIds");
                case "a text for a number" -> data.put("workingDaysOverdue", "one");
                case "a level to come" -> data.put("level", 4);
                case "a version to come" -> headers.put("ce_type", "cn.taxrollout.task.TaskOverdue.v2");
                case "no id" -> headers.remove("ce_id");
                case "an id that is none" -> headers.put("ce_id", "7");
                case "a time that is none" -> headers.put("ce_time", "soon");
                default -> throw new IllegalStateException(fault);
            }
            Topics.send(Topics.TASKS, task.toString(), headers, payload == null ? Topics.json(data) : payload);
            awaitParked(task, 1);
            operator()
                    .get("/v1/parked-events?limit=200")
                    .then()
                    .body("items.find { it.key == '%s' }.reason".formatted(task), containsString(reason));
        });
        assertThat(Inboxes.events(organisation, member)).isEmpty();
    }

    @Test
    void recordsThatAreHardlyEventsAreParkedToo() {
        byte[] payload = {0, 1, 2};
        String key = "键\0" + Organisation.id();
        Topics.send(Topics.TASKS, key, Map.of("ce_type", "cn.taxrollout.task.TaskOpened.v1", "x\0", "y\0"), payload);
        Topics.send(Topics.TASKS, null, Map.of("ce_type", "cn.taxrollout.task.TaskOpened.v1"), null);
        await().untilAsserted(() -> operator()
                .get("/v1/parked-events?limit=200")
                .then()
                .body("items.key", hasItem(key.replace('\0', '\uFFFD')))
                .body("items.payload", hasItem("")));
    }

    @Test
    void parkedEventsAreForOperators() {
        Inboxes.as(organisation, member)
                .get("/v1/parked-events")
                .then()
                .statusCode(403)
                .body("detail", containsString("管理员"));
        Inboxes.as(TokenIssuer.shared().system("bench", "notification:read"))
                .get("/v1/parked-events")
                .then()
                .statusCode(403);
        organisation.appoint(member, organisation.unit("省局", "BUREAU", null), "ADMINISTRATOR");
        Topics.publish(organisation);
        await().untilAsserted(() ->
                Inboxes.as(organisation, member).get("/v1/parked-events").then().statusCode(200));
    }

    @Test
    void parkedEventsComeInPages() {
        for (int i = 0; i < 3; i++) {
            Topics.send(
                    Topics.TASKS,
                    Organisation.id().toString(),
                    Map.of("ce_type", "cn.taxrollout.task.TaskOpened.v1"),
                    payload());
        }
        await().untilAsserted(() -> operator()
                .get("/v1/parked-events")
                .then()
                .body("items.size()", org.hamcrest.Matchers.greaterThanOrEqualTo(3)));
        var first = operator()
                .get("/v1/parked-events?limit=2")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .extract();
        String seen = first.path("items[1].key");
        operator()
                .get("/v1/parked-events?limit=2&cursor=" + first.path("nextCursor"))
                .then()
                .statusCode(200)
                .body("items.key", not(hasItem(seen)));
    }

    @Test
    void aKeyIsShownWithItsFirstCauseAndGivingUpThatOneLetsTheOthersGoOn() {
        UUID sick = Organisation.id();
        UUID poisoned = Organisation.id();
        Topics.publish(sick, poisoned, "TaskOpened", Map.of("rubbish", 1));
        Topics.publish(sick, Organisation.id(), "TaskCompleted", TaskData.ofTask(sick, List.of(group)));
        awaitParked(sick, 2);
        var held = operator()
                .get("/v1/parked-events/keys?key=" + sick)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].waiting", equalTo(2))
                .body("items[0].first.type", equalTo("cn.taxrollout.task.TaskOpened.v1"))
                .body("items[0].first.reason", containsString("plan"))
                .extract();
        long first = ((Number) held.path("items[0].first.id")).longValue();
        operator()
                .get("/v1/parked-events?type=cn.taxrollout.task.TaskCompleted.v1&key=" + sick)
                .then()
                .body("items.size()", equalTo(1));
        operator()
                .get("/v1/parked-events?topic=org.directory.v1&key=" + sick)
                .then()
                .body("items.size()", equalTo(0));

        discard(sick, first, " ").statusCode(400).body("violations[0].field", equalTo("reason"));
        discard(sick, first + 1, "误发").statusCode(409).body("detail", containsString(String.valueOf(first)));
        discard(Organisation.id(), first, "误发").statusCode(404);
        discard(sick, first, "误发").statusCode(200).body("waiting", equalTo(1));
        replay(sick).body("replayed", equalTo(1)).body("waiting", equalTo(0));
        assertThat(Inboxes.events(organisation, member)).containsExactly("TaskCompleted");
        operator()
                .get("/v1/parked-events/discarded?key=" + sick)
                .then()
                .statusCode(200)
                .body("items.reason", equalTo(List.of("误发")))
                .body("items.discardedBy", equalTo(List.of("service-account-operations")))
                .body("items[0].cause", containsString("plan"));

        // delivered again, as after a reset of offsets
        Topics.publish(sick, poisoned, "TaskOpened", Map.of("rubbish", 1));
        Topics.publish(sick, Organisation.id(), "TaskEstablished", TaskData.ofTask(sick, List.of(group)));
        awaitEvents("TaskEstablished", "TaskCompleted");
    }

    private static io.restassured.response.ValidatableResponse discard(UUID key, long id, String reason) {
        return operator()
                .contentType(io.restassured.http.ContentType.JSON)
                .body(Map.of("id", id, "reason", reason))
                .post("/v1/parked-events/" + key + "/discard")
                .then();
    }

    private static byte[] payload() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    private void awaitEvents(String... newestFirst) {
        await().untilAsserted(
                        () -> assertThat(Inboxes.events(organisation, member)).containsExactly(newestFirst));
    }

    private static void awaitParked(UUID key, int events) {
        await().untilAsserted(() -> operator()
                .get("/v1/parked-events?limit=200")
                .then()
                .statusCode(200)
                .body("items.findAll { it.key == '%s' }.size()".formatted(key), equalTo(events)));
    }

    private static io.restassured.response.ValidatableResponse replay(UUID key) {
        return operator().post("/v1/parked-events/" + key + "/replay").then().statusCode(200);
    }

    private static RequestSpecification operator() {
        return Inboxes.as(TokenIssuer.shared().system("operations", "notification:write"));
    }

    private double skipped() {
        return metrics.find("notification.events").tags("outcome", "skipped", "topic", Topics.TASKS).counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }
}
