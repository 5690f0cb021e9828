package cn.taxrollout.task.wallmap;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.itIsQuietAt;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import cn.taxrollout.task.tasks.JointRule;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class WallMapTest {
    private final SampleBureau bureau = new SampleBureau();

    private SamplePlan plan() {
        return new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-01-31"), bureau.coordination)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-31"), bureau.data)
                .phase(2)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .task(from("2023-02-01"), bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
    }

    private ValidatableResponse map(SamplePlan plan, String query) {
        return bureau.as("clerk")
                .get("/v1/plans/" + plan.planId() + "/wall-map" + query)
                .then();
    }

    private String mapOf(SamplePlan plan, String day) {
        return map(plan, "?asOf=" + day).statusCode(200).extract().asString();
    }

    private void act(String time, String who, SamplePlan plan, int task, UUID unit, String action) {
        itIs(time);
        bureau.as(who)
                .body(
                        switch (action) {
                            case "progress-reports" -> "{\"percent\": 50, \"text\": \"过半\"}";
                            case "suspension", "return", "cancellation", "reopening" -> "{\"reason\": \"等待上级\"}";
                            default -> "";
                        })
                .post("/v1/tasks/" + plan.taskId(task) + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private void move(String time, SamplePlan plan, int task, String deadline) {
        itIs(time);
        bureau.as("officer")
                .header("If-Match", "*")
                .body(deadline)
                .put("/v1/tasks/" + plan.taskId(task) + "/deadline")
                .then()
                .statusCode(200);
    }

    private void revise(String path, String change) {
        bureau.as("officer")
                .header("If-Match", "*")
                .body(change)
                .patch(path)
                .then()
                .statusCode(200);
    }

    @Test
    void theMapShowsEveryShareWithItsLightAndCountsThemByPhaseUnitAndPerson() {
        var plan = plan();
        act("2023-02-24T10:00:00", "businessHead", plan, 2, bureau.business, "receipt");
        act("2023-02-24T10:10:00", "analyst", plan, 3, bureau.data, "receipt");
        act("2023-02-24T10:20:00", "officer", plan, 5, bureau.technology, "cancellation");
        itIs("2023-03-03T09:30:00");
        map(plan, "")
                .statusCode(200)
                .body("asOf", equalTo("2023-03-03"))
                .body("plan.title", equalTo("试点推行工作方案"))
                .body("phases.ordinal", contains(1, 2))
                .body("phases[0].tasks.number", contains(1, 2, 3))
                .body("phases[0].tasks.light", contains("GREEN", "YELLOW", "GREEN"))
                .body("phases[0].tasks[0].backfilled", equalTo(true))
                .body("phases[0].tasks[1].shares.state", contains("RECEIVED", "ISSUED"))
                .body("phases[0].tasks[1].shares.workingDaysLeft", contains(5, 5))
                .body("phases[0].tasks[1].shares[0].unitId", equalTo(bureau.business.toString()))
                .body("phases[0].tasks[1].shares[0].dueOn", equalTo("2023-03-10"))
                .body("phases[1].tasks.light", contains("GREY", null))
                .body("phases[1].tasks[0].shares[0].opensOn", equalTo("2023-03-25"))
                .body("phases[1].tasks[1].shares[0].state", equalTo("CANCELLED"))
                .body("counts.total", equalTo(5))
                .body("counts.green", equalTo(2))
                .body("counts.yellow", equalTo(2))
                .body("counts.grey", equalTo(1))
                .body("phases.counts.total", contains(4, 1))
                .body("units.name", contains("综合协调组", "业务集成组", "技术支撑组", "数据风险组"))
                .body("units.counts.total", contains(1, 2, 1, 1))
                .body("people.find { it.staffNo == '" + bureau.no("businessHead") + "' }.counts.total", equalTo(2))
                // sits in two groups
                .body(
                        "people.find { it.staffNo == '" + bureau.no("coordinatorInBusiness") + "' }.counts.total",
                        equalTo(3))
                .body("people.staffNo", not(hasItem(bureau.no("administrator"))));

        itIs("2023-03-15T09:30:00");
        map(plan, "")
                .body("phases[0].tasks.light", contains("GREEN", "RED", "GREEN"))
                .body("phases[0].tasks[1].shares.workingDaysOverdue", contains(3, 3))
                .body("counts.red", equalTo(2));
    }

    @Test
    void whatHappensLaterDoesNotAlterThePast() {
        var plan = plan();
        act("2023-02-24T10:00:00", "businessHead", plan, 2, bureau.business, "receipt");
        act("2023-02-24T10:10:00", "technician", plan, 2, bureau.technology, "receipt");
        act("2023-03-02T10:00:00", "officer", plan, 2, bureau.technology, "suspension");
        move("2023-03-02T11:00:00", plan, 1, "{\"kind\":\"BEFORE\",\"dueOn\":\"2023-02-20\",\"reason\":\"核实\"}");
        itIs("2023-03-06T23:59:50");
        String onTheDay = mapOf(plan, "2023-03-06");
        String before = mapOf(plan, "2023-02-23");

        act("2023-03-07T00:00:10", "analyst", plan, 3, bureau.data, "receipt");
        act("2023-03-08T10:00:00", "officer", plan, 2, bureau.technology, "resumption");
        act("2023-03-08T11:00:00", "businessHead", plan, 2, bureau.business, "submission");
        act("2023-03-09T11:00:00", "officer", plan, 2, bureau.business, "acceptance");
        act("2023-03-09T12:00:00", "officer", plan, 3, bureau.data, "cancellation");
        move("2023-03-09T13:00:00", plan, 1, "{\"kind\":\"BEFORE\",\"dueOn\":\"2023-03-31\",\"reason\":\"推迟\"}");
        move(
                "2023-03-09T13:10:00",
                plan,
                4,
                "{\"kind\":\"WINDOW\",\"opensOn\":\"2023-03-01\",\"dueOn\":\"2023-03-30\",\"reason\":\"提前\"}");
        bureau.as("officer")
                .header("If-Match", "*")
                .body("""
                        {"policy": {"deadlinesInclusive": false, "restDays": "BACK", "daysBefore": [20], "at": "09:00",
                          "overdueEvery": 1, "escalatesFrom": [1, 3, 5], "receiptWithin": 2, "receiptEvery": 2, "staleAfter": 10,
                          "staleEvery": 5, "reports": {"interval": "MONTHLY", "day": 31}}, "reason": "按上级要求"}
                        """)
                .put("/v1/plans/" + plan.planId() + "/reminder-policy")
                .then()
                .statusCode(200);
        revise("/v1/tasks/" + plan.taskId(2), "{\"title\":\"改了名的任务\",\"number\":9,\"reason\":\"更正\"}");
        revise("/v1/phases/" + plan.phaseId(1), "{\"title\":\"改了名的阶段\",\"reason\":\"更正\"}");
        bureau.appoint("clerk", bureau.business, "MEMBER", "2023-03-10", null);
        itIs("2023-03-20T10:00:00");

        assertThat(mapOf(plan, "2023-03-06")).isEqualTo(onTheDay);
        assertThat(mapOf(plan, "2023-02-23")).isEqualTo(before);
        assertThat(mapOf(plan, "2023-03-20").replace("03-20", "03-06")).isNotEqualTo(onTheDay);
        map(plan, "?asOf=2023-03-06")
                .body("phases[0].tasks[1].shares.light", contains("YELLOW", "PURPLE"))
                .body("phases[1].tasks[0].light", equalTo("GREY"))
                .body("people.staffNo", not(hasItem(bureau.no("clerk"))));
        map(plan, "?asOf=2023-03-20")
                .body("phases[0].title", equalTo("改了名的阶段"))
                .body("phases[0].tasks.number", contains(1, 3, 9))
                .body("phases[0].tasks[2].title", equalTo("改了名的任务"))
                .body("phases[0].tasks[2].shares.light", contains("BLUE", "RED"))
                .body("phases[0].tasks[0].light", equalTo("YELLOW"))
                .body("phases[0].tasks[1].light", nullValue())
                .body("phases[1].tasks[0].light", equalTo("YELLOW"))
                .body("people.staffNo", hasItem(bureau.no("clerk")));
        map(plan, "?asOf=2023-02-22")
                .body("counts.total", equalTo(0))
                .body("phases.tasks", contains(List.of(), List.of()));
    }

    @Test
    void aYearOfHolidaysThatIsSentLaterDoesNotAlterThePast() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2047-10-11"), bureau.business)
                .publishedAt("2047-01-07T10:00:00");
        itIs("2047-09-27T10:00:00");
        String before = mapOf(plan, "2047-09-27");
        itIs("2047-09-28T10:00:00");
        bureau.as("administrator")
                .header("If-Match", "*")
                .body("""
                        {"notice": "国办发明电〔2047〕7号",
                         "holidays": [{"name": "元旦", "from": "2047-01-01", "to": "2047-01-01"},
                                      {"name": "春节", "from": "2047-02-10", "to": "2047-02-13"},
                                      {"name": "清明节", "from": "2047-04-05", "to": "2047-04-05"},
                                      {"name": "劳动节", "from": "2047-05-01", "to": "2047-05-03"},
                                      {"name": "端午节", "from": "2047-06-10", "to": "2047-06-10"},
                                      {"name": "中秋节", "from": "2047-09-20", "to": "2047-09-20"},
                                      {"name": "国庆节", "from": "2047-09-30", "to": "2047-10-09"}],
                         "shiftedWorkingDays": []}
                        """)
                .put("/v1/working-days/2047")
                .then()
                .statusCode(200);

        map(plan, "").body("counts.yellow", equalTo(1));
        assertThat(mapOf(plan, "2047-09-27")).isEqualTo(before);
    }

    @Test
    void aTaskThatItsLeadUnitHasFinishedIsBlueFromThatDayOn() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), JointRule.LEAD, bureau.business, bureau.technology)
                .publishedAt("2023-02-23T10:00:00");
        act("2023-03-06T10:00:00", "businessHead", plan, 1, bureau.business, "receipt");
        act("2023-03-06T10:10:00", "businessHead", plan, 1, bureau.business, "submission");
        act("2023-03-13T10:00:00", "officer", plan, 1, bureau.business, "acceptance");

        map(plan, "?asOf=2023-03-12").body("phases[0].tasks[0].shares.light", contains("GREEN", "RED"));
        map(plan, "?asOf=2023-03-13").body("phases[0].tasks[0].shares.light", contains("BLUE", "BLUE"));
    }

    @Test
    void theMapIsNarrowedToAUnitOrToThePersonsUnitsOfThatDay() {
        var plan = plan();
        itIs("2023-03-03T09:30:00");
        map(plan, "?unitId=" + bureau.business)
                .statusCode(200)
                .body("counts.total", equalTo(2))
                .body("phases.tasks.flatten().number", contains(2, 4))
                .body("phases[0].tasks[0].shares", hasSize(1))
                .body("units.id", contains(bureau.business.toString()));
        map(plan, "?staffNo=" + bureau.no("coordinatorInBusiness"))
                .body("counts.total", equalTo(3))
                .body("people.staffNo", contains(bureau.no("coordinatorInBusiness")))
                .body("people[0].unitIds", hasItems(bureau.coordination.toString(), bureau.business.toString()));
        map(plan, "?staffNo=" + bureau.no("coordinatorInBusiness") + "&unitId=" + bureau.business)
                .body("counts.total", equalTo(2));
        map(plan, "?staffNo=nobody").statusCode(200).body("counts.total", equalTo(0));
        bureau.person("leaver", null, null);
        bureau.appoint("leaver", bureau.data, "MEMBER", "2023-01-01", "2023-02-28");
        map(plan, "?staffNo=" + bureau.no("leaver")).body("counts.total", equalTo(0));
        map(plan, "?asOf=2023-02-28&staffNo=" + bureau.no("leaver")).body("counts.total", equalTo(1));
    }

    @Test
    void aDayThatIsYetToComeOrNoneIsRefused() {
        var plan = plan();
        map(plan, "?asOf=2023-02-24")
                .statusCode(422)
                .body("type", equalTo("urn:tax-rollout:problem:wall-map-future"))
                .body("violations[0].field", equalTo("asOf"));
        map(plan, "?asOf=yesterday").statusCode(400);
    }

    @Test
    void onlyWhoMayReadThePlanSeesItsMap() {
        var plan = plan();
        String path = "/v1/plans/" + plan.planId() + "/wall-map";
        new SampleBureau().as("officer").get(path).then().statusCode(404);
        SampleBureau.asSystem("task:read").get(path).then().statusCode(200);
        bureau.as("clerk")
                .get("/v1/plans/" + UUID.randomUUID() + "/wall-map")
                .then()
                .statusCode(404);
        String tag = bureau.as("clerk").get(path).getHeader("ETag");
        bureau.as("clerk").header("If-None-Match", tag).get(path).then().statusCode(304);
    }

    @Test
    void aDraftHasPhasesAndNothingOnThem() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .drafted();
        itIs("2023-02-23T10:00:00");
        map(plan, "").statusCode(200).body("phases", hasSize(1)).body("counts.total", equalTo(0));
    }

    @Test
    void aLargePlanTakesAsManyStatementsAsASmallOne() {
        var small = plan();
        var large = new SamplePlan(bureau);
        for (int phase = 0; phase < 5; phase++) {
            large.phase(20);
            for (int task = 0; task < 20; task++) {
                large.task(before("2023-03-10"), bureau.business, bureau.technology, bureau.data);
            }
        }
        large.publishedAt("2023-02-23T10:00:00");
        itIsQuietAt("2023-03-06T10:00:00", bureau);
        map(small, "?asOf=2023-03-01").statusCode(200); // the caller is known from here on

        List<String> few =
                Statements.during(() -> map(small, "?asOf=2023-03-01").statusCode(200));
        List<String> many = Statements.during(
                () -> map(large, "?asOf=2023-03-01").statusCode(200).body("counts.total", equalTo(300)));

        assertThat(many).hasSameSizeAs(few).hasSizeLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/html,application/xhtml+xml,*/*;q=0.8"})
    void aBrowserGetsAPageToPrint(String accept) {
        var plan = plan();
        itIs("2023-03-15T09:30:00");
        bureau.as("clerk")
                .accept(accept)
                .get("/v1/plans/" + plan.planId() + "/wall-map")
                .then()
                .statusCode(200)
                .contentType("text/html; charset=UTF-8")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<html lang=\"zh-CN\">"))
                .body(containsString("A3 landscape"))
                .body(containsString("试点推行工作方案 作战图"))
                .body(containsString("不予公开"))
                .body(containsString("<span class=\"sign\" aria-hidden=\"true\">✖</span>超期"))
                .body(containsString("3-10 到期，超 3 个工作日"))
                .body(not(containsString("<script")));
        bureau.as("clerk")
                .accept("text/html")
                .header("Accept-Language", "en")
                .get("/v1/plans/" + plan.planId() + "/wall-map?unitId=" + bureau.data)
                .then()
                .body(containsString("<html lang=\"en\">"))
                .body(containsString("At the end of 2023-03-15"));
    }
}
