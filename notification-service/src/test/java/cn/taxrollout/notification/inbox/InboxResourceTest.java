package cn.taxrollout.notification.inbox;

import static cn.taxrollout.notification.Inboxes.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class InboxResourceTest {
    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    private final Organisation organisation = new Organisation();
    private UUID group;
    private UUID member;
    private UUID colleague;

    @BeforeEach
    void aGroup() {
        group = organisation.unit("综合组", "WORKING_GROUP", null);
        member = organisation.member(group);
        colleague = organisation.member(organisation.unit("业务组", "WORKING_GROUP", null));
        copied.take(organisation);
    }

    @Test
    void aMessageSaysWhatByWhenAndForWhom() {
        UUID task = notices.overdue(group, 1);
        inbox("")
                .body("items", hasSize(1))
                .body("items[0].event", equalTo("TaskOverdue"))
                .body("items[0].kind", equalTo("URGENT"))
                .body("items[0].title", equalTo("【超期提醒】任务11「受票试点准备」已超期1个工作日"))
                .body("items[0].body", containsString("期限：2023年3月17日前（含当日）。"))
                .body("items[0].body", containsString("责任单位：综合组。"))
                .body("items[0].link", equalTo("/v1/tasks/" + task))
                .body("items[0].taskId", equalTo(task.toString()))
                .body("items[0].occurredAt", equalTo("2023-03-20T01:00:00Z"))
                .body("items[0].state", equalTo("UNREAD"))
                .body("items[0].acknowledgementAsked", equalTo(true))
                .body("items[0].readAt", nullValue())
                .body("counts.unread", equalTo(1))
                .body("counts.toAcknowledge", equalTo(1))
                .body("nextCursor", nullValue());
    }

    @Test
    void textsComeInTheReadersLanguage() {
        notices.overdue(group, 1);
        as(organisation, member)
                .header("Accept-Language", "en-GB,en;q=0.9,zh;q=0.8")
                .get("/v1/inbox")
                .then()
                .body("items[0].title", equalTo("[Overdue] Task 11 “受票试点准备” is 1 working day overdue"))
                .body("items[0].body", containsString("Due by 17 March 2023 (inclusive)."));
        as(organisation, member)
                .header("Accept-Language", "zh-CN,en;q=0.9")
                .get("/v1/inbox")
                .then()
                .body("items[0].title", containsString("超期"));
    }

    @Test
    void readingAndAcknowledgingAreDifferentThingsAndMayBeRepeated() {
        notices.overdue(group, 1);
        String id = onlyId();
        String readAt = post(id, "read")
                .statusCode(200)
                .body("state", equalTo("READ"))
                .extract()
                .path("readAt");
        inbox("").body("counts.unread", equalTo(0)).body("counts.toAcknowledge", equalTo(1));
        post(id, "read").statusCode(200).body("readAt", equalTo(readAt));

        String acknowledgedAt = post(id, "acknowledgement")
                .statusCode(200)
                .body("state", equalTo("ACKNOWLEDGED"))
                .extract()
                .path("acknowledgedAt");
        post(id, "acknowledgement").statusCode(200).body("acknowledgedAt", equalTo(acknowledgedAt));
        post(id, "read").statusCode(200).body("state", equalTo("ACKNOWLEDGED")).body("readAt", equalTo(readAt));
        inbox("").body("counts.unread", equalTo(0)).body("counts.toAcknowledge", equalTo(0));
    }

    @Test
    void acknowledgingIsReadingToo() {
        notices.overdue(group, 1);
        post(onlyId(), "acknowledgement").statusCode(200).body("readAt", notNullValue());
    }

    @Test
    void aMessageThatAsksForNoAcknowledgementTakesNone() {
        notices.completed(group);
        String id = onlyId();
        post(id, "acknowledgement")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:acknowledgement-not-asked"))
                .body("detail", equalTo("这条消息不需要确认，只能标为已读"));
        as(organisation, member)
                .header("Accept-Language", "en")
                .post("/v1/inbox/" + id + "/acknowledgement")
                .then()
                .body("detail", equalTo("This message asks for no acknowledgement; it can only be marked as read"));
        inbox("").body("items[0].state", equalTo("UNREAD"));
    }

    @Test
    void aForeignMessageDoesNotExist() {
        notices.overdue(group, 1);
        String id = onlyId();
        for (String action : List.of("read", "acknowledgement")) {
            as(organisation, colleague)
                    .post("/v1/inbox/" + id + "/" + action)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("detail", containsString(id));
            as(organisation, colleague)
                    .post("/v1/inbox/" + UUID.randomUUID() + "/" + action)
                    .then()
                    .statusCode(404);
            as(organisation, colleague).post("/v1/inbox/none/" + action).then().statusCode(404);
        }
        assertThat(Inboxes.events(organisation, colleague)).isEmpty();
        inbox("").body("items[0].state", equalTo("UNREAD"));
    }

    @Test
    void filtersNarrowTheListAndNotTheCounts() {
        notices.overdue(group, 1);
        notices.completed(group);
        post(onlyIdOf("kind=URGENT"), "read");
        inbox("state=UNREAD")
                .body("items.event", equalTo(List.of("TaskCompleted")))
                .body("counts.toAcknowledge", equalTo(1));
        inbox("state=READ").body("items.event", equalTo(List.of("TaskOverdue"))).body("counts.unread", equalTo(1));
        inbox("state=ACKNOWLEDGED").body("items", hasSize(0));
        inbox("kind=INFORMATION&state=UNREAD").body("items.event", equalTo(List.of("TaskCompleted")));
    }

    @Test
    void pagesCoverTheInboxNewestFirstEvenWhileItGrows() {
        for (int i = 0; i < 5; i++) {
            notices.completed(group);
        }
        List<String> all = inbox("").extract().path("items.id");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = page("limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .extract();
            paged.addAll(page.path("items.id"));
            cursor = page.path("nextCursor");
            notices.completed(group);
        }
        assertThat(paged).isEqualTo(all).hasSize(5);
    }

    @Test
    void badParametersAreRefusedByName() {
        as(organisation, member)
                .get("/v1/inbox?limit=0")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("limit"));
        as(organisation, member).get("/v1/inbox?limit=201").then().statusCode(400);
        as(organisation, member)
                .get("/v1/inbox?cursor=xx")
                .then()
                .statusCode(400)
                .body("detail", containsString("游标"));
        as(organisation, member)
                .get("/v1/inbox?state=OLD")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("state"))
                .body("violations[0].message", equalTo("须为以下之一：UNREAD, READ, ACKNOWLEDGED"));
    }

    @Test
    void theListIsNarrowedByTaskTextAndWhatIsStillToBeAcknowledged() {
        UUID overdue = notices.overdue(group, 1);
        UUID completed = notices.completed(group);
        page("taskId=" + completed).body("items.taskId", contains(completed.toString()));
        page("toAcknowledge=true").body("items.taskId", contains(overdue.toString()));
        page("toAcknowledge=false").body("items.taskId", contains(completed.toString()));
        page("q=超期").body("items.taskId", contains(overdue.toString()));
        page("q=OVERDUE").body("items.taskId", contains(overdue.toString()));
        page("q=%25").body("items", empty());
        page("planId=" + Organisation.id()).body("items", empty());
        page("limit=1")
                .body("counts.unreadByKind.URGENT", equalTo(1))
                .body("counts.unreadByKind.INFORMATION", equalTo(1))
                .body("counts.unreadByKind.MANDATORY", equalTo(0));
    }

    @Test
    void oneMessageIsShownAndSeveralAreMarkedAllOrNone() {
        notices.overdue(group, 1);
        notices.completed(group);
        List<String> ids = as(organisation, member).get("/v1/inbox").path("items.id");
        as(organisation, member)
                .get("/v1/inbox/" + ids.get(0))
                .then()
                .statusCode(200)
                .body("id", equalTo(ids.get(0)))
                .body("reason", equalTo("“综合组”的成员"));
        as(organisation, member)
                .contentType(ContentType.JSON)
                .body(Map.of("ids", List.of(ids.get(0), Organisation.id())))
                .post("/v1/inbox/read")
                .then()
                .statusCode(404);
        page("limit=1").body("counts.unread", equalTo(2));
        as(organisation, member)
                .contentType(ContentType.JSON)
                .body(Map.of("ids", ids))
                .post("/v1/inbox/read")
                .then()
                .statusCode(200)
                .body("unread", equalTo(0))
                .body("toAcknowledge", equalTo(1));
    }

    @Test
    void everyAnswerCarriesTheRequestsId() {
        as(organisation, member)
                .header("X-Request-Id", "abc-1")
                .get("/v1/inbox")
                .then()
                .header("X-Request-Id", "abc-1");
        as(organisation, member)
                .header("X-Request-Id", "a b")
                .get("/v1/inbox")
                .then()
                .header("X-Request-Id", containsString("-"));
    }

    private ValidatableResponse page(String query) {
        return as(organisation, member).get("/v1/inbox?" + query).then().statusCode(200);
    }

    private ValidatableResponse inbox(String query) {
        return page("limit=50" + (query.isEmpty() ? "" : "&" + query));
    }

    private ValidatableResponse post(String id, String action) {
        return as(organisation, member).post("/v1/inbox/" + id + "/" + action).then();
    }

    private String onlyId() {
        return onlyIdOf("");
    }

    private String onlyIdOf(String query) {
        List<String> ids = inbox(query).extract().path("items.id");
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }
}
