package cn.taxrollout.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How live streams behave. */
@ConfigMapping(prefix = "notification.stream")
interface StreamSettings {
    /** How often an idle stream carries a comment, so that proxies don't take it for dead. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How many messages may wait for a slow connection before it is closed; it resumes without loss when it comes back. */
    @WithDefault("256")
    int buffer();
}
