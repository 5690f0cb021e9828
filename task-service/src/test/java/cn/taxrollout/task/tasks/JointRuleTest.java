package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several units on one task: each has its own share, and the joint rule says when the task is complete. */
@ServiceTest
class JointRuleTest {
    private static final Set<String> REMINDERS =
            Set.of("TaskOpened", "TaskDueSoon", "TaskOverdue", "TaskNotReceived", "TaskStale", "PeriodicReportDue");

    private final SampleBureau bureau = new SampleBureau();
    private final Map<UUID, String> members =
            Map.of(bureau.business, "businessHead", bureau.technology, "technician", bureau.data, "analyst");
    private UUID task;
    private SamplePlan plan;

    /** The business group leads where somebody does. */
    private void issued(JointRule rule, Deadline deadline) {
        plan = new SamplePlan(bureau)
                .phase(1)
                .task(deadline, rule, bureau.business, bureau.technology, bureau.data)
                .publishedAt("2023-02-23T10:00:00");
        task = plan.taskId(1);
    }

    /** The shares are accepted in the order technology, business, data; the task is complete after so many of them. */
    @ParameterizedTest(name = "{0}, continuing {1}: complete after {2}")
    @CsvSource({"ALL, false, 3", "ALL, true, 3", "LEAD, false, 2", "LEAD, true, 2", "ANY, false, 1", "ANY, true, 1"})
    void eachUnitSignsReportsAndSubmitsForItselfUntilTheRuleIsMet(JointRule rule, boolean continuing, int needed) {
        issued(rule, continuing ? from("2023-03-01") : before("2023-03-10"));
        String done = continuing ? "ESTABLISHED" : "COMPLETED";
        List<UUID> order = List.of(bureau.technology, bureau.business, bureau.data);

        act(bureau.technology, "receipt");
        act(bureau.technology, "progress-reports", "{\"percent\": 80, \"text\": \"接近完成\"}");
        act(bureau.business, "receipt");
        act(bureau.business, "progress-reports", "{\"percent\": 30, \"text\": \"开始\"}");
        bureau.as("clerk")
                .get("/v1/tasks/" + task)
                .then()
                .body("jointRule", equalTo(rule.name()))
                .body("assignments.state", contains("IN_PROGRESS", "IN_PROGRESS", "ISSUED"))
                .body("assignments.percent", contains(30, 80, 0));
        act(bureau.data, "receipt");
        for (int i = 0; i < order.size(); i++) {
            act(order.get(i), "submission");
            accept(order.get(i));
            bureau.as("clerk").get("/v1/tasks/" + task).then().body("status", equalTo(i + 1 < needed ? "OPEN" : done));
        }

        assertThat(Events.names(task).stream().filter(name -> name.equals("TaskAccepted")))
                .hasSize(2);
        assertThat(Events.names(task).stream().filter(name -> name.matches("TaskCompleted|TaskEstablished")))
                .containsExactly(continuing ? "TaskEstablished" : "TaskCompleted");
        assertThat(Events.names(plan.planId()).stream().filter(name -> name.equals("PhaseCompleted")))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = JointRule.class,
            names = {"LEAD", "ANY"})
    void nobodyIsRemindedOfWhatIsLeftUntilTheTaskOpensAgain(JointRule rule) {
        issued(rule, before("2023-03-10"));
        act(bureau.technology, "receipt");
        act(bureau.business, "receipt");
        act(bureau.business, "submission");
        accept(bureau.business);

        clock("2023-03-13T12:00:00");
        assertThat(reminders()).isEmpty();
        act(bureau.technology, "progress-reports", "{\"percent\": 90, \"text\": \"继续\"}");
        bureau.as("officer")
                .body("{\"reason\": \"复核\"}")
                .post("/v1/tasks/" + task + "/assignments/" + bureau.business + "/reopening")
                .then()
                .statusCode(200);
        clock("2023-03-16T12:00:00");

        assertThat(reminders()).containsExactlyInAnyOrder("2023-03-15 TaskNotReceived 1", "2023-03-15 TaskOverdue 3");
    }

    @Test
    void cancellingTheEstablishedShareThatDecidedOpensTheTaskAndItsReminders() {
        issued(JointRule.LEAD, from("2023-03-01"));
        act(bureau.business, "receipt");
        act(bureau.business, "submission");
        accept(bureau.business);
        clock("2023-03-09T12:00:00");
        assertThat(reminders()).isEmpty();

        bureau.as("officer")
                .body("{\"reason\": \"改由其他单位承担\"}")
                .post("/v1/tasks/" + task + "/assignments/" + bureau.business + "/cancellation")
                .then()
                .statusCode(200);
        bureau.as("clerk").get("/v1/tasks/" + task).then().body("status", equalTo("OPEN"));
        clock("2023-03-14T12:00:00");

        assertThat(reminders()).containsExactly("2023-03-13 TaskNotReceived 2");
        assertThat(Events.names(plan.planId())).contains("PhaseCompleted").endsWith("PhaseReopened");
    }

    /** As day, name and how many units. */
    private List<String> reminders() {
        return Events.of(task).stream()
                .filter(event -> REMINDERS.contains(event.name()))
                .map(event -> "%s %s %d"
                        .formatted(
                                BusinessDay.of(event.at()),
                                event.name(),
                                event.data().get("unitIds").size()))
                .toList();
    }

    private void act(UUID unit, String action) {
        bureau.as(members.get(unit))
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private void act(UUID unit, String action, String body) {
        bureau.as(members.get(unit))
                .body(body)
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private void accept(UUID unit) {
        bureau.as("officer")
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/acceptance")
                .then()
                .statusCode(200);
    }

    private void clock(String time) {
        bureau.as("administrator")
                .body(Map.of("now", time + "+08:00"))
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
    }
}
