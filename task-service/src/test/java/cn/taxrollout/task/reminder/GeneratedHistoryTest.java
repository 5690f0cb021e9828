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
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.help.HelpOverdue;
import cn.taxrollout.task.messaging.Crashes;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.tasks.JointRule;
import cn.taxrollout.task.tasks.PhaseProgress;
import cn.taxrollout.task.tasks.TaskRepository;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the order of actions, moved deadlines, extensions, suspensions, crashes and steps of the clock: what is said is exactly
 * what {@link ExpectedReminders} expects, so nothing is said twice, nothing of closed, suspended, cancelled or backfilled work, and
 * nothing is forgotten. Two replicas sweep at the same time, besides the service's own sweep each second.
 *
 * <p>A history is made from its seed, which is in the name of the test; {@code -Dhistory.seed=n} makes that one alone.
 */
@ServiceTest
class GeneratedHistoryTest {
    private static final int STEPS = 60;
    private static final int TASKS = 5;

    /** Never within moments of nine o'clock, so that a step's own duration doesn't matter. */
    private static final List<LocalTime> HOURS = List.of(
            LocalTime.of(0, 5), LocalTime.of(7, 0), LocalTime.of(9, 0), LocalTime.of(11, 0), LocalTime.of(22, 0));

    private static final Map<String, String> BODIES = Map.of(
            "progress-reports", "{\"percent\": 50, \"text\": \"过半\"}",
            "return", "{\"reason\": \"补充\"}",
            "suspension", "{\"reason\": \"等待上级\"}",
            "cancellation", "{\"reason\": \"取消\"}",
            "reopening", "{\"reason\": \"复核\"}");

    /** Often what moves work on, seldom what ends it. */
    private static final List<String> ACTIONS = List.of(
            "receipt",
            "receipt",
            "receipt",
            "progress-reports",
            "progress-reports",
            "submission",
            "submission",
            "acceptance",
            "return",
            "return",
            "suspension",
            "suspension",
            "resumption",
            "resumption",
            "cancellation",
            "reopening",
            "reopening");

    @Inject
    Obligations obligations;

    @Inject
    TaskRepository tasks;

    @Inject
    PhaseProgress phases;

    @Inject
    HelpOverdue help;

    @Inject
    WorkingCalendar calendar;

    @Inject
    Reckoning reckoning;

    @Inject
    Outbox outbox;

    @Inject
    BusinessClock clock;

    @Inject
    MeterRegistry metrics;

    @Inject
    EntityManager entities;

    private final ExecutorService replicas = Executors.newFixedThreadPool(2);
    private final Map<UUID, Integer> seen = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private SampleBureau bureau;
    private SamplePlan plan;
    private ExpectedReminders expected;
    private Random random;

