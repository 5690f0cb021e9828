package cn.taxrollout.task.reminder;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.on;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.clock.BusinessDay;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@ServiceTest
class ReminderSweepTest {
    private static final String PUBLICATION = "2023-02-23T10:00:00";
    private static final Set<String> REMINDERS = Set.of("TaskOpened", "TaskDueSoon", "TaskOverdue", "TaskNotReceived");

    @Inject
    ReminderSweep sweep;

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private void sweepAt(String time) {
        itIs(time);
        sweep.sweepAll();
    }

    /** What was said of the task, as day, event and number; overdue with its level. */
    private static List<String> said(UUID task) {
        return Events.of(task).stream()
                .filter(event -> REMINDERS.contains(event.name()))
                .map(event -> {
                    assertThat(event.at().atZone(BusinessDay.ZONE).toLocalTime())
                            .hasToString("09:00");
                    String day = BusinessDay.of(event.at()).toString().substring(5);
                    return (day + " " + event.name().substring(4) + number(event.data())).strip();
                })
                .toList();
    }

    private static String number(JsonNode data) {
        return Stream.of("workingDaysLeft", "workingDaysOverdue", "workingDaysWaited")
                        .filter(data::has)
                        .map(field -> " " + data.get(field).asInt())
                        .findFirst()
                        .orElse("")
                + (data.has("level") ? " level " + data.get("level").asInt() : "");
    }

    private static List<UUID> units(UUID task, int index) {
        var event = Events.of(task).stream()
                .filter(e -> REMINDERS.contains(e.name()))
                .toList()
                .get(index);
        return Stream.of(event.data().get("unitIds"))
                .flatMap(ids ->
                        Stream.iterate(0, i -> i < ids.size(), i -> i + 1).map(ids::get))
                .map(id -> UUID.fromString(id.asText()))
                .toList();
    }

    private SamplePlan planOfEachKind() {
        return new SamplePlan(bureau)
                .phase(5)
                .task(before("2023-03-25"), bureau.business)
                .task(on("2023-03-28"), bureau.business)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .task(from("2023-03-01"), bureau.business)
                .task(before("2023-01-31"), bureau.business)
                .publishedAt(PUBLICATION);
    }

    private void assertEachKindWasRemindedOf(SamplePlan plan) {
        assertThat(said(plan.taskId(1)))
                .containsExactly(
                        "02-27 NotReceived 2",
                        "03-20 DueSoon 5",
                        "03-22 DueSoon 3",
                        "03-24 DueSoon 1",
                        "03-25 DueSoon 0",
                        "03-27 Overdue 1 level 1",
                        "03-29 Overdue 3 level 2",
                        "03-31 Overdue 5 level 3",
                        "04-04 Overdue 7 level 3");
        assertThat(said(plan.taskId(2)))
                .containsExactly(
                        "02-27 NotReceived 2",
                        "03-21 DueSoon 5",
                        "03-23 DueSoon 3",
                        "03-27 DueSoon 1",
                        "03-28 Opened",
                        "03-29 Overdue 1 level 1",
                        "03-31 Overdue 3 level 2",
                        "04-04 Overdue 5 level 3");
        assertThat(said(plan.taskId(3)))
                .containsExactly(
                        "02-27 NotReceived 2",
                        "03-25 Opened",
                        "03-27 DueSoon 1",
                        "03-28 DueSoon 0",
                        "03-29 Overdue 1 level 1",
                        "03-31 Overdue 3 level 2",
                        "04-04 Overdue 5 level 3");
        assertThat(said(plan.taskId(4))).containsExactly("02-27 NotReceived 2", "03-01 Opened");
        assertThat(said(plan.taskId(5))).as("backfilled").isEmpty();
    }

    @Test
    void eachKindOfDeadlineIsRemindedOfOnItsDays() {
        var plan = planOfEachKind();
        LocalDate.of(2023, 2, 24).datesUntil(LocalDate.of(2023, 4, 5)).forEach(day -> sweepAt(day + "T09:00:00"));
        assertEachKindWasRemindedOf(plan);
    }

