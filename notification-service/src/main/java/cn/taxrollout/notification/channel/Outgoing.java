package cn.taxrollout.notification.channel;

import cn.taxrollout.notification.web.Language;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What leaves the suite: one message to one person by one channel, ready to be sent. Its texts hold nothing of a confidential plan.
 *
 * @param deliveryId the same at every attempt, so that a receiver that deduplicates can
 * @param address where it goes, of the kind that {@link ChannelName} says
 * @param title one line, in the channel's form as the body
 * @param body lines separated by a line feed: plain text for EMAIL, SMS and WEBHOOK; for CHAT and CHAT_ROBOT text in which nothing
 *     that came from outside works as Markdown or markup. What the request's own syntax needs (JSON, URL) is the adapter's to escape
 * @param html the body as HTML, for a channel that shows it (mail)
 * @param link where the message can be read in whole; the texts don't say it, the channel puts it where it belongs
 */
public record Outgoing(
        UUID deliveryId,
        String address,
        Language language,
        String title,
        String body,
        Optional<String> html,
        URI link) {
    private static final Pattern NOT_IN_A_LINE = Pattern.compile("[\\p{Cntrl}\\x{2028}\\x{2029}]+");

    /** Makes the title the one line that it has to be, whatever it was written from: in a header a second one would be another header. */
    public Outgoing {
        title = NOT_IN_A_LINE.matcher(title).replaceAll(" ").strip();
    }
}
