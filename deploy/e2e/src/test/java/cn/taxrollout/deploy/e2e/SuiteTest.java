package cn.taxrollout.deploy.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.EventLog;
import cn.taxrollout.deploy.local.Loading;
import cn.taxrollout.deploy.local.LocalSuite;
import cn.taxrollout.deploy.local.Ports;
import cn.taxrollout.deploy.local.Replay;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Scenario;
import cn.taxrollout.deploy.local.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The whole suite with the sample's days replayed in it, during which task-service and notification-service were killed. What had
 * happened then is the record that most tests look at.
 */
class SuiteTest {

    private static final Path SAMPLE = Path.of("..", "sample");
    private static final LocalDateTime END = LocalDateTime.parse("2023-03-20T09:00");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Mornings with many reminders, and afternoons with many actions. */
    private static final Map<LocalDateTime, Service> CRASHES = Map.of(
            LocalDateTime.parse("2023-02-23T14:31"), Service.NOTIFICATION,
            LocalDateTime.parse("2023-02-24T10:01"), Service.TASK,
            LocalDateTime.parse("2023-03-10T09:00"), Service.NOTIFICATION,
            LocalDateTime.parse("2023-03-13T09:00"), Service.TASK);

    private static final Roster ROSTER = Roster.read(SAMPLE.resolve("roster.yaml"));
    private static final Scenario SCENARIO = Scenario.read(SAMPLE.resolve("scenario.yaml"));

    private static LocalSuite suite;
    private static Replay replay;
    private static Map<String, String> unitIds;
    /** The events on the topic, each once, as a consumer sees them that passes over repetitions. */
    private static List<EventLog.Entry> events;

    /** The ids of the events that task-service's transactions committed. */
    private static List<String> committed;

    /** The actions on record, apart from what was handed in with them: task, action, who, day. */
    private static List<String> actions;

    /** Per event the staff numbers of those who have a message of it, alone or with others; who had two would be there twice. */
    private static Map<String, List<String>> told;

    private static int cuts;

    @BeforeAll
    static void replayTheSampleAndKillServicesMeanwhile() {
        var logs = Path.of("target", "suite");
        suite = new LocalSuite(
                new LocalSuite.Settings(Ports.free(), null, logs, ROSTER.staff(), "demonstration"),
                (part, millis, where) -> {});
        suite.start();
        var loading = new Loading(suite);
        loading.roster(ROSTER);
        var plan = loading.plan(SAMPLE.resolve("plan.docx"));
        loading.publish(plan);
        replay = new Replay(suite, plan.id());
        unitIds = suite.api(Service.ORG).list("/v1/units", suite.tokens().launcher()).stream()
                .collect(toMap(unit -> unit.path("code").asText(), unit -> unit.path("id")
                        .asText()));

        var stubborn = new StubbornReplay(suite, replay);
        var restarts = new EnumMap<Service, CompletableFuture<Void>>(Service.class);
        for (var moment : Replay.moments(plan.start(), END, SCENARIO)) {
            var victim = CRASHES.get(moment.at());
            if (victim != null) {
                restarts.getOrDefault(victim, CompletableFuture.completedFuture(null))
                        .join();
                restarts.put(victim, CompletableFuture.runAsync(() -> suite.crash(victim)));
            }
            stubborn.play(moment);
        }
        cuts = stubborn.cuts();
        restarts.values().forEach(CompletableFuture::join);
        suite.awaitQuiet();
        takeTheRecord();
    }

    private static void takeTheRecord() {
        var once = new LinkedHashMap<String, EventLog.Entry>();
        EventLog.read(suite).forEach(event -> once.putIfAbsent(event.id(), event));
        events = List.copyOf(once.values());
        committed = Sql.column(suite, "task", "select event_id from outbox");
        actions = Sql.column(suite, "task", """
                select concat_ws(' ', t.number, h.action, h.actor_id, (h.at at time zone 'Asia/Shanghai')::date)
                from assignment_history h join task t on t.id = h.task_id
                where h.actor_kind = 'STAFF' and h.action <> 'attachment'""");
        told = Sql.told(suite);
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void callsWereCutAndYetEveryActionIsOnRecordOnce() {
        assertThat(cuts).isPositive();
        assertThat(actions)
                .containsExactlyInAnyOrderElementsOf(SCENARIO.steps().stream()
                        .map(step -> step.task() + " " + step.action() + " " + step.who() + " "
                                + step.at().toLocalDate())
                        .toList());
    }

    @Test
    void everyCommittedEventIsOnTheTopic() {
        assertThat(committed)
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(EventLog.Entry::id).toList());
    }

    @Test
    void everyAggregatesEventsAreInOrderWithoutAGap() {
        var sequences = events.stream()
                .collect(groupingBy(
                        EventLog.Entry::key,
                        mapping(event -> Hats.data(event).path("sequence").asInt(), toList())));
        assertThat(sequences.values()).allSatisfy(sequence -> assertThat(sequence)
                .isEqualTo(IntStream.rangeClosed(1, sequence.size()).boxed().toList()));
    }

    @Test
    void everyEventWasDealtWithAndNoneParked() {
        assertThat(Sql.column(suite, "notification", "select event_id from processed_event"))
                .containsAll(events.stream().map(EventLog.Entry::id).toList());
        assertThat(Sql.rows(suite, "notification", "select * from parked_event"))
                .isEmpty();
        assertThat(Sql.rows(suite, "task", "select * from parked_event")).isEmpty();
    }

