package cn.taxrollout.notification.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The bureau's own system that tells people. Without an address there is no such channel. */
@ConfigMapping(prefix = "notification.channel.webhook")
interface WebhookSettings extends ChannelLimits {
    /** Where it takes messages. */
    Optional<URI> address();

    /** What calls are signed with, {@code whsec_} and 24 to 64 bytes in base64. From the environment only; needed with an address. */
    Optional<String> secret();

    @Override
    @WithDefault("50")
    int rate();

    @Override
    @WithDefault("1s")
    Duration per();
}
