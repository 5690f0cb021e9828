package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.on;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class TaskSearchTest {
    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private SamplePlan plan() {
        return new SamplePlan(bureau)
                .phase(8)
                .task(before("2023-01-31"), bureau.coordination)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(before("2023-03-17"), bureau.business, bureau.data)
                .task(before("2023-03-31"), bureau.business)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .task(from("2023-02-01"), bureau.technology)
                .task(on("2023-03-15"), bureau.data)
                .task(before("2023-03-10"), bureau.data)
                .publishedAt("2023-02-23T10:00:00");
    }

    private static List<Integer> found(RequestSpecification caller, String query) {
        return caller.get("/v1/tasks?limit=200&" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.number");
    }

    private List<Integer> found(String query) {
        return found(bureau.as("clerk"), query);
    }

    private void act(String who, SamplePlan plan, int task, UUID unit, String action) {
        bureau.as(who)
                .body(action.matches("suspension|cancellation") ? "{\"reason\": \"等待上级\"}" : "")
                .post("/v1/tasks/" + plan.taskId(task) + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private void write(SamplePlan plan, int task, String title, String body) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update task set title = :title, body = :body where id = :id")
                        .setParameter("title", title)
                        .setParameter("body", body)
                        .setParameter("id", plan.taskId(task))
                        .executeUpdate());
    }

    @ParameterizedTest
    @EnumSource(Light.class)
    void aLightFindsWhatTheWallMapShowsInIt(Light light) {
        var plan = plan();
        act("businessHead", plan, 2, bureau.business, "receipt");
        act("businessHead", plan, 2, bureau.business, "submission");
        act("businessHead", plan, 4, bureau.business, "receipt");
        act("officer", plan, 4, bureau.business, "suspension");
        act("technician", plan, 6, bureau.technology, "receipt");
        act("technician", plan, 6, bureau.technology, "submission");
        act("officer", plan, 6, bureau.technology, "acceptance");
        act("officer", plan, 8, bureau.data, "cancellation");
        itIs("2023-03-13T10:00:00");
        List<Integer> onTheMap = bureau.as("clerk")
                .get("/v1/plans/" + plan.planId() + "/wall-map")
                .then()
                .extract()
                .path("phases.tasks.flatten().findAll { it.shares.light.contains('" + light + "') }.number");

        assertThat(found("light=" + light)).isEqualTo(onTheMap).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "light=RED&light=YELLOW | 2, 3",
                "light=GREY | 5, 7",
                "light=YELLOW&unitId={data} | 3",
                "light=RED&status=SUBMITTED | ",
                "dueBefore=2023-03-10 | 1, 2, 8",
                "dueAfter=2023-03-28 | 4, 5",
                "dueAfter=2023-03-15&dueBefore=2023-03-17 | 3, 7",
                "dueAfter=2023-03-15&dueBefore=2023-03-17&unitId={business} | 3",
                "dueAfter=2023-03-17&dueBefore=2023-03-15 | ",
                "unitId={technology} | 2, 6",
            })
    void oneShareHasAllThatIsSaidOfIt(String query, String numbers) {
        var plan = plan();
        act("officer", plan, 8, bureau.data, "cancellation");
        itIs("2023-03-13T10:00:00");

        assertThat(found(query.replace("{data}", bureau.data.toString())
                        .replace("{business}", bureau.business.toString())
                        .replace("{technology}", bureau.technology.toString())))
                .map(String::valueOf)
                .isEqualTo(numbers == null ? List.of() : List.of(numbers.split(", ")));
    }

    @ParameterizedTest
    @CsvSource({
        "增值, 1",
        "增值税, 1",
        "值税发票, 1",
        "票, '1, 2'",
        "培训, '2, 3'",
        "培训 讲师, 3",
        "讲师　培训, 3",
        "训讲, ''",
        "税值, ''",
        "etax, 4",
        "ＥＴＡＸ, 4",
        "2.0, 4",
        "完成数, 4",
        "任务5, 5",
        "题|正, ''",
    })
    void anyPartOfTitleOrBodyIsFoundHoweverItIsTyped(String text, String numbers) {
        var plan = plan();
        write(plan, 1, "核对增值税发票底账", "逐户核对。");
        write(plan, 2, "发票辅导", "面向纳税人组织培训。");
        write(plan, 3, "师资", "选派讲师参加上级培训班，讲授数电业务。");
        write(plan, 4, "升级 eTax ２．０", "按时完\n成数据 迁移。");

        List<Integer> found = bureau.as("clerk")
                .queryParam("q", text)
                .get("/v1/tasks")
                .then()
                .statusCode(200)
                .extract()
                .path("items.number");
        assertThat(found.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .isEqualTo(numbers);
    }

    @Test
    void whatIsFoundIsOnlyWhatTheCallerMaySee() {
        var plan = plan();
        write(plan, 1, "青梧独有任务", null);

        assertThat(found("q=青梧独有")).containsExactly(1);
        assertThat(found(new SampleBureau().as("officer"), "q=青梧独有")).isEmpty();
        assertThat(found(new SampleBureau().as("officer"), "light=GREEN")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "%", "_", "'", "\\", "😀", "😀😀"})
    void nothingThatIsTypedBreaksTheSearch(String text) {
        plan();
        bureau.as("clerk").queryParam("q", text).get("/v1/tasks").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "任\u0000务"})
    void whatIsNoTextIsRefused(String text) {
        bureau.as("clerk")
                .queryParam("q", text)
                .get("/v1/tasks")
                .then()
                .statusCode(400)
                .body("violations.field", contains("q"));
    }

    @Test
    void aQuestionHasAnEnd() {
        bureau.as("clerk")
                .queryParam("q", "税".repeat(101))
                .get("/v1/tasks")
                .then()
                .statusCode(400);
    }

    @Test
    void theTextIsFoundThroughItsIndex() {
        List<String> lines = QuarkusTransaction.requiringNew().call(() -> {
            entities.createNativeQuery("set local enable_seqscan = off").executeUpdate();
            return entities.createNativeQuery("""
                            explain select id from task
                            where characters_and_pairs(searchable_task(title, body)) @> array ['培训']
                            """, String.class).getResultList();
        });
        assertThat(String.join("\n", lines)).contains("task_searched");
    }
}
