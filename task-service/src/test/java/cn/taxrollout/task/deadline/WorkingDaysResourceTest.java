package cn.taxrollout.task.deadline;

import static cn.taxrollout.task.SamplePlan.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Years far ahead, one for each test, because a year is the same for all. */
@ServiceTest
class WorkingDaysResourceTest {
    /** At least 13 days of rest beside the weekends, whatever the year. */
    private static final String YEAR = """
            {"notice": "国办发明电〔%1$d〕7号",
             "holidays": [{"name": "元旦", "from": "%1$d-01-01", "to": "%1$d-01-01"},
                          {"name": "春节", "from": "%1$d-02-10", "to": "%1$d-02-13"},
                          {"name": "清明节", "from": "%1$d-04-05", "to": "%1$d-04-05"},
                          {"name": "劳动节", "from": "%1$d-05-01", "to": "%1$d-05-03"},
                          {"name": "端午节", "from": "%1$d-06-10", "to": "%1$d-06-10"},
                          {"name": "中秋节", "from": "%1$d-09-20", "to": "%1$d-09-20"},
                          {"name": "国庆节", "from": "%1$d-10-01", "to": "%1$d-10-10"}],
             "shiftedWorkingDays": []}
            """;

    @Inject
    EntityManager entities;

    @Inject
    WorkingCalendar calendar;

    @Inject
    Obligations obligations;

    @Inject
    TaskRepository tasks;

    private final SampleBureau bureau = new SampleBureau();

    private static ValidatableResponse send(RequestSpecification caller, int year, String tag, String content) {
        return caller.header("If-Match", tag)
                .body(content)
                .put("/v1/working-days/" + year)
                .then();
    }

    @Test
    void aShippedYearIsAsItWasAnnounced() {
        bureau.as("clerk")
                .get("/v1/working-days/2023")
                .then()
                .statusCode(200)
                .body("source", equalTo("SHIPPED"))
                .body("version", equalTo(0))
                .body("notice", equalTo("国办发明电〔2022〕16号"))
                .body("holidays[1].name", equalTo("春节"))
                .body("holidays[1].from", equalTo("2023-01-21"))
                .body("shiftedWorkingDays", hasSize(7))
                .body("workingDays", equalTo(249));
    }

    @Test
    void aYearThatIsSentIsKeptByVersionsWithWhoSentIt() {
        String tag = bureau.as("clerk")
                .get("/v1/working-days/2031")
                .then()
                .statusCode(200)
                .body("source", equalTo("ASSUMED"))
                .body("holidays", hasSize(0))
                .body("workingDays", equalTo(261))
                .body("changedAt", nullValue())
                .extract()
                .header("ETag");

        send(bureau.as("administrator"), 2031, tag, YEAR.formatted(2031))
                .statusCode(200)
                .body("source", equalTo("SENT"))
                .body("version", equalTo(1))
                .body("changedAt", notNullValue())
                .body("changedBy.id", equalTo(bureau.no("administrator")));
        send(bureau.as("administrator"), 2031, tag, YEAR.formatted(2031)).statusCode(412);
        send(
                        SampleBureau.asSystem("task:write"),
                        2031,
                        "\"1\"",
                        YEAR.formatted(2031).replace("7号", "8号"))
                .statusCode(200);

        bureau.as("clerk")
                .get("/v1/working-days/2031/versions")
                .then()
                .statusCode(200)
                .body("items.version", contains(2, 1))
                .body("items[0].notice", equalTo("国办发明电〔2031〕8号"))
                .body("items[0].changedBy.kind", equalTo("SYSTEM"));
        bureau.as("clerk").get("/v1/working-days/2031").then().body("version", equalTo(2));
    }

    @Test
    void aYearThatContradictsItselfIsRefusedByItsFields() {
        String content = YEAR.formatted(2032)
                .replace("2032-10-10", "2033-01-02")
                .replace("[]}", "[\"2032-02-10\", \"2032-03-01\"]}");

        send(bureau.as("administrator").header("Accept-Language", "en"), 2032, "*", content)
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:year-unsound"))
                .body("detail", startsWith("The working days of 2032 contradict"))
                .body("violations.field", contains("holidays[6].to", "shiftedWorkingDays[0]", "shiftedWorkingDays[1]"));
        bureau.as("clerk").get("/v1/working-days/2032").then().body("version", equalTo(0));
        send(bureau.as("administrator"), 2032, "*", YEAR.formatted(2032).replace("holidays", "holliday"))
                .statusCode(400);
        send(bureau.as("administrator"), 2032, "*", YEAR.formatted(2032).replace("2032-05-01", "1 May"))
                .statusCode(400);
        send(bureau.as("administrator"), 1999, "*", YEAR.formatted(1999)).statusCode(400);
        bureau.as("administrator")
                .body(YEAR.formatted(2032))
                .put("/v1/working-days/2032")
                .then()
                .statusCode(428);
    }

