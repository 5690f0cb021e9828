package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One message on its way to one person by one channel, or a digest of many.
 *
 * @param messageId null for a digest
 * @param event what the message is about, such as {@code TaskOverdue}; null for a digest
 * @param digestId the digest that lists it, null if it goes by itself
 * @param digestFor when it was to be sent, for a digest
 * @param staffNo whom it is for; null if the directory doesn't know the person any more
 * @param round 1 for the first telling, more for repetitions until it is acknowledged
 * @param reason why it is in its state, where that isn't obvious
 * @param attempts how many were made
 * @param dueAt when the next is due, null if none is
 * @param settledAt when it came to its end, null if it hasn't
 */
@Schema(name = "Delivery")
record DeliveryView(
        UUID id,
        UUID messageId,
        String event,
        UUID digestId,
        Instant digestFor,
        String staffNo,
        ChannelName channel,
        int round,
        DeliveryState state,
        String reason,
        int attempts,
        Instant plannedAt,
        Instant dueAt,
        Instant settledAt) {}
