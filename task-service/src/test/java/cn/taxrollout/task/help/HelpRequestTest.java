package cn.taxrollout.task.help;

import static cn.taxrollout.task.SamplePlan.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.clock.BusinessDay;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The business group asks the technicians for help with its task. */
@ServiceTest
class HelpRequestTest {
    private final SampleBureau bureau = new SampleBureau();
    private SamplePlan plan;
    private UUID task;

    @BeforeEach
    void aTaskOfTheBusinessGroup() {
        bureau.person("technologyHead", bureau.technology, "HEAD");
        plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-31"), bureau.business, bureau.data)
                .publishedAt("2023-02-23T10:00:00");
        task = plan.taskId(1);
    }

    private ValidatableResponse ask(RequestSpecification caller, UUID from, UUID to, Integer answerWithin) {
        return caller.body("""
                        {"fromUnitId": "%s", "toUnitId": "%s", "text": "请协助核对迁移清单", "answerWithin": %s}
                        """.formatted(from, to, answerWithin))
                .post("/v1/tasks/" + task + "/help-requests")
                .then();
    }

    private String asked() {
        return ask(bureau.as("businessMember"), bureau.business, bureau.technology, null)
                .statusCode(201)
                .header("Location", containsString("/v1/help-requests/"))
                .header("ETag", notNullValue())
                .body("state", equalTo("OPEN"))
                .body("answerDueOn", equalTo("2023-02-28"))
                .body("answer", nullValue())
                .extract()
                .path("id");
    }

    private static ValidatableResponse answer(RequestSpecification caller, String id) {
        return caller.body("{\"text\": \"已核对\"}")
                .post("/v1/help-requests/" + id + "/answer")
                .then();
    }

    private static ValidatableResponse decline(RequestSpecification caller, String id) {
        return caller.body("{\"reason\": \"人手不足\"}")
                .post("/v1/help-requests/" + id + "/decline")
                .then();
    }

    private void clock(String time) {
        bureau.as("administrator")
                .body(Map.of("now", time + "+08:00"))
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
    }

    private List<Events.Recorded> help() {
        return Events.of(task).stream()
                .filter(event -> event.name().startsWith("Help"))
                .toList();
    }

    @Test
    void theUnitThatWasAskedAnswersAndTheOneThatAskedHearsOfIt() {
        String id = asked();
        answer(bureau.as("technician"), id)
                .statusCode(200)
                .body("state", equalTo("ANSWERED"))
                .body("answer", equalTo("已核对"))
                .body("answeredBy.id", equalTo(bureau.no("technician")));

        assertThat(help().stream().map(Events.Recorded::name)).containsExactly("HelpRequested", "HelpAnswered");
        assertThat(help().get(0).data().get("unitIds").get(0).asText()).isEqualTo(bureau.technology.toString());
        assertThat(help().get(0).data().get("fromUnitId").asText()).isEqualTo(bureau.business.toString());
        assertThat(help().get(1).data().get("unitIds").get(0).asText()).isEqualTo(bureau.business.toString());
        assertThat(help().get(1).data().get("outcome").asText()).isEqualTo("ANSWERED");
        decline(bureau.as("technologyHead"), id)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:help-answered"))
                .body("state", equalTo("ANSWERED"))
                .body("allowingStates", contains("OPEN"));
        clock("2023-03-03T12:00:00");
        assertThat(help()).as("nothing is overdue").hasSize(2);
    }

    @Test
    void anAnswerThatIsOverdueIsAnnouncedOnce() {
        String id = asked();
        clock("2023-02-28T23:00:00");
        assertThat(help()).hasSize(1);
        clock("2023-03-10T12:00:00");

        assertThat(help().stream()
                        .map(event -> BusinessDay.of(event.at()) + " " + event.name())
                        .skip(1))
                .containsExactly("2023-03-01 HelpAnswerOverdue");
        assertThat(help().get(1).data().get("workingDaysOverdue").asInt()).isEqualTo(1);
        assertThat(help().get(1).data().get("unitIds").get(0).asText()).isEqualTo(bureau.technology.toString());
        decline(bureau.as("technologyHead"), id).statusCode(200).body("state", equalTo("DECLINED"));
        clock("2023-03-20T12:00:00");
        assertThat(help().stream().map(Events.Recorded::name))
                .containsExactly("HelpRequested", "HelpAnswerOverdue", "HelpAnswered");
    }

