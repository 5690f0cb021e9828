package cn.taxrollout.notification.announcement;

import static cn.taxrollout.notification.Inboxes.as;
import static cn.taxrollout.notification.Inboxes.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class MessageResourceTest {
    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    private final Organisation organisation = new Organisation();
    private UUID bureau;
    private UUID section;
    private UUID team;
    private UUID office;
    private UUID head;
    private UUID inSection;
    private UUID inTeam;
    private UUID inOffice;
    private UUID administrator;

    @BeforeEach
    void twoBureaus() {
        bureau = organisation.unit("区局", "BUREAU", null);
        section = organisation.unit("一科", "SECTION", bureau);
        team = organisation.unit("一组", "SECTION", section);
        office = organisation.unit("办公室", "OFFICE", bureau);
        head = organisation.holder(section, "HEAD");
        inSection = organisation.member(section);
        inTeam = organisation.member(team);
        inOffice = organisation.member(office);
        administrator = organisation.holder(section, "ADMINISTRATOR");
        copied.take(organisation);
    }

    private static RequestSpecification system() {
        return as(TokenIssuer.shared().system("payroll", "notification:write"));
    }

    private static Map<String, Object> message(Map<String, Object> to) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("kind", "MANDATORY");
        message.put("zh", Map.of("title", "工资系统升级", "body", "周六停机。"));
        message.put("confidential", false);
        message.put("to", to);
        return message;
    }

    private static Map<String, Object> place(UUID unit, String... groups) {
        return Map.of("unitId", unit, "groups", List.of(groups));
    }

    private static ValidatableResponse tell(RequestSpecification caller, Map<String, Object> message) {
        return caller.contentType(ContentType.JSON)
                .body(message)
                .post("/v1/messages")
                .then();
    }

    private List<UUID> readers(String title) {
        return List.of(head, inSection, inTeam, inOffice, administrator).stream()
                .filter(person ->
                        messages(organisation, person).stream().anyMatch(message -> title.equals(message.get("title"))))
                .toList();
    }

    @Test
    void aSystemTellsUnitsGroupsAndPersonsEachOnce() {
        Map<String, Object> message = message(Map.of(
                "units",
                List.of(place(section, "UNIT_HEADS", "OFFICE"), place(team, "UNIT_MEMBERS")),
                "staffNos",
                List.of(organisation.staffNo(inTeam), organisation.staffNo(head))));
        message.put("en", Map.of("title", "Payroll upgrade", "body", "Down on Saturday."));
        message.put("acknowledgementAsked", true);
        message.put("link", "https://hr.example.com/notices/17");
        String id = tell(system(), message)
                .statusCode(201)
                .body("counts.people", equalTo(3))
                .body("counts.read", equalTo(0))
                .body("author", equalTo("service-account-payroll"))
                .body("source", equalTo("ANNOUNCEMENT"))
                .extract()
                .path("id");
        assertThat(readers("工资系统升级")).containsExactly(head, inTeam, inOffice);

        Map<String, Object> received = messages(organisation, inTeam).get(0);
        assertThat(received)
                .containsEntry("event", "Announcement")
                .containsEntry("kind", "MANDATORY")
                .containsEntry("body", "周六停机。")
                .containsEntry("link", "https://hr.example.com/notices/17")
                .containsEntry("acknowledgementAsked", true)
                .containsEntry("planId", null);
        assertThat((String) received.get("reason")).contains("“一组”的成员", "点名通知");
        as(organisation, inTeam)
                .post("/v1/inbox/" + received.get("id") + "/acknowledgement")
                .then()
                .statusCode(200);
        as(organisation, head)
                .post("/v1/inbox/" + messages(organisation, head).get(0).get("id") + "/read")
                .then()
                .statusCode(200);
        system().header("Accept-Language", "en")
                .get("/v1/messages/" + id)
                .then()
                .statusCode(200)
                .body("title", equalTo("Payroll upgrade"))
                .body("counts.people", equalTo(3))
                .body("counts.read", equalTo(2))
                .body("counts.acknowledged", equalTo(1));
    }

    @Test
    void aSubtreeIsToldAndWhoIsLeftOutIsExplained() {
        UUID ended = organisation.person("任职结束");
        organisation.appoint(
                ended,
                team,
                "MEMBER",
                LocalDate.now().minusYears(1),
                LocalDate.now().minusDays(2));
        copied.take(organisation);
        String id = tell(system(), message(Map.of("units", List.of(place(section, "SUBTREE")))))
                .statusCode(201)
                .body("counts.people", equalTo(3))
                .body("counts.leftOut", equalTo(2))
                .extract()
                .path("id");
        assertThat(readers("工资系统升级")).containsExactly(head, inSection, inTeam);
        system().header("Accept-Language", "en")
                .get("/v1/messages/" + id + "/audience")
                .then()
                .statusCode(200)
                .body("rule", nullValue())
                .body("items.staffId", containsInAnyOrder(head.toString(), inSection.toString(), inTeam.toString()))
                .body("items.find { it.staffId == '%s' }.reason".formatted(inTeam), equalTo("member of “一组”"))
                .body("items.messageState", contains("UNREAD", "UNREAD", "UNREAD"));
        system().get("/v1/messages/" + id + "/audience?told=false")
                .then()
                .statusCode(200)
                .body("items.find { it.staffId == '%s' }.reason".formatted(ended), equalTo("“一组”的成员：任职已经结束"))
                .body("items.find { it.staffId == '%s' }.reason".formatted(administrator), equalTo("“一科”的成员：只是系统管理员"));
    }

    @Test
    void theAudienceOfAnEventIsExplainedByItsRuleAndComesInPages() {
        UUID task = notices.overdue(section, 2);
        String id = notices.idOf(task);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            var page = system().get("/v1/messages/" + id + "/audience?limit=2" + cursor)
                    .then()
                    .statusCode(200)
                    .body("rule", equalTo("TASK_OVERDUE_2"))
                    .body("day", equalTo("2023-03-20"))
                    .extract();
            seen.addAll(page.<List<String>>path("items.staffId"));
            cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
        } while (cursor != null);
        assertThat(seen).containsExactlyInAnyOrder(head.toString(), inSection.toString(), inOffice.toString());
        system().get("/v1/messages/" + id)
                .then()
                .statusCode(200)
                .body("source", equalTo("EVENT"))
                .body("rule", equalTo("TASK_OVERDUE_2"))
                .body("author", nullValue());
    }

    @Test
    void theSameKeyTellsOnce() {
        Map<String, Object> message = message(Map.of("staffNos", List.of(organisation.staffNo(inTeam))));
        String key = UUID.randomUUID().toString();
        String first = tell(system().header("Idempotency-Key", key), message)
                .statusCode(201)
                .extract()
                .path("id");
        tell(system().header("Idempotency-Key", key), message)
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", endsWith("/v1/messages/" + first))
                .body("id", equalTo(first));
        assertThat(messages(organisation, inTeam)).hasSize(1);
    }

    @Test
    void whatDoesNotExistIsNamedAndNothingIsTold() {
        UUID nowhere = UUID.randomUUID();
        tell(
                        system(),
                        message(Map.of(
                                "units",
                                List.of(place(section, "UNIT_MEMBERS"), place(nowhere, "UNIT_MEMBERS", "NAMED")),
                                "staffNos",
                                List.of(organisation.staffNo(head), "X-1"))))
                .statusCode(400)
                .body("violations.field", contains("to.units[1].unitId", "to.units[1].groups", "to.staffNos[1]"))
                .body("violations[0].message", containsString(nowhere.toString()))
                .body("violations[2].message", equalTo("没有工号为 X-1 的人员"));
        tell(system(), message(Map.of())).statusCode(400).body("violations.field", contains("to"));
        UUID empty = organisation.unit("空组", "SECTION", bureau);
        copied.take(organisation);
        tell(system(), message(Map.of("units", List.of(place(empty, "UNIT_MEMBERS")))))
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:nobody-told"));
        assertThat(readers("工资系统升级")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link | javascript:alert(1) | link",
                "link | //evil.example.com/x y | link",
                "kind | SHOUT | kind",
                "confidential | | confidential",
                "zh | | zh",
            })
    void whatCannotBeTakenIsNamed(String field, String value, String named) {
        Map<String, Object> message = message(Map.of("staffNos", List.of(organisation.staffNo(inTeam))));
        message.put(field, value);
        tell(system(), message).statusCode(400).body("violations.field", contains(named));
    }

    @Test
    void lengthsAreBounded() {
        Map<String, Object> message = message(Map.of("staffNos", List.of(organisation.staffNo(inTeam))));
        message.put("zh", Map.of("title", "一\n二", "body", "长".repeat(5_001)));
        tell(system(), message).statusCode(400).body("violations.field", contains("zh.body", "zh.title"));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10_001; i++) {
            many.add("N" + i);
        }
        tell(system(), message(Map.of("staffNos", many)))
                .statusCode(400)
                .body("violations.field", contains("to.staffNos"));
    }

    @Test
    void anAdministratorTellsTheOwnSubtreeAndNobodyElse() {
        tell(
                        as(organisation, administrator),
                        message(Map.of(
                                "units",
                                List.of(place(team, "UNIT_MEMBERS")),
                                "staffNos",
                                List.of(organisation.staffNo(head)))))
                .statusCode(201)
                .body("counts.people", equalTo(2))
                .body("author", equalTo(organisation.staffNo(administrator)));
        tell(
                        as(organisation, administrator),
                        message(Map.of(
                                "units",
                                List.of(place(bureau, "SUBTREE"), place(team, "OFFICE")),
                                "staffNos",
                                List.of(organisation.staffNo(inTeam), organisation.staffNo(inOffice)))))
                .statusCode(403)
                .body("violations.field", contains("to.units[0].unitId", "to.units[1].groups", "to.staffNos[1]"));
        tell(as(organisation, inSection), message(Map.of("units", List.of(place(team, "UNIT_MEMBERS")))))
                .statusCode(403);
    }

    @Test
    void whatOthersToldIsForOperatorsOnly() {
        String own = tell(
                        as(organisation, administrator), message(Map.of("units", List.of(place(team, "UNIT_MEMBERS")))))
                .statusCode(201)
                .extract()
                .path("id");
        String foreign = tell(system(), message(Map.of("units", List.of(place(team, "UNIT_MEMBERS")))))
                .statusCode(201)
                .extract()
                .path("id");
        UUID ofBureau = organisation.holder(bureau, "ADMINISTRATOR");
        copied.take(organisation);
        for (String page : List.of("", "/audience")) {
            shown(administrator, own + page, 200);
            shown(administrator, foreign + page, 404);
            shown(ofBureau, own + page, 200);
            shown(ofBureau, foreign + page, 200);
            shown(inTeam, own + page, 403);
        }
    }

    private void shown(UUID person, String page, int status) {
        as(organisation, person).get("/v1/messages/" + page).then().statusCode(status);
    }

    @Test
    void operatorsSeeTheTableOfRules() {
        system().header("Accept-Language", "en")
                .get("/v1/audience-rules")
                .then()
                .statusCode(200)
                .body("items.find { it.rule == 'TASK_OVERDUE_2' }.when", equalTo("A task is overdue, level 2"))
                .body(
                        "items.find { it.rule == 'TASK_OVERDUE_2' }.groups",
                        contains("UNIT_MEMBERS", "UNIT_HEADS", "OFFICE", "SUPERVISING_GROUP"));
    }
}