    @Test
    void whomAnEventConcernsIsToldOnceAndNobodyElse() {
        var hats = new Hats(ROSTER, unitIds);
        for (var event : events) {
            assertThat(told.getOrDefault(event.id(), List.of()))
                    .as("%s %s", event.type(), event.data())
                    .isEqualTo(List.copyOf(hats.concernedBy(event)));
        }
        assertThat(events.stream().map(EventLog.Entry::type))
                .contains("TaskIssued", "TaskDueSoon", "TaskOverdue", "TaskOpened", "PhaseCompleted");
    }

    @Test
    void memberOfThreeGroupsHasOneMessagePerEvent() {
        var member = ROSTER.busiest();
        var publication = events.stream()
                .filter(event -> event.type().equals("PlanPublished"))
                .findFirst()
                .orElseThrow();
        assertThat(Hats.data(publication).path("units").findValuesAsText("unitId"))
                .as("the plan has work for all three")
                .contains(unitIds.get("G-COORD"), unitIds.get("G-INTEG"), unitIds.get("G-TECH"));

        var inbox =
                suite.api(Service.NOTIFICATION).list("/v1/inbox", suite.tokens().of(member));

        assertThat(inbox.stream()
                        .filter(message -> message.path("event").asText().equals("PlanPublished")))
                .hasSize(1);
        var mine =
                told.values().stream().filter(people -> people.contains(member)).count();
        var toldWithOthers =
                Sql.column(suite, "notification", """
                        select a.notice_id from message_addition a join inbox_message m on m.id = a.message_id
                        join directory_staff_member s on s.id = m.staff_id where s.staff_no = '%s'""".formatted(member)).size();
        assertThat(inbox.stream()
                        .map(message -> message.path("event").asText()
                                + message.path("taskId").asText()
                                + message.path("link").asText()
                                + message.path("occurredAt").asText()
                                + message.path("body").asText()))
                .hasSizeGreaterThanOrEqualTo((int) mine - toldWithOthers)
                .doesNotHaveDuplicates();
    }

    @Test
    void phaseIsCompletedOnceWithItsLastAcceptance() {
        var completed = ofPhase("PhaseCompleted", 1);
        var acceptances = ofPhase("TaskCompleted", 1);
        assertThat(completed).hasSize(1);
        assertThat(acceptances).isNotEmpty();
        assertThat(completed.get(0).time())
                .isEqualTo(acceptances.stream()
                        .map(EventLog.Entry::time)
                        .max(String::compareTo)
                        .orElseThrow());
    }

    @Test
    void whoLeftASeatIsNotToldOfItsWorkAnyMore() {
        var leaver = "N1035";
        var stayer = "N1037";
        var launcher = suite.tokens().launcher();
        var org = suite.api(Service.ORG);
        var seat = org.get("/v1/units/" + unitIds.get("G-INTEG") + "/members", launcher)
                .path("members");
        var appointment = find(seat, "holder", leaver).path("appointmentId").asText();

        org.post(
                "/v1/appointments/" + appointment + "/end",
                launcher,
                Api.object().put("lastDay", "2023-03-19"));
        suite.awaitQuiet();
        act("N1034", 11, "submission", null);
        act("N1017", 11, "return", "数据核对表未附");

        await().atMost(SOON)
                .until(() -> titles(stayer, "TaskReturned"), returned -> returned.size() == 1 + toldBefore(stayer));
        assertThat(titles(leaver, "TaskReturned")).hasSize(toldBefore(leaver));
    }

    /** Whichever of the two writes it: on the other's stream it comes from another replica. */
    @Test
    void openStreamsOfBothReplicasShowAMessageAtOnce() {
        var reader = "N1033";
        try (var replica = suite.replica(Service.NOTIFICATION)) {
            var screens = Stream.of(suite.process(Service.NOTIFICATION), replica)
                    .map(process -> Screen.open(suite, process.url(), reader))
                    .toList();

            act("N1034", 13, "submission", null);

            assertThat(screens).allSatisfy(screen -> await().atMost(SOON)
                    .until(() -> !screen.messagesWith("TaskSubmitted").isEmpty()));
        }
    }

    private static void act(String who, int task, String action, String reason) {
        var body = Api.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        replay.take(new Scenario.Step(0, END, who, task, "G-INTEG", action, body));
    }

    private static List<EventLog.Entry> ofPhase(String type, int ordinal) {
        return events.stream()
                .filter(event -> event.type().equals(type))
                .filter(event -> Hats.data(event).path("phase").path("ordinal").asInt() == ordinal)
                .toList();
    }

    private static int toldBefore(String staffNo) {
        return (int) events.stream()
                .filter(event -> event.type().equals("TaskReturned"))
                .filter(event -> told.getOrDefault(event.id(), List.of()).contains(staffNo))
                .count();
    }

    private static List<String> titles(String staffNo, String event) {
        return suite.api(Service.NOTIFICATION).list("/v1/inbox", suite.tokens().of(staffNo)).stream()
                .filter(message -> message.path("event").asText().equals(event))
                .map(message -> message.path("title").asText())
                .toList();
    }

    private static JsonNode find(JsonNode list, String field, String staffNo) {
        for (var item : list) {
            if (item.path(field).path("staffNo").asText().equals(staffNo)) {
                return item;
            }
        }
        throw new AssertionError(staffNo + " is not among " + list);
    }
}
