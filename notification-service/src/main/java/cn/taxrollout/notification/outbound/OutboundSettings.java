package cn.taxrollout.notification.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How calls leave the suite. */
@ConfigMapping(prefix = "notification.outbound")
interface OutboundSettings {
    /** How long a connection may take, from looking up the name to the end of the TLS handshake. */
    @WithDefault("3s")
    Duration connectTimeout();

    /** How long the whole answer may take once the connection stands. */
    @WithDefault("10s")
    Duration answerTimeout();

    /**
     * Networks that may be called although they are not public, such as {@code 10.20.0.0/16}. Without any only public addresses are
     * called: none that are private, of this machine, of its link, or of a cloud's metadata service.
     */
    Optional<List<String>> allowedNetworks();
}
