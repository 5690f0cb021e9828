package cn.taxrollout.notification.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The mail server. Without a host there is no such channel. */
@ConfigMapping(prefix = "notification.channel.email")
interface EmailSettings extends ChannelLimits {
    /** Name or address of the server that takes mail for delivery. */
    Optional<String> host();

    /** Its port. */
    @WithDefault("587")
    int port();

    /** How the connection is kept secret; a server that doesn't offer it gets no mail. */
    @WithDefault("STARTTLS")
    Encryption encryption();

    /** Who sends, such as {@code 改革办 <reform@tax.example>}; needed with a host. */
    Optional<String> from();

    /** The account at the server; none if it asks for none. */
    Optional<String> username();

    /** Its password. From the environment only. */
    Optional<String> password();

    /** How long connecting, and each single answer of the server, may take. */
    @WithDefault("10s")
    Duration answerTimeout();

    @Override
    @WithDefault("20")
    int rate();

    @Override
    @WithDefault("1s")
    Duration per();

    enum Encryption {
        /** From the first byte, as on port 465. */
        TLS,
        /** After the greeting. */
        STARTTLS,
        /** Not at all: for a server on the same machine. */
        NONE
    }
}
