package cn.taxrollout.notification.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import cn.taxrollout.notification.audience.AudienceRule;
import cn.taxrollout.notification.web.Language;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ServiceTest
class TemplateResourceTest {
    private static final String PHASE = "/v1/templates/PhaseReopened";

    @Inject
    TemplateTrial trial;

    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    @ParameterizedTest
    @EnumSource
    void whatIsShippedFitsEverySampleInEveryMedium(Medium medium) {
        for (TemplateKind kind : TemplateKind.all()) {
            for (Language language : Language.values()) {
                var slot = new Slot(kind.label(), language, medium);
                if (kind.media().contains(medium)) {
                    TemplateText text = ShippedTemplates.of(slot)
                            .or(() -> ShippedTemplates.of(slot.of(TemplateKind.MESSAGE)))
                            .orElseThrow(() -> new AssertionError("no template for " + slot));
                    trial.tested(slot, kind, text);
                }
            }
        }
    }

    @Test
    void everyEventThatHasAnAudienceIsAKind() {
        assertThat(Arrays.stream(AudienceRule.values())
                        .filter(rule -> !rule.groups().isEmpty())
                        .map(rule -> rule.type().label()))
                .allMatch(label -> TemplateKind.of(label).isPresent());
    }

    @Test
    void aChangedTemplateIsUsedForTheNextMessageAndRestoringGoesBackToWhatIsShipped() {
        var organisation = new Organisation();
        UUID unit = organisation.unit("综合组", "WORKING_GROUP", null);
        UUID member = organisation.member(unit);
        copied.take(organisation);
        try {
            put("/v1/templates/TaskCompleted", change("【完成】{event.task.title}", "{units}的任务已经完成。"))
                    .statusCode(200)
                    .header("ETag", startsWith("\""))
                    .body("changedBy", equalTo("service-account-operations"))
                    .body("reason", equalTo("试用"))
                    .body("textOf", equalTo("TaskCompleted"))
                    .body("variables", hasItems("event.task.title", "units"));
            notices.completed(unit);
            assertThat(Inboxes.messages(organisation, member).get(0))
                    .containsEntry("title", "【完成】受票试点准备")
                    .containsEntry("body", "综合组的任务已经完成。");
        } finally {
            restore("/v1/templates/TaskCompleted", 0).statusCode(200).body("title", startsWith("【任务办结】"));
        }
        notices.completed(unit);
        assertThat((String) Inboxes.messages(organisation, member).get(0).get("title"))
                .startsWith("【任务办结】");
    }

    @Test
    void everyVersionIsKeptWithWhoAndWhyAndCanBeHadAgain() {
        String before = tag(PHASE);
        int first = put(PHASE, change("甲 {event.phase.title}", "一"))
                .statusCode(200)
                .extract()
                .path("version");
        put(PHASE, change("乙 {event.phase.title}", "二")).statusCode(200).body("version", equalTo(first + 1));
        operator()
                .get(PHASE + "/versions?limit=2")
                .then()
                .statusCode(200)
                .body("items.version", equalTo(List.of(first + 1, first)))
                .body("items.text.title", equalTo(List.of("乙 {event.phase.title}", "甲 {event.phase.title}")))
                .body("items.changedBy", equalTo(List.of("service-account-operations", "service-account-operations")));
        restore(PHASE, first).statusCode(200).body("title", startsWith("甲")).body("version", equalTo(first + 2));
        restore(PHASE, 0).statusCode(200).body("title", startsWith("【阶段重启】")).body("version", equalTo(first + 3));
        operator()
                .get(PHASE + "/versions?limit=1")
                .then()
                .statusCode(200)
                .body("items[0].text", equalTo(null))
                .body("nextCursor", not(equalTo(null)));
        restore(PHASE, first + 100).statusCode(404).body("detail", containsString(String.valueOf(first + 100)));
        assertThat(tag(PHASE)).isNotEqualTo(before);
    }

