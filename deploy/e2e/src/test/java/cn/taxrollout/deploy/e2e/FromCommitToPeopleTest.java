package cn.taxrollout.deploy.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.e2e.Outside.Arrival;
import cn.taxrollout.deploy.e2e.Outside.Place;
import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.Loading;
import cn.taxrollout.deploy.local.LocalSuite;
import cn.taxrollout.deploy.local.Ports;
import cn.taxrollout.deploy.local.Replay;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is committed in task-service, on its way through the packaged services to people and systems outside. The kills come last, as for
 * some seconds after them Kafka still waits for the dead.
 */
@TestMethodOrder(OrderAnnotation.class)
class FromCommitToPeopleTest {

    private static final Path SAMPLE = Path.of("..", "sample");
    private static final Path TIMES = Path.of("target", "from-commit-to-people.txt");
    private static final LocalDateTime TODAY = LocalDateTime.parse("2023-03-01T10:00");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The members of a working group, each reached by another channel, and the rest of it by what the suite takes first: mail. */
    private static final Map<String, String> REACHED_BY = Map.of(
            "N1031", "EMAIL",
            "N1034", "CHAT",
            "N1035", "SMS",
            "N1036", "WEBHOOK",
            "N1032", "EMAIL",
            "N1037", "EMAIL",
            "N1038", "EMAIL");

    private static final String AT_THE_SCREEN = "N1032";

    /** So many people are only told something, half of them by chat and half by mail. */
    private static final int PEOPLE = 600;

    /** How often notification-service is killed meanwhile, and after how many more arrivals each time. */
    private static final int KILLS = 5;

    private static final int ARRIVALS = 25;

    /** Short, so that what a killed process left is taken over within the test. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "notification.delivery.lease", "3s",
            "notification.delivery.pauses", "200ms,200ms,200ms,200ms,200ms,200ms",
            "notification.channel.email.rate", "200",
            "notification.channel.chat.rate", "200");

    private static LocalSuite suite;
    private static Outside outside;
    private static Map<String, String> unitIds;
    private static String secret;

    @BeforeAll
    static void startWithAWorldOutside() throws IOException {
        Files.deleteIfExists(TIMES);
        outside = new Outside();
        var roster = roster();
        var told = new HashMap<>(outside.channels());
        told.putAll(IMPATIENT);
        suite = new LocalSuite(
                new LocalSuite.Settings(
                        Ports.free(),
                        null,
                        Path.of("target", "from-commit-to-people"),
                        roster.staff(),
                        "demonstration",
                        Map.of(Service.NOTIFICATION, told)),
                (part, millis, where) -> {});
        suite.start();
        new Loading(suite).roster(roster);
        Replay.setClock(suite, TODAY);
        var launcher = suite.tokens().launcher();
        unitIds = suite.api(Service.ORG).list("/v1/units", launcher).stream()
                .collect(toMap(unit -> unit.path("code").asText(), unit -> unit.path("id")
                        .asText()));
        secret = suite.api(Service.NOTIFICATION)
                .post("/v1/subscriptions", launcher, subscription())
                .path("secret")
                .asText();
        REACHED_BY.forEach((staffNo, channel) -> suite.api(Service.NOTIFICATION)
                .put("/v1/preferences", suite.tokens().of(staffNo), preferring(channel)));
    }

    /** The sample's people, of whom one has a chat, and many more. */
    private static Roster roster() {
        var sample = Roster.read(SAMPLE.resolve("roster.yaml"));
        var json = (ObjectNode) sample.json().deepCopy();
        var staff = (ArrayNode) json.path("staff");
        staff.forEach(person -> {
            if (REACHED_BY.getOrDefault(person.path("staffNo").asText(), "").equals("CHAT")) {
                ((ObjectNode) person)
                        .put("chatId", "chat-" + person.path("staffNo").asText());
            }
        });
        for (var number = 1; number <= PEOPLE; number++) {
            var person = staff.addObject()
                    .put("staffNo", "P" + number)
                    .put("name", "职员" + number)
                    .put("section", "S-BRANCH1");
            if (number % 2 == 0) {
                person.put("chatId", "chat-P" + number);
            } else {
                person.put("email", "p" + number + "@example.com");
            }
        }
        return new Roster(json, sample.units(), sample.staff(), sample.seats());
    }

    private static ObjectNode subscription() {
        var subscription = Api.object().put("url", outside.subscriberUrl()).put("contactStaffNo", "N1064");
        subscription.putArray("eventTypes").add("cn.taxrollout.task.TaskIssued.v1");
        return subscription;
    }

