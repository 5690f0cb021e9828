package cn.taxrollout.notification.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How deliveries out of the suite behave. */
@ConfigMapping(prefix = "notification.delivery")
interface DeliverySettings {
    /**
     * The pause after each attempt that came to nothing, give or take a fifth; after one attempt more than there are pauses the
     * delivery is given up and the person's next channel is tried.
     */
    @WithDefault("30s,2m,10m,30m,2h")
    List<Duration> pauses();

    /** How long a delivery waits for a channel that keeps away from its other side before the next channel is tried. */
    @WithDefault("30m")
    Duration patience();

    /** How many messages a replica sends by one channel at the same time. */
    @WithDefault("8")
    int concurrency();

    /**
     * After which time a replica that hasn't said how an attempt ended counts as gone; longer than the time limits of all
     * channels.
     */
    @WithDefault("2m")
    Duration lease();
}