    @Test
    void onlyAnAdministratorAtTheTopAndSystemsSendYears() {
        UUID city = SampleBureau.unit("市税务局", "BUREAU", null);
        var below = new SampleBureau();
        below.moveBelow(city);
        below.person("cityAdministrator", city, "ADMINISTRATOR");
        String year = YEAR.formatted(2033);
        send(below.as("administrator"), 2033, "*", year)
                .statusCode(403)
                .body("type", equalTo("urn:tax-rollout:problem:not-administrator-on-top"));
        send(below.as("officer"), 2033, "*", year).statusCode(403);
        send(SampleBureau.asSystem("task:read"), 2033, "*", year).statusCode(403);
        send(below.as("cityAdministrator"), 2033, "*", year).statusCode(200);
    }

    @Test
    void whatWasReckonedFromAnUnknownYearSaysSoAndIsReckonedAnewWhenItComes() {
        var draft = new SamplePlan(bureau)
                .phase(2)
                .task(before("2034-10-14"), bureau.business, bureau.technology)
                .task(before("2034-10-03"), bureau.business)
                .drafted();
        forward(draft.planId());
        draft.published("2034-09-11T10:00:00");
        UUID task = draft.taskId(1);
        act("officer", task, bureau.technology, "receipt");
        act("officer", task, bureau.technology, "suspension");
        bureau.as("administrator")
                .body("{\"now\": \"2034-09-13T10:00:00+08:00\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
        act("officer", task, bureau.technology, "resumption");
        bureau.as("clerk")
                .get("/v1/tasks/" + task)
                .then()
                .statusCode(200)
                .body("assumedYears", contains(2034))
                // a Saturday, moved on to Monday; and two days waited
                .body("assignments.dueOn", contains("2034-10-16", "2034-10-18"));
        bureau.as("clerk").get("/v1/tasks/" + task + "/deadline").then().body("assumedYears", contains(2034));
        assertThat(pending(task)).contains("10-09 DUE_SOON 2034-10-16 5");

        send(bureau.as("administrator"), 2034, "*", YEAR.formatted(2034)).statusCode(200);
        reckoned();

        bureau.as("clerk")
                .get("/v1/tasks/" + task)
                .then()
                .body("assumedYears", hasSize(0))
                .body("assignments.dueOn", contains("2034-10-16", "2034-10-18"));
        // National Day rests up to the 10th
        assertThat(pending(task))
                .contains("09-28 DUE_SOON 2034-10-16 5", "10-11 DUE_SOON 2034-10-18 5")
                .doesNotContain("10-09 DUE_SOON 2034-10-16 5");
        assertThat(Events.names(task)).doesNotContain("DeadlineChanged");
        // the other one was due on a day that turns out to rest
        assertThat(Events.names(draft.taskId(2))).contains("DeadlineChanged");
        bureau.as("clerk")
                .get("/v1/tasks/" + draft.taskId(2) + "/deadline")
                .then()
                .body("deadline.dueOn", equalTo("2034-10-11"));
        assertThat(pending(draft.taskId(2))).contains("10-11 DUE_SOON 2034-10-11 0", "10-12 OVERDUE 2034-10-11 1");
    }

    @Test
    void whatAReplicaReckonsByAnOldCalendarIsFoundAndReckonedAnew() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2035-10-16"), bureau.business)
                .publishedAt("2035-09-10T10:00:00");
        WorkingDays old = calendar.current();
        send(bureau.as("administrator"), 2035, "*", YEAR.formatted(2035)).statusCode(200);
        reckoned();
        List<String> right = pending(plan.taskId(1));

        QuarkusTransaction.requiringNew().run(() -> {
            Task task = tasks.lock(List.of(plan.taskId(1))).get(plan.taskId(1));
            obligations.replace(
                    List.of(task.outstanding(LocalDate.of(2035, 9, 10))), Instant.parse("2035-09-10T03:00:00Z"), old);
        });
        reckoned();

        assertThat(pending(plan.taskId(1))).isEqualTo(right).contains("09-27 DUE_SOON 2035-10-16 5");
    }

    /** Waits until the service has reckoned every open task by the calendar in force. */
    private void reckoned() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery("""
                                select 1 from task
                                where reckoned_by < 1 + (select count(*) from working_year) and status in ('OPEN', 'ESTABLISHED')
                                """).getResultList().isEmpty()));
    }

    private void forward(UUID plan) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update plan set rest_day_policy = 'FORWARD' where id = :id")
                        .setParameter("id", plan)
                        .executeUpdate());
    }

    private void act(String who, UUID task, UUID unit, String action) {
        var request = action.equals("receipt") ? bureau.as("administrator") : bureau.as(who);
        (action.equals("suspension") ? request.body("{\"reason\": \"等待上级\"}") : request)
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    @SuppressWarnings("unchecked")
    private List<String> pending(UUID task) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        select concat_ws(' ', to_char(fire_at at time zone 'Asia/Shanghai', 'MM-DD'), kind, reckoned_from, step)
                        from obligation where task_id = :task and state = 'PENDING' order by fire_at, id
                        """)
                .setParameter("task", task)
                .getResultList());
    }
}
