package cn.taxrollout.org.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "org.outbox")
interface OutboxSettings {
    /** How long an event stays in the outbox after it was published, for whoever looks into what was sent. */
    @WithDefault("7d")
    Duration kept();
}
