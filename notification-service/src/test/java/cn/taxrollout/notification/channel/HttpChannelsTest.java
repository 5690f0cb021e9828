package cn.taxrollout.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.notification.Counterpart;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.outbound.OutboundHttp;
import cn.taxrollout.notification.outbound.WebhookSignature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The channels that call by HTTP, against a server that behaves as it is told. */
@ServiceTest
class HttpChannelsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"%s\",\"expires_in\":7200}";
    private static final String SENT = "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":\"m-1\"}";

    @Inject
    OutboundHttp http;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry metrics;

    private final Counterpart counterpart = new Counterpart();

    @AfterEach
    void close() {
        counterpart.close();
    }

    private ChatChannel chat() {
        var settings = Configured.settings(
                ChatSettings.class,
                "notification.channel.chat",
                Map.of(
                        "address", counterpart.uri("").toString(),
                        "corp-id", "corp",
                        "agent-id", "1000002",
                        "secret", "the+secret"));
        return new ChatChannel(settings, new ChatToken(settings, http, json, clock), http, json, metrics);
    }

    private ChatRobotChannel robot(String... more) {
        Map<String, String> values = with(Map.of("address", counterpart.uri("").toString(), "key", "the key"), more);
        return new ChatRobotChannel(
                Configured.settings(ChatRobotSettings.class, "notification.channel.chat-robot", values),
                http,
                json,
                metrics);
    }

    private SmsChannel sms(String path, String... more) {
        Map<String, String> values = with(Map.of("address", counterpart.uri("").toString() + path), more);
        return new SmsChannel(
                Configured.settings(SmsSettings.class, "notification.channel.sms", values), http, json, metrics);
    }

    private WebhookChannel webhook(String... more) {
        Map<String, String> values =
                with(Map.of("address", counterpart.uri("/messages?from=suite").toString(), "secret", SECRET), more);
        return new WebhookChannel(
                Configured.settings(WebhookSettings.class, "notification.channel.webhook", values),
                http,
                json,
                clock,
                metrics);
    }

    private static Map<String, String> with(Map<String, String> values, String... more) {
        Map<String, String> all = new HashMap<>(values);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private JsonNode lastBody() throws Exception {
        return json.readTree(counterpart.last().body());
    }

    private static Counterpart.Behaviour ok(String body) {
        return Counterpart.status(200, body);
    }

    @Test
    void theChatIsAskedForATokenOnceAndShowsACard() throws Exception {
        counterpart.next(ok(TOKEN.formatted("t1")), ok(SENT), ok(SENT));
        ChatChannel chat = chat();
        Outgoing message = Messages.saying("yan", "逾期<script>", "请<a href=\"http://evil\">看</a>");
        assertThat(chat.send(message)).isEqualTo(new Outcome.Accepted(Optional.of("m-1")));
        assertThat(counterpart.received().get(0).uri())
                .hasToString("/cgi-bin/gettoken?corpid=corp&corpsecret=the%2Bsecret");
        assertThat(counterpart.last().uri()).hasToString("/cgi-bin/message/send?access_token=t1");
        JsonNode body = lastBody();
        assertThat(body.at("/touser").asText()).isEqualTo("yan");
        assertThat(body.at("/msgtype").asText()).isEqualTo("textcard");
        assertThat(body.at("/agentid").asInt()).isEqualTo(1000002);
        assertThat(body.at("/enable_duplicate_check").asInt()).isEqualTo(1);
        assertThat(body.at("/duplicate_check_interval").asLong())
                .isEqualTo(chat.deduplicatesFor().toSeconds());
        assertThat(body.at("/textcard/title").asText()).isEqualTo("逾期＜script>");
        assertThat(body.at("/textcard/description").asText()).doesNotContain("<");
        assertThat(body.at("/textcard/url").asText()).isEqualTo(Messages.LINK + "#" + message.deliveryId());

        chat.send(message);
        assertThat(counterpart.received()).hasSize(3);
        assertThat(lastBody()).as("the same again, so that the chat knows it").isEqualTo(body);
    }

    @Test
    void twoMessagesOfTheSameWordsAreNotTakenForOne() throws Exception {
        counterpart.next(ok(TOKEN.formatted("t1"))).usually(ok(SENT));
        ChatChannel chat = chat();
        chat.send(Messages.to("yan"));
        JsonNode first = lastBody();
        chat.send(Messages.to("yan"));
        assertThat(lastBody()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {40014, 42001})
    void aTokenThatTheChatRefusesIsReplacedOnce(int refusal) {
        String refused = "{\"errcode\":%d,\"errmsg\":\"no token\"}".formatted(refusal);
        counterpart.next(
                ok(TOKEN.formatted("t1")),
                ok(refused),
                ok(TOKEN.formatted("t2")),
                ok(SENT),
                ok(refused),
                ok(TOKEN.formatted("t3")),
                ok(refused));
        ChatChannel chat = chat();
        assertThat(chat.send(Messages.to("yan"))).isInstanceOf(Outcome.Accepted.class);
        assertThat(counterpart.last().uri().getQuery()).isEqualTo("access_token=t2");
        assertThat(chat.send(Messages.to("yan")))
                .isEqualTo(new Outcome.Failed("errcode " + refusal + " no token", Optional.empty()));
        assertThat(counterpart.received()).hasSize(7);
    }

    @Test
    void aTokenIsReplacedBeforeItEnds() {
        counterpart.next(
                ok(TOKEN.formatted("t1").replace("7200", "200")), ok(SENT), ok(TOKEN.formatted("t2")), ok(SENT));
        ChatChannel chat = chat();
        chat.send(Messages.to("yan"));
        chat.send(Messages.to("yan"));
        assertThat(counterpart.last().uri().getQuery()).isEqualTo("access_token=t2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errcode\":0,\"errmsg\":\"ok\",\"invaliduser\":\"yan\"} | Refused",
                "{\"errcode\":0,\"errmsg\":\"ok\",\"unlicenseduser\":\"yan\"} | Refused",
                "{\"errcode\":81013,\"errmsg\":\"all invalid\"} | Refused",
                "{\"errcode\":60111,\"errmsg\":\"no such user\"} | Refused",
                "{\"errcode\":45009,\"errmsg\":\"freq out of limit\"} | Failed PT1M",
                "{\"errcode\":-1,\"errmsg\":\"busy\"} | Failed PT5S",
                "{\"errcode\":48002,\"errmsg\":\"api forbidden\"} | Failed",
                "<html>a proxy's page</html> | Uncertain",
                "{} | Uncertain"
            })
    void whatTheChatAnswersDecidesTheOutcome(String answer, String outcome) {
        counterpart.next(ok(TOKEN.formatted("t1")), ok(answer));
        assertOutcome(chat().send(Messages.to("yan")), outcome);
    }

    @Test
    void withoutATokenNothingWasSent() {
        counterpart.next(ok("{\"errcode\":40013,\"errmsg\":\"invalid corpid\"}"), Counterpart.silence());
        ChatChannel chat = chat();
        assertOutcome(chat.send(Messages.to("yan")), "Failed");
        assertOutcome(chat.send(Messages.to("yan")), "Failed");
        counterpart.next(ok(TOKEN.formatted("t1")), Counterpart.silence());
        assertOutcome(chat.send(Messages.to("yan")), "Uncertain");
    }

    @Test
    void whatOperatorsAreToldHoldsNoSecret() {
        counterpart.next(Counterpart.hangUp());
        assertThat(chat().send(Messages.to("yan")).toString()).doesNotContain("secret");
        counterpart.next(Counterpart.hangUp());
        assertThat(robot().send(Messages.to("13800000000")).toString()).doesNotContain("key");
        counterpart.close();
        assertThat(chat().send(Messages.to("yan")).toString()).doesNotContain("secret");
    }

    @Test
    void theRobotCallsThePersonInTheGroup() throws Exception {
        counterpart.usually(ok("{\"errcode\":0,\"errmsg\":\"ok\"}"));
        assertOutcome(robot().send(Messages.to("13800000000")), "Accepted");
        assertThat(counterpart.last().uri()).hasToString("/cgi-bin/webhook/send?key=the+key");
        assertThat(lastBody().at("/msgtype").asText()).isEqualTo("text");
        assertThat(lastBody().at("/text/mentioned_mobile_list").toString()).isEqualTo("[\"13800000000\"]");
        assertThat(lastBody().at("/text/content").asText())
                .contains("临期提醒", "综合组")
                .endsWith("\n" + Messages.LINK);

        robot().send(Messages.saying("13800000000", "长", "税".repeat(5000)));
        String content = lastBody().at("/text/content").asText();
        assertThat(PlainText.bytes(content)).isBetween(2044, 2048);
        assertThat(content).contains("税…\n" + Messages.LINK);
    }

    @Test
    void theRobotSendsNoMoreThanItMayInAMinute() {
        counterpart.usually(ok("{\"errcode\":0,\"errmsg\":\"ok\"}"));
        ChatRobotChannel robot = robot();
        for (int i = 0; i < 20; i++) {
            assertOutcome(robot.send(Messages.to("13800000000")), "Accepted");
        }
        assertThat(robot.send(Messages.to("13800000000")))
                .isInstanceOfSatisfying(Outcome.Postponed.class, postponed -> assertThat(postponed.retryAfter())
                        .isBetween(Duration.ofMillis(1), Duration.ofMinutes(1)));
        assertThat(counterpart.received()).hasSize(20);
    }

    @Test
    void aSlowOtherSideTakesNoMoreThanItsShare() throws Exception {
        counterpart.usually(Counterpart.silence());
        ChatRobotChannel robot = robot("concurrency", "1");
        var first = CompletableFuture.supplyAsync(() -> robot.send(Messages.to("13800000000")));
        org.awaitility.Awaitility.await().until(() -> !counterpart.received().isEmpty());
        assertOutcome(robot.send(Messages.to("13800000000")), "Postponed PT1S");
        assertOutcome(first.get(), "Uncertain");
    }

    @Test
    void anOtherSideThatFailsIsLeftAloneAndTriedAgainAfterATime() {
        counterpart.usually(Counterpart.status(500, ""));
        WebhookChannel webhook = webhook("recovery", "500ms");
        for (int i = 0; i < 10; i++) {
            assertOutcome(webhook.send(Messages.to("T1")), "Failed");
        }
        assertOutcome(webhook.send(Messages.to("T1")), "Postponed PT0.5S");
        assertThat(counterpart.received()).hasSize(10);
        assertThat(metrics.get("notification.channel.sends")
                        .tags("channel", "WEBHOOK", "outcome", "postponed")
                        .timer()
                        .count())
                .isPositive();
        counterpart.usually(Counterpart.status(204, ""));
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertOutcome(webhook.send(Messages.to("T1")), "Accepted"));
        assertOutcome(webhook.send(Messages.to("T1")), "Accepted");
    }

    @Test
    void theWebhookIsSignedWithTheDeliveryAsItsId() throws Exception {
        Outgoing message = Messages.to("T00017");
        assertOutcome(webhook().send(message), "Accepted");
        Counterpart.Received received = counterpart.last();
        assertThat(received.uri()).hasToString("/messages?from=suite");
        assertThat(received.header("webhook-id")).isEqualTo(message.deliveryId().toString());
        Instant at = Instant.ofEpochSecond(Long.parseLong(received.header("webhook-timestamp")));
        assertThat(at)
                .isBetween(clock.instant().minusSeconds(10), clock.instant().plusSeconds(1));
        assertThat(received.header("webhook-signature"))
                .isEqualTo(WebhookSignature.headers(
                                message.deliveryId().toString(),
                                at,
                                "application/json",
                                received.body().getBytes(),
                                List.of(WebhookSignature.key(SECRET)))
                        .get("webhook-signature"));
        assertThat(lastBody().at("/data").toString())
                .contains("\"staffNo\":\"T00017\"", "\"language\":\"zh\"", Messages.LINK.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "200, Accepted",
        "202, Accepted",
        "204, Accepted",
        "301, Failed",
        "400, Refused",
        "401, Failed",
        "404, Failed",
        "410, Refused",
        "413, Refused",
        "422, Refused",
        "429, Failed PT9S",
        "500, Failed PT9S",
        "503, Failed PT9S",
        "502, Uncertain",
        "504, Uncertain"
    })
    void aStatusDecidesTheOutcome(int status, String outcome) {
        counterpart.next(Counterpart.status(status, "", "Retry-After", "9"));
        Outcome got = webhook().send(Messages.to("T1"));
        assertOutcome(got, status == 301 || status == 401 || status == 404 ? outcome + " PT9S" : outcome);
    }

    @Test
    void aGatewayIsSpokenToAsItWantsIt() throws Exception {
        SmsChannel sms = sms(
                "/send?to={mobile}&ref={id}",
                "body",
                "{\"to\":[\"{mobile}\"],\"text\":\"{title}:{body} {link}\",\"other\":\"{other}\"}",
                "headers",
                "X-App-Key: k1, Authorization: Basic a:b",
                "success-pointer",
                "/result/code",
                "success-value",
                "0",
                "receipt-pointer",
                "/result/ids/0");
        counterpart.next(ok("{\"result\":{\"code\":0,\"ids\":[\"s-9\"]}}"));
        Outgoing message = Messages.saying("+86 13800000000", "标\"题\\", "一行\n{id} \u0001{mobile}\"}");
        assertThat(sms.send(message)).isEqualTo(new Outcome.Accepted(Optional.of("s-9")));
        assertThat(counterpart.last().uri()).hasToString("/send?to=%2B86%2013800000000&ref=" + message.deliveryId());
        assertThat(counterpart.last().header("X-App-Key")).isEqualTo("k1");
        assertThat(counterpart.last().header("Authorization")).isEqualTo("Basic a:b");
        assertThat(counterpart.last().header("Content-Type")).isEqualTo("application/json");
        assertThat(lastBody().at("/to/0").asText()).isEqualTo("+86 13800000000");
        assertThat(lastBody().at("/text").asText()).isEqualTo("标\"题\\:一行\n{id} \u0001{mobile}\"} " + Messages.LINK);
        assertThat(lastBody().at("/other").asText()).isEqualTo("{other}");
    }

    @Test
    void aGatewayMayTakeAFormOrAnAddressAlone() {
        sms("/send", "form", "FORM", "body", "to={mobile}&text={body}")
                .send(Messages.saying("13800000000", "t", "a&to=999=x 税"));
        assertThat(counterpart.last().header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(counterpart.last().body()).isEqualTo("to=13800000000&text=a%26to%3D999%3Dx%20%E7%A8%8E");

        sms("/{mobile}?text={title}", "method", "GET").send(Messages.saying("13800000000", "a&b/..", "x"));
        assertThat(counterpart.last().method()).isEqualTo("GET");
        assertThat(counterpart.last().uri()).hasToString("/13800000000?text=a%26b%2F..");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":\"OK\"} | Accepted",
                "{\"code\":\"isv.LIMIT\"} | Failed",
                "{\"kode\":\"OK\"} | Uncertain",
                "no JSON | Uncertain",
            })
    void whatTheGatewayAnswersDecidesTheOutcome(String answer, String outcome) {
        SmsChannel sms = sms("/send", "body", "{}", "success-pointer", "/code", "success-value", "OK");
        counterpart.next(ok(answer));
        assertOutcome(sms.send(Messages.to("13800000000")), outcome);
    }

    @Test
    void whatIsNoNumberIsNotSent() {
        assertOutcome(sms("/send", "body", "{}").send(Messages.to("yan@tax.example")), "Refused");
        assertThat(counterpart.received()).isEmpty();
    }

    @Test
    void aChannelWithHalfItsSettingsDoesNotStart() {
        assertThatThrownBy(() -> sms("/send")).hasMessageContaining("sms.body");
        assertThatThrownBy(() -> sms("/send", "body", "{}", "headers", "X-App-Key"))
                .hasMessageContaining("Name: value");
        assertThatThrownBy(() -> sms("/send", "body", "{}", "success-pointer", "/code"))
                .hasMessageContaining("success-value");
        assertThatThrownBy(() -> webhook("secret", "whsec_c2hvcnQ=")).hasMessageContaining("24 to 64");
        var chat = Configured.settings(
                ChatSettings.class, "notification.channel.chat", Map.of("corp-id", "corp", "agent-id", "1"));
        assertThatThrownBy(() -> new ChatChannel(chat, null, http, json, metrics))
                .hasMessageContaining("secret");
    }

    private static void assertOutcome(Outcome got, String expected) {
        String is = got.getClass().getSimpleName();
        if (got instanceof Outcome.Failed failed && failed.retryAfter().isPresent()) {
            is += " " + failed.retryAfter().get();
        }
        if (got instanceof Outcome.Postponed postponed) {
            is += " " + postponed.retryAfter();
        }
        assertThat(is).as(got.toString()).isEqualTo(expected);
    }
}
