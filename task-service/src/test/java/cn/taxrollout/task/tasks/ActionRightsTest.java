package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may do what with the share of the business group, for every role and action. */
@ServiceTest
class ActionRightsTest {
    private static final String TABLE = """
            who                   | receipt | progress-reports | submission | acceptance | return | suspension | resumption | cancellation | reopening
            businessHead          | yes     | yes              | yes        | -          | -      | yes        | yes        | -            | -
            businessMember        | yes     | yes              | yes        | -          | -      | -          | -          | -            | -
            coordinator           | -       | -                | -          | yes        | yes    | -          | -          | -            | -
            officer               | -       | -                | -          | yes        | yes    | yes        | yes        | yes          | yes
            administrator         | yes     | yes              | yes        | yes        | yes    | yes        | yes        | yes          | yes
            coordinatorInBusiness | yes     | yes              | yes        | recusal    | recusal| -          | -          | -            | -
            administratorInside   | yes     | yes              | yes        | recusal    | recusal| yes        | yes        | yes          | yes
            technician            | -       | -                | -          | -          | -      | -          | -          | -            | -
            clerk                 | -       | -                | -          | -          | -      | -          | -          | -            | -
            officerOfOldDays      | -       | -                | -          | -          | -      | -          | -          | -            | -
            administratorOfTeam   | -       | -                | -          | -          | -      | -          | -          | -            | -
            deputisesForHead      | yes     | yes              | yes        | -          | -      | yes        | yes        | -            | -
            deputisesForAdmin     | yes     | yes              | yes        | yes        | yes    | yes        | yes        | yes          | yes
            memberForOfficer      | yes     | yes              | yes        | recusal    | recusal| yes        | yes        | yes          | yes
            coordinatorForMember  | yes     | yes              | yes        | recusal    | recusal| -          | -          | -            | -
            deputisesInOneUnit    | -       | -                | -          | yes        | yes    | -          | -          | -            | -
            deputisedUntil2022    | -       | -                | -          | -          | -      | -          | -          | -            | -
            deputisesForDeputy    | -       | -                | -          | -          | -      | -          | -          | -            | -
            deputisesForOneGone   | -       | -                | -          | -          | -      | -          | -          | -            | -
            writing system        | yes     | yes              | yes        | yes        | yes    | yes        | yes        | yes          | yes
            reading system        | -       | -                | -          | -          | -      | -          | -          | -            | -
            """;

    private static final Map<String, String> BODIES = Map.of(
            "progress-reports", "{\"percent\": 10, \"text\": \"开始\"}",
            "return", "{\"reason\": \"补充\"}",
            "suspension", "{\"reason\": \"等待\"}",
            "cancellation", "{\"reason\": \"取消\"}",
            "reopening", "{\"reason\": \"复核\"}");

    private static final String FIRST = "2020-01-01";
    private static final String LAST = "2999-12-31";

    /** A new person without any seat, who stands in for another one everywhere. */
    private static void standIn(SampleBureau bureau, String who, String forWhom) {
        bureau.person(who, null, null);
        bureau.standIn(who, forWhom, null, FIRST, LAST);
    }

    @Test
    void everyRoleMayDoWhatTheTableSaysAndNothingElse() {
        var bureau = new SampleBureau();
        bureau.person("administratorInside", bureau.id, "ADMINISTRATOR");
        bureau.appoint("administratorInside", bureau.business, "MEMBER", "2020-01-01", null);
        bureau.person("administratorOfTeam", bureau.team, "ADMINISTRATOR");
        bureau.person("memberForOfficer", bureau.business, "MEMBER");
        bureau.person("coordinatorForMember", bureau.coordination, "MEMBER");
        standIn(bureau, "deputisesForHead", "businessHead");
        standIn(bureau, "deputisesForAdmin", "administrator");
        bureau.standIn("memberForOfficer", "officer", null, FIRST, LAST);
        bureau.standIn("coordinatorForMember", "businessMember", null, FIRST, LAST);
        bureau.person("deputisesInOneUnit", null, null);
        bureau.standIn("deputisesInOneUnit", "coordinatorInBusiness", bureau.coordination, FIRST, LAST);
        bureau.person("deputisedUntil2022", null, null);
        bureau.standIn("deputisedUntil2022", "officer", null, FIRST, "2022-12-31");
        standIn(bureau, "deputisesForDeputy", "deputisesForHead");
        bureau.person("gone", bureau.office, "MEMBER");
        standIn(bureau, "deputisesForOneGone", "gone");
        bureau.leaves("gone");

        List<String> lines = TABLE.lines().toList();
        List<String> actions = columns(lines.get(0));
        List<String> wrong = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = columns(line);
            var plan = new SamplePlan(bureau)
                    .phase(1)
                    .task(before("2023-03-10"), bureau.business)
                    .publishedAt("2023-02-23T10:00:00");
            for (int i = 1; i < actions.size(); i++) {
                String answer = answer(bureau, cells.get(0), actions.get(i), plan);
                if (!answer.equals(cells.get(i))) {
                    wrong.add(
                            "%s × %s: %s instead of %s".formatted(cells.get(0), actions.get(i), answer, cells.get(i)));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Rights are checked before states, so whoever may act gets 200 or 409. */
    private static String answer(SampleBureau bureau, String who, String action, SamplePlan plan) {
        RequestSpecification request =
                switch (who) {
                    case "writing system" -> SampleBureau.asSystem("task:write");
                    case "reading system" -> SampleBureau.asSystem("task:read");
                    default -> bureau.as(who);
                };
        if (BODIES.containsKey(action)) {
            request = request.body(BODIES.get(action));
        }
        var response = request.post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + bureau.business + "/" + action);
        return switch (response.statusCode()) {
            case 200, 409 -> "yes";
            case 403 -> String.valueOf(response.jsonPath().getString("type")).endsWith("recusal") ? "recusal" : "-";
            default -> response.statusLine();
        };
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
}
