package cn.taxrollout.notification.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long is kept what has come to its end. */
@ConfigMapping(prefix = "notification.retention")
interface RetentionSettings {
    /** Deliveries with their attempts, after they have come to their end. */
    @WithDefault("180d")
    Duration deliveries();

    /** Messages, after they have been read and, where that is asked, acknowledged. What is unread stays. */
    @WithDefault("730d")
    Duration readMessages();

    /**
     * By which a repeated event is recognised. Longer than the topic keeps events: one that comes again after that would be told
     * again.
     */
    @WithDefault("400d")
    Duration processedEvents();
}
