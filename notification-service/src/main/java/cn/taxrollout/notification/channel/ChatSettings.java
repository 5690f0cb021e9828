package cn.taxrollout.notification.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The bureau's application in the enterprise chat. Without a corporation there is no such channel. */
@ConfigMapping(prefix = "notification.channel.chat")
interface ChatSettings extends ChannelLimits {
    /** Where the chat's interface stands; another one for a chat server of the bureau's own. */
    @WithDefault("https://qyapi.weixin.qq.com")
    URI address();

    /** The corporation's id (企业ID). */
    Optional<String> corpId();

    /** The application's number (AgentId); needed with a corporation. */
    Optional<Integer> agentId();

    /** The application's secret. From the environment only; needed with a corporation. */
    Optional<String> secret();

    @Override
    @WithDefault("20")
    int rate();

    @Override
    @WithDefault("1s")
    Duration per();
}
