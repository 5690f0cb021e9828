package cn.taxrollout.notification.channel;

import cn.taxrollout.notification.web.Language;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * What leaves the suite: one message to one person by one channel, ready to be sent. Its texts hold nothing of a confidential plan.
 *
 * @param deliveryId the same at every attempt, so that a receiver that deduplicates can
 * @param address where it goes, of the kind that {@link ChannelName} says
 * @param title one line of plain text
 * @param body plain text, lines separated by a line feed
 * @param html the body as HTML, for a channel that shows it (mail)
 * @param link where the message can be read in whole
 */
public record Outgoing(
        UUID deliveryId,
        String address,
        Language language,
        String title,
        String body,
        Optional<String> html,
        URI link) {}
