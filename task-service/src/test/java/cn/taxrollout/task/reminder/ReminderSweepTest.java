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
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@ServiceTest
class ReminderSweepTest {
    private static final String PUBLICATION = "2023-02-23T10:00:00";
    private static final String REPORT = "{\"percent\": 50, \"text\": \"过半\"}";
    private static final Set<String> REMINDERS =
            Set.of("TaskOpened", "TaskDueSoon", "TaskOverdue", "TaskNotReceived", "TaskStale", "PeriodicReportDue");

    @Inject
    ReminderSweep sweep;

    @Inject
    TimePassage passage;

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    /** Time passes up to then with the service running. */
    private void sweepAt(String time) {
        passage.to(LocalDateTime.parse(time).atZone(BusinessDay.ZONE).toInstant());
    }

    /** The service is down until then. */
    private void outage(String time) {
        itIs(time);
        sweep.sweepAll();
    }

    private static List<Events.Recorded> reminders(UUID task) {
        return Events.of(task).stream()
                .filter(event -> REMINDERS.contains(event.name()))
                .toList();
    }

    /** What was said of the task in time, as day, event and number; overdue with its level. */
    private static List<String> said(UUID task) {
        return reminders(task).stream()
                .map(event -> {
                    assertThat(event.at().atZone(BusinessDay.ZONE).toLocalTime())
                            .hasToString("09:00");
                    String day = BusinessDay.of(event.at()).toString().substring(5);
                    return (day + " " + event.name().replaceAll("^(Task|Periodic)", "") + number(event.data())).strip();
                })
                .toList();
    }

    private static String number(JsonNode data) {
        return Stream.of(
                                "workingDaysLeft",
                                "workingDaysOverdue",
                                "workingDaysWaited",
                                "workingDaysSilent",
                                "reportDueOn")
                        .filter(data::has)
                        .map(field -> " " + data.get(field).asText())
                        .findFirst()
                        .orElse("")
                + (data.has("level") ? " level " + data.get("level").asInt() : "");
    }

    private static List<UUID> units(UUID task, int index) {
        var event = reminders(task).get(index);
        return Stream.of(event.data().get("unitIds"))
                .flatMap(ids ->
                        Stream.iterate(0, i -> i < ids.size(), i -> i + 1).map(ids::get))
                .map(id -> UUID.fromString(id.asText()))
                .toList();
    }

    /** Everything is signed for on the second working day. */
    private SamplePlan planOfEachKind() {
        var plan = new SamplePlan(bureau)
                .phase(5)
                .task(before("2023-03-25"), bureau.business)
                .task(on("2023-03-28"), bureau.business)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .task(from("2023-03-01"), bureau.business)
                .task(before("2023-01-31"), bureau.business)
                .publishedAt(PUBLICATION);
        sweepAt("2023-02-27T10:00:00");
        for (int number = 1; number <= 5; number++) {
            act("businessHead", plan, number, bureau.business, "receipt", null);
        }
        return plan;
    }

