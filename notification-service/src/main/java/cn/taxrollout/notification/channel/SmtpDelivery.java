package cn.taxrollout.notification.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Hands one mail over and knows how far that came. Until the end of the data is sent a server must not deliver (RFC 5321, 4.1.1.4);
 * from then until its answer nobody knows whether it does.
 */
final class SmtpDelivery extends SMTPTransport {
    private boolean recipientAsked;
    private boolean endSent;

    SmtpDelivery(Session session, boolean tls) {
        super(session, new URLName(tls ? "smtps" : "smtp", null, -1, null, null, null), tls ? "smtps" : "smtp", tls);
    }

    @Override
    protected void rcptTo() throws MessagingException {
        recipientAsked = true;
        super.rcptTo();
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        endSent = true;
        super.finishData();
    }

    Outcome deliver(EmailSettings settings, MimeMessage mail) {
        try {
            connect(
                    settings.host().orElseThrow(),
                    settings.port(),
                    settings.username().orElse(null),
                    settings.password().orElse(null));
        } catch (MessagingException e) {
            return new Outcome.Failed("connecting: " + reason(e), Optional.empty());
        }
        try {
            sendMessage(mail, mail.getAllRecipients());
            return new Outcome.Accepted(Optional.of(getLastServerResponse().strip()));
        } catch (MessagingException e) {
            return failed(e);
        } finally {
            takeLeave();
        }
    }

    private void takeLeave() {
        try {
            close();
        } catch (MessagingException e) {
            // What became of the mail is known by now; that the server went first changes nothing.
        }
    }

    private Outcome failed(MessagingException failure) {
        int reply = getLastReturnCode();
        // What the server has against the sender or the account is the installation's to mend, and no fault of the
        // mail.
        if (reply / 100 == 5 && recipientAsked) {
            return new Outcome.Refused(reason(failure));
        }
        if (reply / 100 >= 4 || !endSent) {
            return new Outcome.Failed(reason(failure), Optional.empty());
        }
        return new Outcome.Uncertain("no answer to the end of the mail: " + reason(failure));
    }

    private static String reason(MessagingException failure) {
        Exception next = failure.getNextException();
        String told = next == null ? failure.getMessage() : failure.getMessage() + ": " + next.getMessage();
        return told.replaceAll("\\s+", " ").strip();
    }
}
