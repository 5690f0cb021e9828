package cn.taxrollout.task.checklist;

import static cn.taxrollout.task.SamplePlan.before;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may do what with the items and batches of the business group, for every role. The items are the helper's. */
@ServiceTest
class PartRightsTest {
    private static final String TABLE = """
            who                   | read | add | change | progress | complete | reopen | remove | add batch | change batch | complete batch | reopen batch | remove batch
            businessHead          | yes  | yes | yes    | yes      | yes      | yes    | yes    | yes       | yes          | yes            | yes          | yes
            businessMember        | yes  | yes | yes    | yes      | yes      | yes    | yes    | yes       | yes          | yes            | yes          | yes
            helper                | yes  | -   | -      | yes      | yes      | yes    | -      | -         | -            | -              | -            | -
            coordinator           | yes  | -   | -      | -        | -        | -      | -      | -         | -            | -              | -            | -
            officer               | yes  | -   | -      | -        | -        | -      | -      | -         | -            | -              | -            | -
            administrator         | yes  | yes | yes    | yes      | yes      | yes    | yes    | yes       | yes          | yes            | yes          | yes
            technician            | yes  | -   | -      | -        | -        | -      | -      | -         | -            | -              | -            | -
            clerk                 | yes  | -   | -      | -        | -        | -      | -      | -         | -            | -              | -            | -
            deputisesForHead      | yes  | yes | yes    | yes      | yes      | yes    | yes    | yes       | yes          | yes            | yes          | yes
            stranger              | 404  | 404 | 404    | 404      | 404      | 404    | 404    | 404       | 404          | 404            | 404          | 404
            writing system        | -    | yes | yes    | yes      | yes      | yes    | yes    | yes       | yes          | yes            | yes          | yes
            reading system        | yes  | -   | -      | -        | -        | -      | -      | -         | -            | -              | -            | -
            """;

    private final SampleBureau bureau = new SampleBureau();
    private final SampleBureau another = new SampleBureau();

    @Test
    void everyRoleMayDoWhatTheTableSaysAndNothingElse() {
        UUID subordinate = SampleBureau.unit("业务一小组", "WORKING_GROUP", bureau.business);
        bureau.person("helper", subordinate, "MEMBER");
        bureau.person("deputisesForHead", null, null);
        bureau.standIn("deputisesForHead", "businessHead", null, "2020-01-01", "2999-12-31");
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        String share = "/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business;
        bureau.as("businessHead").post(share + "/receipt").then().statusCode(200);
        String newItem = "{\"title\": \"测流程\", \"staffNo\": \"" + bureau.no("helper") + "\"}";
        String newBatch = "{\"name\": \"首批\", \"plannedCount\": 200}";

        List<String> wrong = new ArrayList<>();
        for (String line : TABLE.lines().skip(1).toList()) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            String who = cells.get(0);
            String item = "/v1/items/" + made(share + "/items", newItem);
            String batch = "/v1/batches/" + made(share + "/batches", newBatch);
            List<Integer> answers = new ArrayList<>(List.of(
                    as(who).get(item).statusCode(),
                    as(who).body(newItem).post(share + "/items").statusCode(),
                    as(who).header("If-Match", "*")
                            .body("{\"title\": \"测\"}")
                            .patch(item)
                            .statusCode(),
                    as(who).header("If-Match", "*")
                            .body("{\"percent\": 10}")
                            .patch(item)
                            .statusCode(),
                    as(who).body("{}").post(item + "/completion").statusCode()));
            bureau.as("businessHead").body("{}").post(item + "/completion");
            answers.add(as(who).post(item + "/reopening").statusCode());
            answers.add(as(who).header("If-Match", "*").delete(item).statusCode());
            answers.add(as(who).body(newBatch).post(share + "/batches").statusCode());
            answers.add(as(who).header("If-Match", "*")
                    .body("{\"achievedCount\": 9}")
                    .patch(batch)
                    .statusCode());
            answers.add(as(who).body("{}").post(batch + "/completion").statusCode());
            bureau.as("businessHead").body("{}").post(batch + "/completion");
            answers.add(as(who).post(batch + "/reopening").statusCode());
            answers.add(as(who).header("If-Match", "*").delete(batch).statusCode());

            List<String> given = answers.stream()
                    .map(status -> status < 300 ? "yes" : status == 403 ? "-" : String.valueOf(status))
                    .toList();
            if (!given.equals(cells.subList(1, cells.size()))) {
                wrong.add(who + ": " + given + " instead of " + cells.subList(1, cells.size()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String made(String path, String body) {
        return bureau.as("businessHead")
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private RequestSpecification as(String who) {
        return switch (who) {
            case "stranger" -> another.as("administrator");
            case "writing system" -> SampleBureau.asSystem("task:write");
            case "reading system" -> SampleBureau.asSystem("task:read");
            default -> bureau.as(who);
        };
    }
}
