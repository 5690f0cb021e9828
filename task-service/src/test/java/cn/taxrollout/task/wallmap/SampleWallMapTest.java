package cn.taxrollout.task.wallmap;

import static cn.taxrollout.task.SamplePlan.itIs;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is on the wall on 2023-03-20, after all that the sample's scenario tells. */
@ServiceTest
class SampleWallMapTest {
    private static final Path SAMPLE = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .map(folder -> folder.resolve("deploy/sample"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();

    private static final Pattern STEP = Pattern.compile(
            "- \\{at: (\\S+), who: \\S+, task: (\\d+), unit: (\\S+), action: ([\\w-]+)(?:, percent: (\\d+))?(?:, (?:text|reason): (.*))?}");

    private final SampleBureau bureau = new SampleBureau();

    private final Map<String, UUID> units = Map.of(
            "G-COORD", bureau.coordination,
            "G-INTEG", bureau.business,
            "G-TECH", bureau.technology,
            "G-RISK", bureau.data,
            "G-SERVICE", bureau.taxpayerService);
    private final Map<String, String> heads = Map.of(
            "G-COORD", "coordinator",
            "G-INTEG", "businessHead",
            "G-TECH", "technician",
            "G-RISK", "analyst",
            "G-SERVICE", "serviceHead");

    private String planId;
    private Map<Integer, String> tasks;

    @Test
    void aUnitHeadSeesOnTheDayWhatTheUnitHasDoneAndWhatItOwes() throws IOException {
        bureau.person("serviceHead", bureau.taxpayerService, "HEAD");
        publish();
        for (String line : Files.readAllLines(SAMPLE.resolve("scenario.yaml"))) {
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                take(step);
            }
        }
        itIs("2023-03-20T09:00:00");

        JsonPath whole = map("2023-03-20", "");
        assertThat(whole.getMap("counts"))
                .isEqualTo(
                        Map.of("total", 36, "green", 2, "yellow", 10, "red", 0, "blue", 13, "grey", 11, "purple", 0));
        assertThat(whole.getList("phases.counts.blue")).containsExactly(4, 4, 5, 0, 0);

        // of the group that looks after data: task 12 is due this very day
        JsonPath own = map("2023-03-20", "&staffNo=" + bureau.no("analyst"));
        assertThat(own.getList("phases.tasks.flatten().collect { it.number + ' ' + it.light }"))
                .containsExactly("10 BLUE", "12 YELLOW", "14 YELLOW", "15 YELLOW", "19 GREY", "21 GREY");
        assertThat(own.getList("phases.tasks.flatten().shares.flatten().workingDaysLeft"))
                .containsExactly(null, 0, 5, 5, null, null);

        // and on the days before: task 8 waited for the superior bureau, the group's share of task 10 was late
        assertThat(map("2023-03-06", "").getString("phases[1].tasks[3].light")).isEqualTo("PURPLE");
        JsonPath late = map("2023-03-14", "&unitId=" + bureau.data);
        assertThat(late.getString("phases[2].tasks[0].light")).isEqualTo("RED");
        assertThat(late.getInt("phases[2].tasks[0].shares[0].workingDaysOverdue"))
                .isEqualTo(2);
        assertThat(map("2023-03-15", "&unitId=" + bureau.data).getString("phases[2].tasks[0].light"))
                .isEqualTo("BLUE");
    }

    private JsonPath map(String day, String query) {
        return bureau.as("clerk")
                .get("/v1/plans/" + planId + "/wall-map?asOf=" + day + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void publish() throws IOException {
        itIs("2023-02-23T09:00:00");
        String importId = bureau.as("coordinator")
                .contentType("multipart/form-data")
                .multiPart("document", "plan.txt", Files.readAllBytes(SAMPLE.resolve("plan.txt")), "text/plain")
                .post("/v1/plan-imports")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        planId = bureau.as("officer")
                .post("/v1/plan-imports/" + importId + "/confirmation")
                .then()
                .statusCode(201)
                .extract()
                .path("planId");
        bureau.as("coordinator")
                .post("/v1/plans/" + planId + "/publication")
                .then()
                .statusCode(200);
        JsonPath issued = bureau.as("clerk")
                .get("/v1/tasks?limit=200&planId=" + planId)
                .then()
                .extract()
                .jsonPath();
        List<Integer> numbers = issued.getList("items.number");
        List<String> ids = issued.getList("items.id");
        tasks = Stream.iterate(0, i -> i < numbers.size(), i -> i + 1)
                .collect(Collectors.toMap(numbers::get, ids::get));
    }

    private void take(Matcher step) {
        itIs(step.group(1) + ":00");
        String path = "/v1/tasks/" + tasks.get(Integer.valueOf(step.group(2)));
        UUID unit = units.get(step.group(3));
        String head = heads.get(step.group(3));
        String action = step.group(4);
        if (action.equals("submission")) {
            handIn(path, unit, head);
        }
        boolean own = List.of("receipt", "progress-reports", "submission").contains(action);
        bureau.as(own ? head : "officer")
                .body(
                        step.group(5) != null
                                ? Map.of("percent", Integer.valueOf(step.group(5)), "text", step.group(6))
                                : step.group(6) != null ? Map.of("reason", step.group(6)) : "")
                .post(path + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private void handIn(String path, UUID unit, String head) {
        List<Map<String, Object>> missing = bureau.as(head)
                .get(path + "/deliverables")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { !it.handedIn }");
        for (var document : missing) {
            bureau.as(head)
                    .contentType("multipart/form-data")
                    .multiPart("unitId", unit.toString())
                    .multiPart("file", "交付物.txt", "已经完成。".getBytes(), "text/plain")
                    .post(path + "/deliverables/" + document.get("id") + "/attachments")
                    .then()
                    .statusCode(201);
        }
    }
}
