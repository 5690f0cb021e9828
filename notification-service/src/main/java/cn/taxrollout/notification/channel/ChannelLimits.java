package cn.taxrollout.notification.channel;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What every channel is kept within; each replica keeps its own count. */
interface ChannelLimits {
    /** How many messages may leave in the time {@link #per}. */
    int rate();

    /** The time for {@link #rate}. */
    Duration per();

    /** How many messages may be on their way at once, so that a slow other side doesn't take all threads. */
    @WithDefault("8")
    int concurrency();

    /** How long the other side is left alone once half of ten attempts have failed. */
    @WithDefault("30s")
    Duration recovery();
}