    static LongStream seeds() {
        return Optional.ofNullable(Long.getLong("history.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, 10));
    }

    @BeforeEach
    void whatOtherTestsLeftIsNoPartOfIt() {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update obligation set state = 'LAPSED', settled_at = now() where state = 'PENDING'")
                .executeUpdate());
    }

    @AfterEach
    void stop() {
        Crashes.stop();
        replicas.shutdownNow();
    }

    @ParameterizedTest(name = "history of seed {0}")
    @MethodSource("seeds")
    void whatIsSaidIsWhatIsOwed(long seed) throws Exception {
        random = new Random(seed);
        bureau = new SampleBureau();
        plan = new SamplePlan(bureau)
                .phase(TASKS)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(on("2023-03-25"), JointRule.ANY, bureau.business, bureau.data)
                .task(window("2023-03-06", "2023-03-25"), JointRule.LEAD, bureau.technology, bureau.business)
                .task(from("2023-03-01"), JointRule.LEAD, bureau.business, bureau.technology, bureau.data)
                .task(before("2023-01-31"), bureau.data, bureau.business)
                .drafted();
        weekly();
        plan.published("2023-02-23T10:00:00");
        expected = new ExpectedReminders(calendar.current(), LocalDateTime.parse("2023-02-23T10:00:00"));
        try {
            look();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> letTimePass();
                    case 4 -> outage();
                    case 5, 6 -> moveDeadline();
                    case 7 -> extend();
                    default -> act();
                }
            }
            untilNothingIsMissed();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "history of seed %d, repeat it with -Dhistory.seed=%d%n%s"
                            .formatted(seed, seed, String.join("\n", story)),
                    e);
        }
        assertThat(fired())
                .as("each settled as said is said")
                .isEqualTo(reminders().size());
    }

    private void letTimePass() throws Exception {
        LocalDateTime until = later(random.nextInt(4));
        story.add("time passes to " + until);
        maybeCrash();
        run(until);
    }

    /** Three more weeks in which nobody does anything. */
    private void untilNothingIsMissed() throws Exception {
        story.add("the end");
        run(later(21));
    }

    private void run(LocalDateTime until) throws Exception {
        for (LocalDate day = expected.now().toLocalDate(); !day.isAfter(until.toLocalDate()); day = day.plusDays(1)) {
            LocalDateTime morning = day.atTime(9, 0);
            if (morning.isAfter(expected.now()) && morning.isBefore(until)) {
                sweepAt(morning);
            }
        }
        sweepAt(until);
    }

    private void outage() throws Exception {
        LocalDateTime until = later(1 + random.nextInt(12));
        story.add("outage until " + until);
        maybeCrash();
        sweepAt(until);
    }

    private LocalDateTime later(int days) {
        LocalDateTime now = expected.now();
        LocalDateTime then = now.toLocalDate().plusDays(days).atTime(HOURS.get(random.nextInt(HOURS.size())));
        return then.isAfter(now) ? then : now.toLocalDate().plusDays(1L + days).atTime(9, 0);
    }

    private void maybeCrash() {
        if (random.nextInt(3) == 0) {
            Crashes.at(1 + random.nextInt(4));
        }
    }

    /** The clock is set, two replicas sweep at once, and what they said is compared. */
    private void sweepAt(LocalDateTime moment) throws Exception {
        itIs(moment.toString());
        Callable<Object> replica = Executors.callable(sweep()::sweepAll);
        Callable<Object> other = Executors.callable(sweep()::sweepAll);
        for (var done : replicas.invokeAll(List.of(replica, other))) {
            done.get();
        }
        if (Crashes.stop()) {
            story.add("a sweep crashed");
        }
        assertThat(said()).as("said at " + moment).containsExactlyInAnyOrderElementsOf(expected.at(moment));
    }

    private ReminderSweep sweep() {
        return new ReminderSweep(obligations, tasks, phases, help, calendar, reckoning, outbox, clock, metrics);
    }

    private void act() {
        UUID task = plan.taskId(1 + random.nextInt(TASKS));
        List<UUID> units = expected.units(task);
        UUID unit = units.get(random.nextInt(units.size()));
        List<String> actions = random.nextInt(6) == 0 ? ACTIONS : possible(task, unit);
        String action = actions.get(random.nextInt(actions.size()));
        RequestSpecification caller = bureau.as("administrator");
        String body = BODIES.get(action);
        maybeCrash();
        Response response = (body == null ? caller : caller.body(body))
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action);
        tell(action + " of " + name(task) + " by " + unit, response);
        if (response.statusCode() == 200) {
            expected.acted(task, unit, action);
        }
        look();
    }

    /** What the share allows, for most of what is tried at random would be refused. */
    private List<String> possible(UUID task, UUID unit) {
        List<String> allowed = bureau.as("clerk")
                .get("/v1/tasks/" + task)
                .path("assignments.find { it.unitId == '%s' }.allowedActions".formatted(unit));
        return ACTIONS.stream().filter(allowed::contains).toList();
    }

    private void moveDeadline() {
        UUID task = plan.taskId(1 + random.nextInt(TASKS));
        LocalDate opensOn = day(-5, 10);
        LocalDate dueOn = day(-4, 25);
        String dates =
                switch (random.nextInt(8)) {
                    case 0 -> "\"kind\": \"FROM\", \"opensOn\": \"%s\"".formatted(opensOn);
                    case 1, 2 -> "\"kind\": \"ON\", \"dueOn\": \"%s\"".formatted(dueOn);
                    case 3, 4 ->
                        "\"kind\": \"WINDOW\", \"opensOn\": \"%s\", \"dueOn\": \"%s\"".formatted(opensOn, dueOn);
                    default -> "\"kind\": \"BEFORE\", \"dueOn\": \"%s\"".formatted(dueOn);
                };
        maybeCrash();
        Response response = bureau.as("officer")
                .header("If-Match", "*")
                .body("{%s, \"reason\": \"调整\"}".formatted(dates))
                .put("/v1/tasks/" + task + "/deadline");
        tell("deadline of " + name(task) + " " + dates, response);
        look();
    }

    private void extend() {
        UUID task = plan.taskId(1 + random.nextInt(TASKS));
        List<UUID> units = expected.units(task);
        Response asked = bureau.as("administrator")
                .body("{\"unitId\": \"%s\", \"scope\": \"%s\", \"wishedDueOn\": \"%s\", \"reason\": \"数据未到\"}"
                        .formatted(
                                units.get(random.nextInt(units.size())),
                                random.nextBoolean() ? "SHARE" : "TASK",
                                day(0, 25)))
                .post("/v1/tasks/" + task + "/extension-requests");
        tell("extension of " + name(task), asked);
        if (asked.statusCode() == 201) {
            maybeCrash();
            Response decided = bureau.as("officer")
                    .body("{\"decision\": \"%s\", \"reason\": \"决定\"}"
                            .formatted(random.nextInt(4) == 0 ? "REFUSED" : "APPROVED"))
                    .post("/v1/extension-requests/" + asked.path("id") + "/decision");
            tell("decision", decided);
            if (decided.statusCode() == 500) {
                bureau.as("officer")
                        .body("{\"decision\": \"REFUSED\", \"reason\": \"决定\"}")
                        .post("/v1/extension-requests/" + asked.path("id") + "/decision")
                        .then()
                        .statusCode(200);
            }
        }
        look();
    }

    private LocalDate day(int from, int to) {
        return expected.now().toLocalDate().plusDays(from + random.nextInt(to - from));
    }

    /** A change is made, refused, or lost in a crash. */
    private void tell(String what, Response response) {
        boolean crashed = Crashes.stop();
        story.add(what + ": " + response.statusCode() + (crashed ? " crash" : ""));
        assertThat(response.statusCode()).as(what).isIn(crashed ? List.of(500) : List.of(200, 201, 409, 422));
    }

    /** Lets the expectation know how the shares stand, as the service shows them. */
    private void look() {
        for (int number = 1; number <= TASKS; number++) {
            JsonNode task =
                    bureau.as("clerk").get("/v1/tasks/" + plan.taskId(number)).as(JsonNode.class);
            expected.stands(plan.taskId(number), task);
        }
    }

    private String name(UUID task) {
        return "task " + expected.number(task);
    }

    private List<Events.Recorded> reminders() {
        List<Events.Recorded> all = new ArrayList<>();
        for (int number = 1; number <= TASKS; number++) {
            Events.of(plan.taskId(number)).stream()
                    .filter(event -> ExpectedReminders.NAMES.contains(event.name()))
                    .forEach(all::add);
        }
        return all;
    }

    /** What was said since the last time, each as task, day, event, date, number and units. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (int number = 1; number <= TASKS; number++) {
            UUID task = plan.taskId(number);
            List<Events.Recorded> events = Events.of(task);
            int from = seen.getOrDefault(task, 0);
            seen.put(task, events.size());
            for (Events.Recorded event : events.subList(from, events.size())) {
                if (ExpectedReminders.NAMES.contains(event.name())) {
                    said.add(ExpectedReminders.line(number, BusinessDay.of(event.at()), event.name(), event.data()));
                }
            }
        }
        return said;
    }

    private long fired() {
        return QuarkusTransaction.requiringNew().call(() -> ((Number)
                        entities.createNativeQuery("select count(*) from obligation o join task t on t.id = o.task_id"
                                        + " where t.plan_id = :plan and o.state = 'FIRED'")
                                .setParameter("plan", plan.planId())
                                .getSingleResult())
                .longValue());
    }

    private void weekly() {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update plan set report_interval = 'WEEKLY', report_day = 5 where id = :id")
                .setParameter("id", plan.planId())
                .executeUpdate());
    }
}
