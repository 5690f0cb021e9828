package cn.taxrollout.notification.channel;

import java.time.Duration;

/**
 * One way out of the suite. An adapter is a bean of this type and nothing else knows it: its settings, time limits, rate and breaker
 * are its own.
 */
public interface Channel {
    ChannelName name();

    /** Whether the installation has set it up; what isn't is passed over when deliveries are planned. */
    boolean isSetUp();

    /**
     * For how long after an attempt the other side recognises a repeated {@link Outgoing#deliveryId}, so that an uncertain attempt
     * may be repeated; zero if it never does.
     */
    Duration deduplicatesFor();

    /** Sends within the channel's own time limit; faults of the other side are outcomes, not exceptions. */
    Outcome send(Outgoing message);
}
