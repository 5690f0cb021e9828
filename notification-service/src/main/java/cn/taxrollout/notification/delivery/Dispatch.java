package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.channel.Outgoing;
import cn.taxrollout.notification.channel.SetUpChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends one delivery, outside of any transaction. */
@ApplicationScoped
class Dispatch {
    private static final Logger LOG = Logger.getLogger(Dispatch.class);

    private final DeliveryQueue queue;
    private final Letters letters;
    private final SetUpChannels channels;

    Dispatch(DeliveryQueue queue, Letters letters, SetUpChannels channels) {
        this.queue = queue;
        this.letters = letters;
        this.channels = channels;
    }

    void deliver(Claimed claimed) {
        queue.begin(claimed).ifPresent(attempt -> queue.settle(attempt, send(attempt)));
    }

    Outcome send(Attempt attempt) {
        Outgoing letter;
        try {
            letter = letters.write(attempt);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Delivery %s can't be written", attempt.claimed().id());
            return new Outcome.Failed("it can't be written: " + e.getMessage(), Optional.empty());
        }
        try {
            return channels.get(attempt.claimed().channel()).send(letter);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Channel %s broke its promise not to throw",
                    attempt.claimed().channel());
            return new Outcome.Uncertain("the channel failed: " + e);
        }
    }
}
