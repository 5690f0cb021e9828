package cn.taxrollout.task.deliverable;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what with the files of the business group, for every role. */
@ServiceTest
class AttachmentRightsTest {
    private static final String TABLE = """
            who                   | read | hand in | remove
            businessHead          | yes  | yes     | yes
            businessMember        | yes  | yes     | yes
            coordinator           | yes  | -       | -
            officer               | yes  | -       | yes
            administrator         | yes  | yes     | yes
            coordinatorInBusiness | yes  | yes     | yes
            technician            | yes  | -       | -
            clerk                 | yes  | -       | -
            officerOfOldDays      | yes  | -       | -
            administratorOfTeam   | yes  | -       | -
            deputisesForHead      | yes  | yes     | yes
            writing system        | -    | yes     | yes
            reading system        | yes  | -       | -
            """;

    @Test
    void everyRoleMayDoWhatTheTableSaysAndNothingElse() {
        var bureau = new SampleBureau();
        bureau.person("administratorOfTeam", bureau.team, "ADMINISTRATOR");
        bureau.person("deputisesForHead", null, null);
        bureau.standIn("deputisesForHead", "businessHead", null, "2020-01-01", "2999-12-31");
        var plan = new SamplePlan(bureau)
                .phase(1)
                .delivering(List.of("手册"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        bureau.as("businessHead")
                .post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business + "/receipt")
                .then()
                .statusCode(200);
        String files = "/v1/tasks/" + plan.taskId(1) + "/attachments";

        List<String> lines = TABLE.lines().toList();
        List<String> wrong = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            String file = upload(bureau.as("administrator"), files, cells.get(0))
                    .jsonPath()
                    .getString("id");
            var answers = List.of(
                    as(bureau, cells.get(0)).get("/v1/attachments/" + file),
                    upload(as(bureau, cells.get(0)), files, cells.get(0) + " hands in"),
                    as(bureau, cells.get(0)).delete("/v1/attachments/" + file));
            for (int i = 0; i < answers.size(); i++) {
                int status = answers.get(i).statusCode();
                String answer = status < 300 ? "yes" : status == 403 ? "-" : String.valueOf(status);
                if (!answer.equals(cells.get(i + 1))) {
                    wrong.add("%s: %s instead of %s in column %d"
                            .formatted(cells.get(0), answer, cells.get(i + 1), i + 1));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Response upload(RequestSpecification caller, String path, String content) {
        return SampleFiles.form(caller)
                .multiPart("file", content + ".txt", SampleFiles.text(content))
                .post(path);
    }

    private static RequestSpecification as(SampleBureau bureau, String who) {
        return switch (who) {
            case "writing system" -> SampleBureau.asSystem("task:write");
            case "reading system" -> SampleBureau.asSystem("task:read");
            default -> bureau.as(who);
        };
    }
}