    private void assertEachKindWasRemindedOf(SamplePlan plan) {
        assertThat(said(plan.taskId(1)))
                .containsExactly(
                        "02-27 NotReceived 2",
                        "03-13 Stale 10",
                        "03-20 DueSoon 5",
                        "03-20 Stale 15",
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
        assertThat(said(plan.taskId(4)))
                .containsExactly("02-27 NotReceived 2", "03-01 Opened", "03-31 ReportDue 2023-03-31");
        assertThat(said(plan.taskId(5))).as("backfilled").isEmpty();
    }

    @Test
    void eachKindOfDeadlineIsRemindedOfOnItsDays() {
        var plan = planOfEachKind();
        LocalDate.of(2023, 2, 28).datesUntil(LocalDate.of(2023, 4, 5)).forEach(day -> outage(day + "T09:00:00"));
        assertEachKindWasRemindedOf(plan);
    }

    @Test
    void timeThatPassesAtOnceStopsWhereverSomethingFallsDue() {
        var plan = planOfEachKind();
        sweepAt("2023-04-05T08:00:00");
        assertEachKindWasRemindedOf(plan);
    }

    @Test
    void afterAnOutageATaskIsAnnouncedOnceWithTheDaysByThen() {
        var plan = new SamplePlan(bureau)
                .phase(2)
                .task(before("2023-03-10"), bureau.business)
                .task(before("2023-03-24"), bureau.business)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("businessHead", plan, 2, bureau.business, "receipt", null);

        outage("2023-03-22T10:00:00");

        assertThat(reminders(plan.taskId(1)))
                .extracting(event -> BusinessDay.of(event.at()) + " " + event.name() + number(event.data()))
                .containsExactly("2023-03-22 TaskOverdue 8 level 3");
        assertThat(reminders(plan.taskId(2)))
                .extracting(event -> BusinessDay.of(event.at()) + " " + event.name() + number(event.data()))
                .containsExactly("2023-03-22 TaskStale 19", "2023-03-22 TaskDueSoon 2");
        assertThat(settled(plan.taskId(1)))
                .containsExactly(
                        "DUE_SOON 5 LAPSED",
                        "DUE_SOON 3 LAPSED",
                        "DUE_SOON 1 LAPSED",
                        "STALE 10 LAPSED",
                        "DUE_SOON 0 LAPSED",
                        "OVERDUE 1 LAPSED",
                        "OVERDUE 7 FIRED");
        sweepAt("2023-03-24T09:00:00");
        assertThat(reminders(plan.taskId(1)))
                .extracting(event -> BusinessDay.of(event.at()) + " " + event.name() + number(event.data()))
                .containsExactly("2023-03-22 TaskOverdue 8 level 3", "2023-03-23 TaskOverdue 9 level 3");
    }

    @Test
    void aShareThatNobodySignsForIsRepeatedlyRemindedOf() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-31"), bureau.business, bureau.technology)
                .publishedAt(PUBLICATION);
        sweepAt("2023-03-01T10:00:00");
        act("businessHead", plan, bureau.business, "receipt");
        sweepAt("2023-03-06T10:00:00");
        act("technician", plan, bureau.technology, "receipt");
        sweepAt("2023-03-09T10:00:00");

        assertThat(said(plan.taskId(1)))
                .containsExactly("02-27 NotReceived 2", "03-01 NotReceived 4", "03-03 NotReceived 6");
        assertThat(units(plan.taskId(1), 1)).containsExactly(bureau.business, bureau.technology);
        assertThat(units(plan.taskId(1), 2)).containsExactly(bureau.technology);
    }

    @Test
    void aUnitThatIsSilentAtWorkIsAskedUntilItReports() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-06-30"), bureau.business, bureau.technology)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("technician", plan, bureau.technology, "receipt");
        sweepAt("2023-03-01T10:00:00");
        act("technician", plan, bureau.technology, "progress-reports", REPORT);
        sweepAt("2023-03-17T10:00:00");
        act("businessHead", plan, bureau.business, "progress-reports", REPORT);
        act("officer", plan, bureau.technology, "suspension", "{\"reason\": \"等待上级\"}");
        sweepAt("2023-03-30T10:00:00");
        act("officer", plan, bureau.technology, "resumption");
        sweepAt("2023-04-15T10:00:00");

