package cn.taxrollout.notification.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The robot in a group of the enterprise chat. Without a key there is no such channel. */
@ConfigMapping(prefix = "notification.channel.chat-robot")
interface ChatRobotSettings extends ChannelLimits {
    /** Where the chat's interface stands; another one for a chat server of the bureau's own. */
    @WithDefault("https://qyapi.weixin.qq.com")
    URI address();

    /** The key in the robot's webhook address. From the environment only. */
    Optional<String> key();

    /** The chat takes 20 messages a minute from a robot; divide that by the number of replicas. */
    @Override
    @WithDefault("20")
    int rate();

    @Override
    @WithDefault("1m")
    Duration per();
}