    @Test
    void itIsStillAnnouncedWhenTheDeadlineMovesAndNotWhenTheWorkIsClosed() {
        asked();
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"kind\": \"BEFORE\", \"dueOn\": \"2023-04-28\", \"reason\": \"调整\"}")
                .put("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200);
        ask(bureau.as("analyst"), bureau.data, bureau.technology, 5).statusCode(201);
        bureau.as("officer")
                .body("{\"reason\": \"不再需要\"}")
                .post("/v1/tasks/" + task + "/assignments/" + bureau.data + "/cancellation")
                .then()
                .statusCode(200);
        clock("2023-03-10T12:00:00");

        assertThat(help().stream()
                        .filter(event -> event.name().equals("HelpAnswerOverdue"))
                        .map(event -> event.data().get("fromUnitId").asText()))
                .containsExactly(bureau.business.toString());
        ask(bureau.as("analyst"), bureau.data, bureau.technology, null)
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:help-for-closed-work"))
                .body("state", equalTo("CANCELLED"));
    }

    @Test
    void helpIsAskedOfAnotherUnitOfTheBureau() {
        for (UUID to : List.of(bureau.business, new SampleBureau().technology, UUID.randomUUID())) {
            ask(bureau.as("businessMember"), bureau.business, to, null)
                    .statusCode(422)
                    .body("violations.field", contains("toUnitId"));
        }
        ask(bureau.as("businessMember"), bureau.business, bureau.section, null).statusCode(201);
        ask(bureau.as("technician"), bureau.technology, bureau.business, null)
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:assignment-unknown"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 61})
    void theAnswerIsDueWithinSixtyWorkingDays(int days) {
        ask(bureau.as("businessMember"), bureau.business, bureau.technology, days)
                .statusCode(400);
    }

    /** Who may do what: for the unit that asks, and for the one that is asked. */
    @Test
    void everyRoleMayDoWhatTheTableSays() {
        String table = """
                who            | ask | answer | decline
                businessHead   | yes | -      | -
                businessMember | yes | -      | -
                technologyHead | -   | yes    | yes
                technician     | -   | yes    | -
                administrator  | yes | yes    | yes
                officer        | -   | -      | -
                coordinator    | -   | -      | -
                analyst        | -   | -      | -
                clerk          | -   | -      | -
                """;
        List<String> wrong = new ArrayList<>();
        for (String line : table.lines().skip(1).toList()) {
            String[] cells = line.split(" *\\| *");
            String found = "%s | %s | %s"
                    .formatted(
                            may(ask(bureau.as(cells[0]), bureau.business, bureau.technology, null), 201),
                            may(answer(bureau.as(cells[0]), asked()), 200),
                            may(decline(bureau.as(cells[0]), asked()), 200));
            if (!found.equals("%s | %s | %s".formatted(cells[1], cells[2], cells[3].strip()))) {
                wrong.add(cells[0] + ": " + found);
            }
        }
        assertThat(wrong).isEmpty();
        var stranger = new SampleBureau();
        String id = asked();
        answer(stranger.as("technician"), id).statusCode(404);
        decline(stranger.as("technician"), id).statusCode(404);
        ask(stranger.as("businessHead"), bureau.business, bureau.technology, null)
                .statusCode(404);
        stranger.as("officer")
                .get("/v1/help-requests/" + id)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:tax-rollout:problem:help-unknown"));
        stranger.as("officer").get("/v1/help-requests?taskId=" + task).then().body("items", hasSize(0));
        answer(SampleBureau.asSystem("task:read"), id).statusCode(403);
        answer(SampleBureau.asSystem("task:write"), id).statusCode(200);
    }

    private static String may(ValidatableResponse response, int done) {
        int status = response.extract().statusCode();
        return status == done ? "yes" : status == 403 ? "-" : Integer.toString(status);
    }

    @Test
    void requestsAreListedByUnitAndState() {
        String first = asked();
        String second = asked();
        answer(bureau.as("technician"), first).statusCode(200);
        bureau.as("clerk")
                .get("/v1/tasks/" + task + "/help-requests")
                .then()
                .statusCode(200)
                .body("items.id", contains(first, second));
        bureau.as("clerk")
                .get("/v1/help-requests?state=OPEN&toUnitId=" + bureau.technology)
                .then()
                .body("items.id", contains(second));
        bureau.as("clerk")
                .get("/v1/help-requests?limit=1&fromUnitId=" + bureau.business)
                .then()
                .body("items.id", contains(first))
                .body("nextCursor", notNullValue());
        bureau.as("clerk")
                .get("/v1/help-requests/" + second)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue());
    }
}