    @Test
    void aClockThatJumpsMakesUpForEveryDayInOrder() {
        var plan = planOfEachKind();
        sweepAt("2023-04-05T08:00:00");
        assertEachKindWasRemindedOf(plan);
    }

    @Test
    void overdueTaskIsAnnouncedOnceHoweverManyReplicasSweep() throws Exception {
        var plan = new SamplePlan(bureau).phase(40);
        for (int i = 0; i < 40; i++) {
            plan.task(before("2023-03-10"), bureau.business, bureau.technology);
        }
        plan.publishedAt(PUBLICATION);
        itIs("2023-03-20T09:00:00");

        var threads = Executors.newFixedThreadPool(4);
        Callable<Object> sweeping = Executors.callable(sweep::sweepAll);
        for (var done : threads.invokeAll(List.of(sweeping, sweeping, sweeping, sweeping))) {
            done.get();
        }
        threads.shutdown();

        for (int number = 1; number <= 40; number++) {
            assertThat(said(plan.taskId(number)))
                    .containsExactly(
                            "02-27 NotReceived 2",
                            "03-03 DueSoon 5",
                            "03-07 DueSoon 3",
                            "03-09 DueSoon 1",
                            "03-10 DueSoon 0",
                            "03-13 Overdue 1 level 1",
                            "03-15 Overdue 3 level 2",
                            "03-17 Overdue 5 level 3");
        }
    }