    @Test
    void nobodyOverwritesWhatSomebodyElseHasJustChanged() {
        String seen = tag(PHASE);
        Map<String, Object> change = change("甲 {event.phase.title}", "一");
        operator().contentType(ContentType.JSON).body(change).put(PHASE).then().statusCode(428);
        operator()
                .contentType(ContentType.JSON)
                .header("If-Match", seen)
                .body(change)
                .put(PHASE)
                .then()
                .statusCode(200);
        operator()
                .contentType(ContentType.JSON)
                .header("If-Match", seen)
                .body(change)
                .put(PHASE)
                .then()
                .statusCode(412);
        Map<String, Object> back = Map.of("version", 0, "reason", "复原");
        String restoration = PHASE + "/restoration";
        operator()
                .contentType(ContentType.JSON)
                .body(back)
                .post(restoration)
                .then()
                .statusCode(428);
        operator()
                .contentType(ContentType.JSON)
                .header("If-Match", seen)
                .body(back)
                .post(restoration)
                .then()
                .statusCode(412);
        restore(PHASE, 0).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    标题 | {event.phase.titel}        | body  | 第 2 行第 1 列：“event.phase.titel”中没有“titel”，可用的有：ordinal, title
                    标题 | {#if event.phase           | body  | 第 2 行
                    标题 | {event.phase.title.bytes}  | body  | 其下没有内容
                    标题 | {event.plan.title.trim()}  | body  | 是调用
                    标题 | {#for i in 5}x{/for}       | body  | 不是列表
                    {#if event.phase.ordinal == 99}x{/if} | 正文 | title | 样例“PhaseReopened”的结果是空的
                    """)
    void aFaultyTemplateIsRefusedWithItsPlaceAndNothingIsSaved(
            String title, String body, String field, String message) {
        String before = tag(PHASE);
        put(PHASE, change(title, "第一行\n" + body))
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:template-refused"))
                .body("violations.field", equalTo(List.of(field)))
                .body("violations[0].message", containsString(message));
        assertThat(tag(PHASE)).isEqualTo(before);
    }

    @Test
    void aTextThatNotEveryCaseHasTheValuesOfIsRefusedByTheCase() {
        put("/v1/templates/TaskDueSoon", change("到期", "{event.deadline.dueOn.zh}到期"))
                .statusCode(400)
                .body("violations[0].message", allOf(containsString("TaskDueSoon, deadline"), containsString("FROM")));
    }

    @Test
    void aTextThatIsTooLongForAShortMessageIsRefused() {
        put("/v1/templates/Message?channel=SMS", change("{message.title}".repeat(8), "长".repeat(501)))
                .statusCode(400)
                .body("violations.field", hasItems("title", "body"))
                .body("violations.message", hasItems(containsString("70"), containsString("500")));
    }

    @Test
    void whatIsMissingOrHasNoPlaceIsNamed() {
        put(PHASE, Map.of("title", "标题", "body", "正文")).statusCode(400).body("violations.field", hasItem("reason"));
        put(PHASE, Map.of("title", "标题", "body", "正文", "reason", "x", "colour", "red"))
                .statusCode(400);
        put("/v1/templates/Message?channel=EMAIL", change("标题", "正文"))
                .statusCode(400)
                .body("violations.field", equalTo(List.of("html")));
        put(PHASE + "?channel=FAX", change("标题", "正文")).statusCode(400);
        put(PHASE + "?language=fr", change("标题", "正文")).statusCode(400);
        put("/v1/templates/Digest?channel=INBOX", change("标题", "正文")).statusCode(404);
        operator().get("/v1/templates/Rubbish").then().statusCode(404).body("detail", containsString("Rubbish"));
    }

    @Test
    void aDraftIsShownInEveryMediumAndNotSaved() {
        String before = tag(PHASE);
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("title", "【重启】{event.phase.title}", "body", "请注意。"))
                .post(PHASE + "/preview")
                .then()
                .statusCode(200)
                .body("items.channel", equalTo(List.of("INBOX", "EMAIL", "CHAT", "CHAT_ROBOT", "SMS", "WEBHOOK")))
                .body("items.title", not(hasItem(not(startsWith("【重启】")))))
                .body("items.find { it.channel == 'EMAIL' }.html", containsString("【重启】"));
        assertThat(tag(PHASE)).isEqualTo(before);
    }

    @Test
    void aSampleOfOnesOwnIsShownAndOneThatDoesNotFitIsRefusedByField() {
        Map<String, Object> sample =
                operator().get("/v1/templates/TaskOverdue").then().extract().path("$");
        assertThat(sample).containsEntry("version", 0);
        Map<String, Object> message = Map.of("title", "<script>alert(1)</script>", "body", "[点此](http://evil.example)");
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("sample", message))
                .post("/v1/templates/Message/preview?channel=EMAIL&language=en")
                .then()
                .statusCode(200)
                .body("items[0].html", allOf(containsString("&lt;script&gt;"), not(containsString("<script"))));
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("sample", Map.of("plan", Map.of("id", "7"))))
                .post("/v1/templates/TaskOverdue/preview")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("sample.plan.id"));
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("sample", Map.of("title", "x", "body", "y", "colour", "red")))
                .post("/v1/templates/Message/preview?channel=SMS")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("sample.colour"));
    }

    @Test
    void anotherReplicaUsesAVersionASecondLaterAndPassesOverOneThatDoesNotFit() {
        write("甲{event.phase.title}", 1_000);
        await().untilAsserted(() -> assertThat(shownTitle()).startsWith("甲"));
        write("{event.gone}", 1_001);
        await().untilAsserted(() -> assertThat(shownTitle()).startsWith("[Phase reopened]"));
        restore(PHASE + "?language=en", 0).statusCode(200);
    }

    @Test
    void theListSaysWhatWasChanged() {
        put("/v1/templates/TaskOverdue?channel=SMS&language=en", change("Overdue", "{message.title} {message.link}"))
                .statusCode(200);
        String sms =
                "items.find { it.kind == 'TaskOverdue' }.templates.find { it.channel == 'SMS' && it.language == '%s' }";
        operator()
                .get("/v1/templates")
                .then()
                .statusCode(200)
                .body(sms.formatted("en") + ".textOf", equalTo("TaskOverdue"))
                .body(sms.formatted("zh") + ".textOf", equalTo("Message"))
                .body(
                        "items.kind",
                        hasItems("TaskOverdue", "Announcement", "NotAcknowledged", "Message", "MessageWaits", "Digest"))
                .body("items", hasSize(35));
        restore("/v1/templates/TaskOverdue?channel=SMS&language=en", 0)
                .statusCode(200)
                .body("textOf", equalTo("Message"));
    }

    private static void write(String title, int version) {
        Rows.change("""
                insert into template_version (kind, language, channel, version, title, body, changed_by, reason, changed_at)
                values ('PhaseReopened', 'en', 'INBOX', ?, ?, 'text', 'other replica', 'test', now())
                """, version, title);
    }

    private static String shownTitle() {
        return operator()
                .contentType(ContentType.JSON)
                .body(Map.of())
                .post(PHASE + "/preview?language=en")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].title");
    }

    private static Map<String, Object> change(String title, String body) {
        return new HashMap<>(Map.of("title", title, "body", body, "reason", "试用"));
    }

    private static ValidatableResponse put(String path, Map<String, Object> change) {
        return operator()
                .contentType(ContentType.JSON)
                .header("If-Match", "*")
                .body(change)
                .put(path)
                .then();
    }

    private static ValidatableResponse restore(String path, int version) {
        String[] parts = path.split("\\?");
        return operator()
                .contentType(ContentType.JSON)
                .header("If-Match", "*")
                .body(Map.of("version", version, "reason", "复原"))
                .post(parts[0] + "/restoration" + (parts.length > 1 ? "?" + parts[1] : ""))
                .then();
    }

    private static String tag(String path) {
        return operator().get(path).then().statusCode(200).extract().header("ETag");
    }

    private static RequestSpecification operator() {
        return Inboxes.as(TokenIssuer.shared().system("operations", "notification:write"));
    }
}
