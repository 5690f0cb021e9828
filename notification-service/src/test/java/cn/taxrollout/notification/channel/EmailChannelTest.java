package cn.taxrollout.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.web.Language;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class EmailChannelTest {
    private static final String TO = "yan@tax.example";

    @Inject
    Clock clock;

    @Inject
    MeterRegistry metrics;

    private final GreenMail mails = new GreenMail(ServerSetup.SMTP.dynamicPort());

    @BeforeEach
    void start() {
        mails.start();
    }

    @AfterEach
    void stop() {
        mails.stop();
    }

    private EmailChannel channel(int port, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(port),
                "encryption", "NONE",
                "from", "改革办 <reform@bureau.example>",
                "answer-timeout", "300ms"));
        values.putAll(more);
        return new EmailChannel(
                Configured.settings(EmailSettings.class, "notification.channel.email", values), clock, metrics);
    }

    private EmailChannel channel() {
        return channel(mails.getSmtp().getPort(), Map.of());
    }

    private MimeMessage received() {
        assertThat(mails.getReceivedMessages()).hasSize(1);
        return mails.getReceivedMessages()[0];
    }

    @Test
    void aMailHasTextAndPageAndSaysWhatKindOfMailItIs() throws Exception {
        UUID delivery = UUID.randomUUID();
        Outcome outcome = channel()
                .send(new Outgoing(
                        delivery,
                        TO,
                        Language.CHINESE,
                        "【临期提醒】任务11",
                        "还有3天。\n请尽快。",
                        Optional.of("<p>还有<b>3</b>天</p>"),
                        Messages.LINK));
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);

        MimeMessage mail = received();
        assertThat(mail.getSubject()).isEqualTo("【临期提醒】任务11");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly(TO);
        assertThat(mail.getFrom()[0].toString()).contains("reform@bureau.example");
        assertThat(mail.getHeader("Message-ID")).containsExactly("<" + delivery + "@bureau.example>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("List-Id")).containsExactly("<tax-rollout.bureau.example>");
        assertThat(mail.getHeader("Content-Language")).containsExactly("zh-CN");
        assertThat(mail.getHeader("Date")).hasSize(1);
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        var parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(content(parts.getBodyPart(0), "text/plain")).isEqualTo("还有3天。\n请尽快。\n\n" + Messages.LINK + "\n");
        assertThat(content(parts.getBodyPart(1), "text/html")).isEqualTo("<p>还有<b>3</b>天</p>");
    }

    private static String content(BodyPart part, String type) throws Exception {
        assertThat(part.getContentType().toLowerCase()).startsWith(type).contains("utf-8");
        return part.getContent().toString().replace("\r\n", "\n");
    }

    @Test
    void withoutAPageTheMailIsText() throws Exception {
        channel().send(Messages.to(TO));
        assertThat(received().getContentType()).startsWith("text/plain");
        assertThat(received().getContent().toString()).contains("综合组", Messages.LINK.toString());
    }

    @Test
    void aTitleCannotAddHeadersOrRecipients() throws Exception {
        String title = "Overdue\r\nBcc: thief@outside.example\r\n\r\n<script>";
        assertThat(channel().send(Messages.saying(TO, title, "body\r\n.\r\nMAIL FROM:<thief@outside.example>")))
                .isInstanceOf(Outcome.Accepted.class);
        MimeMessage mail = received();
        assertThat(mail.getSubject()).isEqualTo("Overdue Bcc: thief@outside.example <script>");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(GreenMailUtil.getBody(mail)).contains("MAIL FROM:<thief@outside.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "two@tax.example, three@tax.example",
                "yan@tax.example\r\nBcc: thief@outside.example",
                "yan@tax.example> RCPT TO:<thief@outside.example",
                "@tax.example"
            })
    void whatIsNoAddressIsRefused(String address) {
        assertThat(channel().send(Messages.to(address))).isInstanceOf(Outcome.Refused.class);
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // a fault of the server, or of the installation: later perhaps
        "GREETING, 421 too busy, Failed",
        "GREETING, 554 no service here, Failed",
        "GREETING, '', Failed",
        "GREETING, hang up, Failed",
        "MAIL, 550 we don't know this sender, Failed",
        "MAIL, 451 try later, Failed",
        "MAIL, '', Failed",
        "RCPT, 450 mailbox busy, Failed",
        "RCPT, '', Failed",
        "RCPT, hang up, Failed",
        "DATA, 451 try later, Failed",
        "DATA, '', Failed",
        "DATA, hang up, Failed",
        "., 452 no room, Failed",
        // this mail never
        "RCPT, 550 no such person, Refused",
        "DATA, 554 no thanks, Refused",
        "., 552 too big, Refused",
        // it may have gone
        "., '', Uncertain",
        "., hang up, Uncertain",
        // it has gone
        "QUIT, hang up, Accepted",
        "QUIT, '', Accepted"
    })
    void theOutcomeIsWhatTheServerSaidAndWhenItWentSilent(String command, String answer, String outcome) {
        try (var server = new ScriptedMailServer(Map.of(command, answer))) {
            assertThat(channel(server.port(), Map.of()).send(Messages.to(TO)))
                    .satisfies(it -> assertThat(it.getClass().getSimpleName()).isEqualTo(outcome));
        }
    }

    @Test
    void aServerThatIsAwayFailsAndOneThatKeepsNoSecretGetsNothing() {
        int free = mails.getSmtp().getPort();
        assertThat(channel(free, Map.of("encryption", "STARTTLS")).send(Messages.to(TO)))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(mails.getReceivedMessages()).isEmpty();
        mails.stop();
        assertThat(channel(free, Map.of()).send(Messages.to(TO))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void theAccountIsUsed() {
        mails.setUser("reform", "right");
        int port = mails.getSmtp().getPort();
        assertThat(channel(port, Map.of("username", "reform", "password", "right"))
                        .send(Messages.to(TO)))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(channel(port, Map.of("username", "reform", "password", "wrong"))
                        .send(Messages.to(TO)))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.reason())
                        .doesNotContain("wrong"));
    }

    @Test
    void aServerThatFailsAgainAndAgainIsLeftAloneForATime() {
        try (var server = new ScriptedMailServer(Map.of("RCPT", "450 busy"))) {
            EmailChannel channel = channel(server.port(), Map.of("recovery", "1h"));
            for (int i = 0; i < 10; i++) {
                assertThat(channel.send(Messages.to(TO))).isInstanceOf(Outcome.Failed.class);
            }
            assertThat(channel.send(Messages.to(TO)))
                    .isEqualTo(new Outcome.Postponed(
                            "the other side has failed and is given time to recover", Duration.ofHours(1)));
        }
    }

    @Test
    void withoutAHostThereIsNoSuchChannelAndWithoutASenderItIsAMistake() {
        assertThat(new EmailChannel(
                                Configured.settings(EmailSettings.class, "notification.channel.email", Map.of()),
                                clock,
                                metrics)
                        .isSetUp())
                .isFalse();
        assertThatThrownBy(() -> channel(25, Map.of("from", "nobody"))).hasMessageContaining("email.from");
    }
}
