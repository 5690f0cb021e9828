package cn.taxrollout.notification.template;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.UUID;

/** Where people come in who read of a message outside of the suite. */
@ConfigMapping(prefix = "notification.front-door")
interface FrontDoor {
    /**
     * The address below which {@code /inbox} and {@code /inbox/<message>} are found: the bureau's portal, or this API where
     * there is none.
     */
    @WithDefault("http://127.0.0.1:8083/v1")
    URI address();

    default URI inbox() {
        return URI.create(address().toString().replaceAll("/+$", "") + "/inbox");
    }

    default URI message(UUID messageId) {
        return URI.create(inbox() + "/" + messageId);
    }
}
