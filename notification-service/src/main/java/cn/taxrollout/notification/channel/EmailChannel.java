package cn.taxrollout.notification.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.notification.web.Language;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;

/**
 * Mail over SMTP (RFC 5321), one connection per mail. Mail systems don't promise to recognise a repeated Message-ID, though many do.
 */
@ApplicationScoped
class EmailChannel implements Channel {
    private final EmailSettings settings;
    private final Clock clock;
    private final ChannelGuard guard;
    private final Session session;

    EmailChannel(EmailSettings settings, Clock clock, MeterRegistry metrics) {
        this.settings = settings;
        this.clock = clock;
        this.guard = new ChannelGuard(name(), settings, metrics);
        this.session = Session.getInstance(properties(settings));
        if (isSetUp()) {
            from();
        }
    }

    private static Properties properties(EmailSettings settings) {
        String millis = Long.toString(settings.answerTimeout().toMillis());
        var properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        boolean starts = settings.encryption() == EmailSettings.Encryption.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(starts));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(starts));
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(settings.username().isPresent()));
        // the mail is gone once its end is acknowledged; nobody waits for the farewell
        properties.setProperty("mail.smtp.quitwait", "false");
        return properties;
    }

    @Override
    public ChannelName name() {
        return ChannelName.EMAIL;
    }

    @Override
    public boolean isSetUp() {
        return settings.host().isPresent();
    }

    @Override
    public Duration deduplicatesFor() {
        return Duration.ZERO;
    }

    @Override
    public Outcome send(Outgoing message) {
        MimeMessage mail;
        try {
            mail = mail(message, new InternetAddress(message.address(), true));
        } catch (AddressException e) {
            return new Outcome.Refused("no mail address: " + e.getMessage());
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail that can't be written", e);
        }
        boolean tls = settings.encryption() == EmailSettings.Encryption.TLS;
        return guard.send(() -> new SmtpDelivery(session, tls).deliver(settings, mail));
    }

    private MimeMessage mail(Outgoing message, InternetAddress to) throws MessagingException {
        InternetAddress from = from();
        String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        var mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<%s@%s>".formatted(message.deliveryId(), domain));
            }
        };
        mail.setFrom(from);
        mail.setRecipient(RecipientType.TO, to);
        mail.setSubject(message.title(), UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Content-Language", message.language() == Language.CHINESE ? "zh-CN" : "en");
        // RFC 3834 and its Microsoft counterpart: no absence notes in return
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");
        // RFC 2919: something to sort by
        mail.setHeader("List-Id", "<tax-rollout." + domain + ">");
        String text = message.body() + "\n\n" + message.link() + "\n";
        if (message.html().isEmpty()) {
            mail.setText(text, UTF_8.name());
        } else {
            var plain = new MimeBodyPart();
            plain.setText(text, UTF_8.name());
            var html = new MimeBodyPart();
            html.setText(message.html().get(), UTF_8.name(), "html");
            // RFC 2046, 5.1.4: the richest last
            mail.setContent(new MimeMultipart("alternative", plain, html));
        }
        mail.saveChanges();
        return mail;
    }

    private InternetAddress from() {
        String from = settings.from()
                .orElseThrow(() -> new IllegalStateException("notification.channel.email.from is missing"));
        try {
            return new InternetAddress(from, true);
        } catch (AddressException e) {
            throw new IllegalStateException("notification.channel.email.from is no mail address: " + from, e);
        }
    }
}