        // signed for on 23 February; reported on 1 and 17 March; resumed on 30 March, and 5 April is no working day
        assertThat(said(plan.taskId(1)))
                .containsExactly(
                        "03-09 Stale 10",
                        "03-15 Stale 10",
                        "03-16 Stale 15",
                        "03-31 Stale 10",
                        "04-10 Stale 15",
                        "04-14 Stale 10");
        assertThat(units(plan.taskId(1), 0)).containsExactly(bureau.business);
        assertThat(units(plan.taskId(1), 1)).containsExactly(bureau.technology);
        assertThat(units(plan.taskId(1), 2)).containsExactly(bureau.business);
        assertThat(units(plan.taskId(1), 5)).containsExactly(bureau.technology);
    }

    @Test
    void whoIsOverdueIsNotAskedForNewsTooUntilTheDeadlineIsMoved() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-08"), bureau.business)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        sweepAt("2023-03-10T10:00:00");
        assertThat(said(plan.taskId(1))).doesNotContain("03-09 Stale 10").contains("03-09 Overdue 1 level 1");

        move(plan.taskId(1), "2023-06-30");
        sweepAt("2023-03-16T10:00:00");

        assertThat(said(plan.taskId(1))).endsWith("03-09 Overdue 1 level 1", "03-16 Stale 15");
    }

    @Test
    void reportsOnContinuingWorkAreDueInItsRhythmUntilThePlanIsClosed() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(from("2023-03-01"), bureau.business, bureau.technology, bureau.data, bureau.supervision)
                .drafted();
        change(
                "update plan set report_interval = 'WEEKLY', report_day = 5, rest_day_policy = 'BACK' where id = :id",
                plan.planId());
        plan.published(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("technician", plan, bureau.technology, "receipt");
        act("technician", plan, bureau.technology, "submission");
        act("officer", plan, bureau.technology, "acceptance");
        act("analyst", plan, bureau.data, "receipt");
        act("analyst", plan, bureau.data, "submission");
        sweepAt("2023-03-06T10:00:00");
        act("technician", plan, bureau.technology, "progress-reports", REPORT);
        sweepAt("2023-03-11T10:00:00");
        act("businessHead", plan, bureau.business, "submission");
        act("officer", plan, bureau.business, "acceptance");
        act("officer", plan, bureau.data, "acceptance");
        act("officer", plan, bureau.supervision, "cancellation", "{\"reason\": \"不再需要\"}");
        sweepAt("2023-03-17T10:00:00");
        sweepAt("2023-04-28T10:00:00");
        bureau.as("officer")
                .body(Map.of("summary", "试点结束"))
                .post("/v1/plans/" + plan.planId() + "/closure")
                .then()
                .statusCode(200);
        sweepAt("2023-05-30T10:00:00");

        assertThat(reminders(plan.taskId(1)).stream()
                        .filter(event -> event.name().equals("PeriodicReportDue")))
                .extracting(event -> BusinessDay.of(event.at()) + " "
                        + event.data().get("reportDueOn").asText() + " "
                        + event.data().get("unitIds").size())
                .containsExactly(
                        // the one that was submitted waits, the one that nobody signed for is chased otherwise
                        "2023-03-03 2023-03-03 2",
                        // one has reported on Monday
                        "2023-03-10 2023-03-10 1",
                        // all are established
                        "2023-03-17 2023-03-17 3",
                        "2023-03-24 2023-03-24 3",
                        "2023-03-31 2023-03-31 3",
                        "2023-04-07 2023-04-07 3",
                        "2023-04-14 2023-04-14 3",
                        "2023-04-21 2023-04-21 3",
                        "2023-04-28 2023-04-28 3");
        assertThat(pending(plan.taskId(1))).isZero();
    }

    @Test
    void aReportDayThatIsARestDayMovesAsThePlanSays() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(from("2023-03-01"), bureau.business)
                .drafted();
        change(
                "update plan set report_interval = 'MONTHLY', report_day = 5, rest_day_policy = 'FORWARD' where id = :id",
                plan.planId());
        plan.published(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");

        sweepAt("2023-04-07T10:00:00");

        assertThat(said(plan.taskId(1)))
                .containsExactly("03-01 Opened", "03-06 ReportDue 2023-03-06", "04-06 ReportDue 2023-04-06");
    }

    @Test
    void aBackfilledTaskIsSilentWhateverIsDoneWithItUntilItsDeadlineLiesAhead() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-01-31"), bureau.business)
                .publishedAt(PUBLICATION);
        act("businessHead", plan, bureau.business, "receipt");
        act("businessHead", plan, bureau.business, "suspension", "{\"reason\": \"等待上级\"}");
        sweepAt("2023-03-01T10:00:00");
        act("businessHead", plan, bureau.business, "resumption");
        act("businessHead", plan, bureau.business, "submission");
        act("officer", plan, bureau.business, "acceptance");
        act("officer", plan, bureau.business, "reopening", "{\"reason\": \"复核\"}");
        move(plan.taskId(1), "2023-01-20");
        sweepAt("2023-03-20T10:00:00");
        assertThat(said(plan.taskId(1))).isEmpty();
        assertThat(pending(plan.taskId(1))).isZero();

        move(plan.taskId(1), "2023-03-24");
        sweepAt("2023-03-31T10:00:00");

        // it has waited four working days
        assertThat(said(plan.taskId(1)))
                .containsExactly(
                        "03-22 Stale 15",
                        "03-23 DueSoon 5",
                        "03-27 DueSoon 3",
                        "03-29 DueSoon 1",
                        "03-29 Stale 20",
                        "03-30 DueSoon 0",
                        "03-31 Overdue 1 level 1");
    }

    @Test
    void overdueTaskIsAnnouncedOnceHoweverManyReplicasSweep() throws Exception {
        var plan = new SamplePlan(bureau).phase(40);
        for (int i = 0; i < 40; i++) {
            plan.task(before("2023-03-10"), bureau.business, bureau.technology);
        }
        plan.publishedAt(PUBLICATION);
        var threads = Executors.newFixedThreadPool(4);
        Callable<Object> sweeping = Executors.callable(sweep::sweepAll);
        for (LocalDate day :
                LocalDate.of(2023, 2, 24).datesUntil(LocalDate.of(2023, 3, 18)).toList()) {
            itIs(day + "T09:00:00");
            for (var done : threads.invokeAll(List.of(sweeping, sweeping, sweeping, sweeping))) {
                done.get();
            }
        }
        threads.shutdown();

        for (int number = 1; number <= 40; number++) {
            assertThat(said(plan.taskId(number)))
                    .containsExactly(
                            "02-27 NotReceived 2",
                            "03-01 NotReceived 4",
                            "03-03 DueSoon 5",
                            "03-03 NotReceived 6",
                            "03-07 DueSoon 3",
                            "03-07 NotReceived 8",
                            "03-09 DueSoon 1",
                            "03-09 NotReceived 10",
                            "03-10 DueSoon 0",
                            "03-13 Overdue 1 level 1",
                            "03-13 NotReceived 12",
                            "03-15 Overdue 3 level 2",
                            "03-15 NotReceived 14",
                            "03-17 Overdue 5 level 3",
                            "03-17 NotReceived 16");
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

        assertThat(said(plan.taskId(1)))
                .containsExactly(
                        "02-27 NotReceived 2", "03-01 NotReceived 4", "03-03 DueSoon 5", "03-03 NotReceived 6");
        assertThat(units(plan.taskId(1), 1)).containsExactly(bureau.business);
        assertThat(units(plan.taskId(1), 2)).containsExactly(bureau.business, bureau.technology);
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
                        "03-09 Stale 10",
                        "03-10 DueSoon 0",
                        "03-13 Overdue 1 level 1",
                        "03-14 DueSoon 5",
                        "03-16 DueSoon 3",
                        "03-20 DueSoon 1",
                        "03-21 DueSoon 0",
                        "03-22 Overdue 1 level 1",
                        "03-24 Overdue 3 level 2");
        assertThat(units(plan.taskId(1), 0)).containsExactly(bureau.business, bureau.technology);
        assertThat(units(plan.taskId(1), 5)).containsExactly(bureau.technology);
        assertThat(units(plan.taskId(1), 6)).containsExactly(bureau.business);
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
        assertThat(Events.names(plan.planId())).containsExactly("PlanPublished", "PhaseCompleted", "PlanRevised");
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
        assertThat(said(plan.taskId(2)))
                .containsExactly(
                        "02-27 NotReceived 2", "03-01 NotReceived 4", "03-03 DueSoon 5", "03-03 NotReceived 6");

        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("delete from outbox where type = 'test' and aggregate_id = :task")
                    .setParameter("task", plan.taskId(1))
                    .executeUpdate();
            entities.createNativeQuery("update obligation set held_until = null where task_id = :task")
                    .setParameter("task", plan.taskId(1))
                    .executeUpdate();
        });
        sweep.sweepAll();
        assertThat(said(plan.taskId(1))).containsExactly("03-03 DueSoon 5", "03-03 NotReceived 6");
    }

    private void move(UUID task, String dueOn) {
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"kind\": \"BEFORE\", \"dueOn\": \"%s\", \"reason\": \"调整\"}".formatted(dueOn))
                .put("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200);
    }

    private void change(String sql, UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        entities.createNativeQuery(sql).setParameter("id", id).executeUpdate());
    }

    /** What is settled of the task, as kind, step and outcome, in the order in which it fell due. */
    @SuppressWarnings("unchecked")
    private List<String> settled(UUID task) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        select concat_ws(' ', kind, step, state) from obligation
                        where task_id = :task and state <> 'PENDING' and kind <> 'NOT_RECEIVED' order by fire_at, id
                        """)
                .setParameter("task", task)
                .getResultList());
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
        act(who, plan, 1, unit, action, body);
    }

    private void act(String who, SamplePlan plan, int number, UUID unit, String action, String body) {
        var request = bureau.as(who);
        (body == null ? request : request.body(body))
                .post("/v1/tasks/" + plan.taskId(number) + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }
}
