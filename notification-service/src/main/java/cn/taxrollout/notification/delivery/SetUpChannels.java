package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.Channel;
import cn.taxrollout.notification.channel.ChannelName;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The channels that the installation has set up. */
@ApplicationScoped
class SetUpChannels {
    private final Map<ChannelName, Channel> channels = new EnumMap<>(ChannelName.class);

    SetUpChannels(@All List<Channel> all) {
        for (Channel channel : all) {
            Channel other = channels.putIfAbsent(channel.name(), channel);
            if (other != null) {
                throw new IllegalStateException("two adapters for " + channel.name());
            }
        }
    }

    Set<ChannelName> names() {
        Set<ChannelName> names = EnumSet.noneOf(ChannelName.class);
        channels.forEach((name, channel) -> {
            if (channel.isSetUp()) {
                names.add(name);
            }
        });
        return names;
    }

    Channel get(ChannelName name) {
        return channels.get(name);
    }
}