    private static ObjectNode preferring(String channel) {
        var preferences = Api.object().put("language", "CHINESE");
        preferences.putArray("channelOrder").add(channel);
        preferences.putArray("kinds");
        return preferences;
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.close();
        }
        outside.close();
    }

    @Order(1)
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneEventReachesEachPersonAndSystemOnceByItsWayAndConfidentialOnesTellNothing(boolean confidential)
            throws IOException {
        var screen = Screen.open(suite, suite.process(Service.NOTIFICATION).url(), AT_THE_SCREEN);
        var plan = confidential ? "内控整改方案" : "发票核对方案";
        var title = confidential ? "清理异常账户" : "核对存量发票";

        var task = issue(plan, title, confidential);

        var event = Sql.rows(suite, "task", """
                        select event_id, (extract(epoch from appended_at) * 1000)::bigint from outbox
                        where aggregate_id = '%s' and type like '%%TaskIssued%%'""".formatted(task)).get(0);
        var eventId = event.get(0);
        var committed = Instant.ofEpochMilli(Long.parseLong(event.get(1)));
        await().atMost(SOON).untilAsserted(() -> assertThat(sent(eventId)).isEqualTo(REACHED_BY));
        await().atMost(SOON).until(() -> !ofEvent(eventId).isEmpty());
        var messages = messages(eventId);
        var onScreen = messages.get(AT_THE_SCREEN);
        await().atMost(SOON).until(() -> !screen.messagesWith(onScreen).isEmpty());

        var millis = new TreeMap<String, Long>();
        messages.forEach((staffNo, message) -> {
            var channel = REACHED_BY.get(staffNo);
            var arrived = place(channel).arrivalsWith(message);
            assertThat(arrived).as("%s of %s", channel, staffNo).hasSize(1);
            assertThat(everywhere().flatMap(place -> place.arrivalsWith(message).stream()))
                    .as("all that %s got outside", staffNo)
                    .hasSize(1);
            assertThat(arrived.get(0).to()).isEqualTo(address(staffNo, channel));
            var text = arrived.get(0).text();
            if (confidential) {
                assertThat(text).as(channel).doesNotContain(title, plan, task, "示范");
            } else {
                assertThat(text).as(channel).contains(title);
            }
            millis.merge(channel, committed.until(arrived.get(0).at(), ChronoUnit.MILLIS), Math::max);
        });
        assertThat(place("WEBHOOK").arrivalsWith(messages.get("N1036")))
                .allMatch(call -> call.isSignedWith(Outside.BUREAU_SECRET));

        assertThat(ofEvent(eventId)).as("calls of the subscriber").hasSize(1).allSatisfy(call -> {
            assertThat(call.isSignedWith(secret)).isTrue();
            assertThat(call.isSignedWith(Outside.BUREAU_SECRET)).isFalse();
            assertThat(call.text()).contains(task);
            assertThat(call.text().contains(title)).isEqualTo(!confidential);
            millis.put("subscriber", committed.until(call.at(), ChronoUnit.MILLIS));
        });
        assertThat(screen.messagesWith(onScreen))
                .as("frames on the open stream")
                .hasSize(1);
        millis.put(
                "screen", committed.until(screen.messagesWith(onScreen).get(0).at(), ChronoUnit.MILLIS));
        write("%s, milliseconds from the commit, to the last where there are several: %s%n"
                .formatted(confidential ? "confidential" : "open", millis));
    }

    @Order(2)
    @Test
    void killedOftenWhileSixHundredMessagesLeaveTheServiceLosesNoneAndSendsNoMailTwice() throws Exception {
        var notice = tellThePeople();
        for (var kill = 0; kill < KILLS; kill++) {
            var place = kill < KILLS / 2 ? outside.chat : outside.mail;
            place.afterMore(ARRIVALS, suite.process(Service.NOTIFICATION)::kill).get(30, TimeUnit.SECONDS);
            suite.crash(Service.NOTIFICATION);
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(unsettled(notice)).isEmpty());

        var mails = idsByState(notice, "EMAIL");
        var sent = mails.getOrDefault("SENT", Set.of());
        var uncertain = mails.getOrDefault("UNCERTAIN", Set.of());
        assertThat(mails.keySet()).isSubsetOf("SENT", "UNCERTAIN");
        assertThat(sent.size() + uncertain.size()).isEqualTo(PEOPLE / 2);
        var arrived = outside.mail.arrivals().stream()
                .filter(mail -> sent.contains(mail.id()) || uncertain.contains(mail.id()))
                .collect(groupingBy(Arrival::id, counting()));
        assertThat(arrived.values()).as("how often a mail arrived").containsOnly(1L);
        assertThat(arrived.keySet()).as("mails that are said to be sent").containsAll(sent);
        assertThat(uncertain)
                .as("each time a mail was the last thing before the kill, nobody can know of it")
                .hasSizeGreaterThanOrEqualTo((KILLS + 1) / 2);

        var chats = idsByState(notice, "CHAT");
        assertThat(chats.keySet()).containsExactly("SENT");
        assertThat(chats.get("SENT")).hasSize(PEOPLE / 2);
        assertThat(outside.shownInChat().stream().map(Arrival::id).filter(chats.get("SENT")::contains))
                .as("what people see in the chat")
                .containsExactlyInAnyOrderElementsOf(chats.get("SENT"));
        var calls = outside.chat.arrivals().stream()
                .filter(call -> chats.get("SENT").contains(call.id()))
                .count();
        assertThat(calls).as("calls of the chat, of which some were repeated").isGreaterThan(PEOPLE / 2);
        write("killed %d times: mails sent %d, uncertain %d of which %d arrived; chat sent %d by %d calls%n"
                .formatted(
                        KILLS,
                        sent.size(),
                        uncertain.size(),
                        uncertain.stream().filter(arrived::containsKey).count(),
                        chats.get("SENT").size(),
                        calls));
    }

    /** Publishes a plan with one task for the group and returns the task's id. */
    private static String issue(String planTitle, String title, boolean confidential) {
        var task = suite.api(Service.TASK);
        var launcher = suite.tokens().launcher();
        var plan = task.post(
                "/v1/plans",
                launcher,
                Api.object()
                        .put("bureauId", unitIds.get("B"))
                        .put("number", "示范" + (confidential ? "密" : "") + "〔2023〕9号")
                        .put("title", planTitle)
                        .put("issuedOn", "2023-03-01")
                        .put("confidential", confidential));
        var phase = task.post(
                "/v1/plans/" + id(plan) + "/phases", launcher, Api.object().put("title", "第一阶段"));
        var wanted = Api.object().put("phaseId", id(phase)).put("title", title);
        wanted.putObject("deadline").put("kind", "BEFORE").put("dueOn", "2023-03-31");
        wanted.putArray("unitIds").add(unitIds.get("G-INTEG"));
        var issued = task.post("/v1/tasks", launcher, wanted);
        task.post("/v1/plans/" + id(plan) + "/publication", launcher, null);
        return id(issued);
    }

    private static String tellThePeople() {
        var message = Api.object().put("kind", "URGENT").put("confidential", false);
        message.putObject("zh").put("title", "系统升级").put("body", "今晚停机。");
        var to = message.putObject("to").putArray("staffNos");
        for (var number = 1; number <= PEOPLE; number++) {
            to.add("P" + number);
        }
        var told = suite.api(Service.NOTIFICATION)
                .post("/v1/messages", suite.tokens().launcher(), message);
        assertThat(Sql.rows(suite, "notification", ofNotice("select m.id", id(told))))
                .hasSize(PEOPLE);
        return id(told);
    }

    /** By which channel each person's message of the event was sent. */
    private static Map<String, String> sent(String eventId) {
        return Sql.rows(suite, "notification", """
                        select s.staff_no, d.channel from delivery d join inbox_message m on m.id = d.message_id
                        join notice n on n.id = m.notice_id join directory_staff_member s on s.id = m.staff_id
                        where n.event_id = '%s' and d.state = 'SENT'""".formatted(eventId)).stream()
                .collect(toMap(row -> row.get(0), row -> row.get(1)));
    }

    /** The message of each person of the event. */
    private static Map<String, String> messages(String eventId) {
        return Sql.rows(suite, "notification", """
                        select s.staff_no, m.id from inbox_message m join notice n on n.id = m.notice_id
                        join directory_staff_member s on s.id = m.staff_id where n.event_id = '%s'""".formatted(eventId)).stream()
                .collect(toMap(row -> row.get(0), row -> row.get(1)));
    }

    private static List<Arrival> ofEvent(String eventId) {
        return outside.subscriber.arrivals().stream()
                .filter(call -> call.id().equals(eventId))
                .toList();
    }

    /** Whom the notice hasn't reached for good yet, with how it stands. */
    private static List<List<String>> unsettled(String notice) {
        return Sql.rows(
                suite,
                "notification",
                ofNotice("select m.staff_id, string_agg(d.channel || ' ' || d.state, ', ')", notice)
                        + " group by m.staff_id having bool_or(d.settled_at is null) or bool_and(d.state is not distinct from 'SKIPPED')");
    }

    private static Map<String, Set<String>> idsByState(String notice, String channel) {
        return Sql.rows(
                        suite,
                        "notification",
                        ofNotice("select d.state, d.id", notice)
                                + " and d.channel = '%s' and d.state <> 'SKIPPED'".formatted(channel))
                .stream()
                .collect(groupingBy(row -> row.get(0), mapping(row -> row.get(1), toSet())));
    }

    private static String ofNotice(String select, String notice) {
        return select + " from inbox_message m left join delivery d on d.message_id = m.id where m.notice_id = '"
                + notice + "'";
    }

    /** As the roster has it. */
    private static String address(String staffNo, String channel) {
        return switch (channel) {
            case "EMAIL" -> staffNo.toLowerCase(Locale.ROOT) + "@example.com";
            case "CHAT" -> "chat-" + staffNo;
            case "SMS" -> "1000000" + staffNo.substring(1);
            default -> staffNo;
        };
    }

    private static Place place(String channel) {
        return switch (channel) {
            case "EMAIL" -> outside.mail;
            case "CHAT" -> outside.chat;
            case "SMS" -> outside.shortMessages;
            case "WEBHOOK" -> outside.bureau;
            default -> throw new IllegalStateException("no channel " + channel);
        };
    }

    private static Stream<Place> everywhere() {
        return Stream.of("EMAIL", "CHAT", "SMS", "WEBHOOK").map(FromCommitToPeopleTest::place);
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    private static void write(String line) throws IOException {
        Files.writeString(TIMES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
