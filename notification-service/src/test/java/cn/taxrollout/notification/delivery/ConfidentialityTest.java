package cn.taxrollout.notification.delivery;

import static cn.taxrollout.notification.Inboxes.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Counterpart;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.WrittenNotices;
import cn.taxrollout.notification.channel.ChannelName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every channel is set up with the real adapter and a real server on the other side, and everything that arrives there is searched
 * for anything of a plan marked 不予公开: addresses, headers, subjects, bodies.
 */
@ServiceTest
@TestProfile(ConfidentialityTest.EveryChannel.class)
class ConfidentialityTest {
    public static class EveryChannel implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            int mail = freePort();
            int http = freePort();
            String address = "http://127.0.0.1:" + http;
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("test.mail", Integer.toString(mail));
            settings.put("test.http", Integer.toString(http));
            settings.put("notification.outbound.allowed-networks", "127.0.0.0/8");
            settings.put("notification.channel.email.host", "127.0.0.1");
            settings.put("notification.channel.email.port", Integer.toString(mail));
            settings.put("notification.channel.email.encryption", "NONE");
            settings.put("notification.channel.email.from", "office@tax.example");
            settings.put("notification.channel.chat.address", address);
            settings.put("notification.channel.chat.corp-id", "corp");
            settings.put("notification.channel.chat.agent-id", "1");
            settings.put("notification.channel.chat.secret", "s");
            settings.put("notification.channel.chat-robot.address", address);
            settings.put("notification.channel.chat-robot.key", "k");
            settings.put("notification.channel.sms.address", address + "/sms?to={mobile}&title={title}");
            settings.put("notification.channel.sms.body", "{\"text\":\"{title} {body} {link} {id}\"}");
            settings.put("notification.channel.webhook.address", address + "/hook");
            settings.put("notification.channel.webhook.secret", "whsec_" + "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0");
            return settings;
        }

        private static int freePort() {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNIT = "税源摸底突击组";

    @ConfigProperty(name = "test.mail")
    int mailPort;

    @ConfigProperty(name = "test.http")
    int httpPort;

    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    @Inject
    Deliveries deliveries;

    @Inject
    Session session;

    private final Organisation organisation = new Organisation();
    private GreenMail mail;
    private Counterpart http;
    private UUID unit;

    @BeforeEach
    void openTheOutside() {
        mail = new GreenMail(new ServerSetup(mailPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        http = new Counterpart("127.0.0.1", httpPort)
                .usually(
                        Counterpart.status(
                                200,
                                "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"T\",\"expires_in\":7200,\"msgid\":\"M\"}"));
        unit = organisation.unit(UNIT, "WORKING_GROUP", null);
    }

    @AfterEach
    void closeTheOutside() {
        http.close();
        mail.stop();
    }

    @Test
    void nothingOfAConfidentialPlanLeavesByAnyChannelInAnyRoundOrDigest() throws Exception {
        List<UUID> people = peopleOfEveryChannelAndLanguage();
        Map<String, Object> data =
                TaskData.ofTask(Organisation.id(), List.of(unit), "workingDaysOverdue", 1, "level", 1);
        notices.write("TaskOverdue", data);
        notices.completed(unit);
        awaitSent(people.size(), 1);
        repeat(people);
        awaitSent(people.size(), 2);
        sendDigests();

        List<String> secrets = secrets(data);
        assertThat(secrets).hasSizeGreaterThan(12);
        List<String> left = everythingThatLeft();
        assertThat(left).hasSizeGreaterThanOrEqualTo(2 * people.size());
        for (String secret : secrets) {
            assertThat(left).as("what left, searched for " + secret).noneMatch(text -> text.contains(secret));
        }
    }

    /** That the search finds what is there. */
    @Test
    void whatMayBeToldLeavesByEveryChannel() throws Exception {
        List<UUID> people = peopleOfEveryChannelAndLanguage();
        Map<String, Object> data =
                TaskData.ofTask(Organisation.id(), List.of(unit), "workingDaysOverdue", 1, "level", 1);
        data.put(
                "plan",
                Map.of("id", Organisation.id(), "number", "公开〔2023〕1号", "title", "公开方案", "confidential", false));
        notices.write("TaskOverdue", data);
        awaitSent(people.size(), 1);
        assertThat(everythingThatLeft().stream().filter(text -> text.contains("受票试点准备")))
                .hasSizeGreaterThanOrEqualTo(people.size());
    }

    private List<UUID> peopleOfEveryChannelAndLanguage() {
        Map<UUID, String> wishes = new LinkedHashMap<>();
        for (ChannelName channel : ChannelName.values()) {
            for (String language : List.of("CHINESE", "ENGLISH")) {
                UUID person = organisation.member(unit);
                String mobile = "138000000%02d".formatted(wishes.size());
                organisation.addresses(person, person + "@example.org", mobile, "c" + person);
                wishes.put(person, """
                        {"language": "%s", "channelOrder": ["%s"], "quietHours": null,
                         "kinds": [{"kind": "INFORMATION", "off": [], "digestAt": ["09:00"]}]}
                        """.formatted(language, channel));
            }
        }
        copied.take(organisation);
        wishes.forEach((person, wish) -> as(organisation, person)
                .contentType(ContentType.JSON)
                .header("If-Match", "*")
                .body(wish)
                .put("/v1/preferences")
                .then()
                .statusCode(200));
        return List.copyOf(wishes.keySet());
    }

    private void awaitSent(int people, int round) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Rows.of("""
                        select d.channel || ' ' || d.state || ' ' || coalesce(d.reason, '')
                        from delivery d
                        join inbox_message m on m.id = d.message_id and m.kind = 'URGENT'
                        join directory_appointment a on a.staff_id = d.staff_id and a.unit_id = ?
                        where d.round = ?
                        """, unit, round))
                .hasSize(people)
                .allMatch(delivery -> delivery.toString().contains(" SENT ")));
    }

    private void repeat(List<UUID> people) {
        List<UUID> messages = Rows.of(
                        "select id from inbox_message where staff_id = any(?) and kind = 'URGENT'",
                        (Object) people.toArray(UUID[]::new))
                .stream()
                .map(UUID.class::cast)
                .toList();
        QuarkusTransaction.requiringNew().run(() -> messages.forEach(message -> deliveries.repeat(message, 2)));
    }

    private void sendDigests() {
        await().untilAsserted(() -> assertThat(Rows.of("select 1 from notice where deliver_at is not null"))
                .isEmpty());
        QuarkusTransaction.requiringNew().run(() -> session.createNativeMutationQuery(
                        "update delivery set due_at = clock_timestamp() where digest_for is not null and state = 'PENDING'")
                .executeUpdate());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Rows.of("""
                        select state from delivery d
                        join directory_appointment a on a.staff_id = d.staff_id and a.unit_id = ?
                        where digest_for is not null
                        """, unit)).isNotEmpty().allMatch("SENT"::equals));
    }

    /** Everything that the events and the texts made of them say. */
    private static List<String> secrets(Map<String, Object> data) {
        var secrets = new TreeSet<String>();
        collect(JSON.valueToTree(data), secrets);
        secrets.add(UNIT);
        secrets.addAll(List.of("2023年3月17日", "17 March 2023", "TaskOverdue", "TaskCompleted"));
        String task = ((Map<?, ?>) data.get("task")).get("id").toString();
        Rows.of(
                        "select unnest(array[title_zh, body_zh, title_en, body_en]) from notice where task_id = ?",
                        UUID.fromString(task))
                .forEach(text ->
                        text.toString().lines().filter(line -> !line.isBlank()).forEach(secrets::add));
        return List.copyOf(secrets);
    }

    private static void collect(JsonNode node, TreeSet<String> texts) {
        if (node.isTextual() && node.asText().length() > 4 && !node.asText().equals("BEFORE")) {
            texts.add(node.asText());
        }
        node.forEach(inner -> collect(inner, texts));
    }

    /** Requests with their headers and mails with all parts, each as it came and with what was encoded made readable. */
    private List<String> everythingThatLeft() throws MessagingException, IOException {
        List<String> left = new ArrayList<>();
        for (Counterpart.Received request : http.received()) {
            String raw = request.method() + " " + request.uri() + "\n"
                    + request.headers().entrySet() + "\n" + request.body();
            String body = request.body().startsWith("{")
                    ? JSON.readTree(request.body()).toString()
                    : request.body();
            left.add(raw + "\n" + URLDecoder.decode(request.uri().toString(), StandardCharsets.UTF_8) + "\n" + body);
        }
        for (MimeMessage message : mail.getReceivedMessages()) {
            var text = new StringBuilder();
            for (Header header : Collections.list(message.getAllHeaders())) {
                text.append(header.getName())
                        .append(": ")
                        .append(MimeUtility.decodeText(header.getValue()))
                        .append('\n');
            }
            append(message, text);
            left.add(text.toString());
        }
        return left;
    }

    private static void append(Part part, StringBuilder text) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                append(parts.getBodyPart(i), text);
            }
        } else {
            text.append(part.getContent()).append('\n');
        }
    }
}
