package cn.taxrollout.notification.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How other systems are called with events. */
@ConfigMapping(prefix = "notification.subscription")
interface SubscriptionSettings {
    /**
     * AES keys of 256 bits in base64, with which the secrets of subscriptions are encrypted: the first encrypts, all decrypt. From the
     * environment only. Without one nobody can subscribe.
     */
    Optional<List<String>> keys();

    /**
     * Whether events of confidential plans go out whole. Otherwise what goes out says which plan and task an event is of, and who may
     * see them asks task-service.
     */
    @WithDefault("false")
    boolean confidentialContent();

    /** How many calls of one subscription may be under way at once, by one replica. */
    @WithDefault("8")
    int concurrency();

    /** The pause after the first failure; it doubles with each further one. */
    @WithDefault("5s")
    Duration pause();

    /** The longest pause. */
    @WithDefault("1h")
    Duration longestPause();

    /** For how long an event is tried; and how long nothing may succeed before a subscription is disabled. */
    @WithDefault("3d")
    Duration patience();

    /** How long the old secret signs, too, after a new one was asked for. */
    @WithDefault("1d")
    Duration secretOverlap();

    /** How long events can be replayed. */
    @WithDefault("30d")
    Duration kept();
}
