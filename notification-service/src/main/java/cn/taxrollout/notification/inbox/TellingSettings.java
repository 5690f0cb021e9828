package cn.taxrollout.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How notices are told. */
@ConfigMapping(prefix = "notification.telling")
interface TellingSettings {
    /** How long a reminder waits before it leaves the suite, so that what falls due at the same time leaves with it. */
    @WithDefault("5s")
    Duration mergeWindow();
}