    @Test
    void oneEventNamesTheUnitsThatStillHaveToAct() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business, bureau.technology, bureau.data)
                .publishedAt(PUBLICATION);
        act("analyst", plan, bureau.data, "receipt");
        act("analyst", plan, bureau.data, "submission");
        act("technician", plan, bureau.technology, "receipt");

        sweepAt("2023-03-03T09:00:00");

        assertThat(said(plan.taskId(1))).containsExactly("02-27 NotReceived 2", "03-03 DueSoon 5");
        assertThat(units(plan.taskId(1), 0)).containsExactly(bureau.business);
        assertThat(units(plan.taskId(1), 1)).containsExactly(bureau.business, bureau.technology);
    }

    @Test
    void aReturnAfterTheDueDateGoesOnBeingOverdue() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("businessHead", plan, bureau.business, "submission");
        sweepAt("2023-03-14T10:00:00");
        assertThat(said(plan.taskId(1))).as("silent while submitted").isEmpty();

        act("officer", plan, bureau.business, "return", "{\"reason\": \"请补充\"}");
        sweepAt("2023-03-15T09:00:00");

        assertThat(said(plan.taskId(1))).containsExactly("03-15 Overdue 3 level 2");
        act("businessHead", plan, bureau.business, "submission");
        act("officer", plan, bureau.business, "acceptance");
        sweepAt("2023-04-20T09:00:00");
        assertThat(said(plan.taskId(1))).hasSize(1);
        assertThat(pending(plan.taskId(1))).isZero();
    }

    @Test
    void aSuspendedShareIsLeftInPeaceAndRemindedOfItsMovedDueDate() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("technician", plan, bureau.technology, "receipt");
        sweepAt("2023-03-03T10:00:00");
        act("businessHead", plan, bureau.business, "suspension", "{\"reason\": \"等待上级\"}");
        sweepAt("2023-03-14T08:00:00");

        // seven working days waited: 21 March instead of 10 March
        act("businessHead", plan, bureau.business, "resumption");
        act("technician", plan, bureau.technology, "submission");
        act("officer", plan, bureau.technology, "acceptance");
        sweepAt("2023-03-27T09:00:00");

        assertThat(said(plan.taskId(1)))
                .containsExactly(
                        "03-03 DueSoon 5",
                        "03-07 DueSoon 3",
                        "03-09 DueSoon 1",
                        "03-10 DueSoon 0",
                        "03-13 Overdue 1 level 1",
                        "03-14 DueSoon 5",
                        "03-16 DueSoon 3",
                        "03-20 DueSoon 1",
                        "03-21 DueSoon 0",
                        "03-22 Overdue 1 level 1",
                        "03-24 Overdue 3 level 2");
        assertThat(units(plan.taskId(1), 0)).containsExactly(bureau.business, bureau.technology);
        assertThat(units(plan.taskId(1), 4)).containsExactly(bureau.technology);
        assertThat(units(plan.taskId(1), 5)).containsExactly(bureau.business);
    }

    @Test
    void reopenedWorkIsOverdueAgain() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("businessHead", plan, bureau.business, "submission");
        act("officer", plan, bureau.business, "acceptance");
        sweepAt("2023-03-14T10:00:00");
        assertThat(pending(plan.taskId(1))).isZero();

        act("officer", plan, bureau.business, "reopening", "{\"reason\": \"复核\"}");
        sweepAt("2023-03-15T09:00:00");

        assertThat(said(plan.taskId(1))).containsExactly("03-15 Overdue 3 level 2");
    }

    @Test
    void nothingIsSaidOfCancelledWork() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(window("2023-03-01", "2023-03-10"), bureau.business)
                .publishedAt(PUBLICATION);
        act("officer", plan, bureau.business, "cancellation", "{\"reason\": \"不再需要\"}");

        sweepAt("2023-03-31T09:00:00");

        assertThat(said(plan.taskId(1))).isEmpty();
        assertThat(pending(plan.taskId(1))).isZero();
        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseCompleted");
    }

    @Test
    void aPhaseOfWindowsStartsWhenTheFirstOfThemOpens() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .task(on("2023-03-28"), bureau.technology)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("businessHead", plan, bureau.business, "suspension", "{\"reason\": \"等待上级\"}");
        sweepAt("2023-03-24T23:00:00");
        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished");

        sweepAt("2023-03-29T09:00:00");

        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseStarted");
        var started = Events.of(plan.planId()).get(1);
        assertThat(BusinessDay.of(started.at())).isEqualTo("2023-03-25");
        assertThat(started.data().get("unitIds")).hasSize(2);
    }

    @Test
    void aReminderThatFailsHoldsBackItsOwnTaskAlone() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business)
                .task(before("2023-03-10"), bureau.technology)
                .publishedAt(PUBLICATION);
        // the number of the next event is taken, so it can't be written
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("""
                        insert into outbox (event_id, aggregate_id, aggregate_sequence, type, data, occurred_at, published_at)
                        values (gen_random_uuid(), :task, 2, 'test', '{}', now(), now())
                        """)
                .setParameter("task", plan.taskId(1))
                .executeUpdate());

        sweepAt("2023-03-03T09:00:00");

        assertThat(said(plan.taskId(1))).isEmpty();
        assertThat(said(plan.taskId(2))).containsExactly("02-27 NotReceived 2", "03-03 DueSoon 5");

        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("delete from outbox where type = 'test' and aggregate_id = :task")
                    .setParameter("task", plan.taskId(1))
                    .executeUpdate();
            entities.createNativeQuery("update obligation set held_until = null where task_id = :task")
                    .setParameter("task", plan.taskId(1))
                    .executeUpdate();
        });
        sweep.sweepAll();
        assertThat(said(plan.taskId(1))).containsExactly("02-27 NotReceived 2", "03-03 DueSoon 5");
    }

    private long pending(UUID task) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) entities.createNativeQuery(
                                "select count(*) from obligation where state = 'PENDING' and task_id = :task")
                        .setParameter("task", task)
                        .getSingleResult())
                .longValue());
    }

    private void act(String who, SamplePlan plan, UUID unit, String action) {
        act(who, plan, unit, action, null);
    }

    private void act(String who, SamplePlan plan, UUID unit, String action, String body) {
        var request = bureau.as(who);
        (body == null ? request : request.body(body))
                .post("/v1/tasks/" + plan.taskId(1) + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }
}
