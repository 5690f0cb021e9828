package cn.taxrollout.notification.channel;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The channels that the installation has set up. */
@ApplicationScoped
public class SetUpChannels {
    private final List<Channel> channels;

    SetUpChannels(@All List<Channel> channels) {
        this.channels = channels;
    }

    public Set<ChannelName> names() {
        Set<ChannelName> names = EnumSet.noneOf(ChannelName.class);
        channels.stream().filter(Channel::isSetUp).map(Channel::name).forEach(names::add);
        return names;
    }

    /** The channel of that name, also one that isn't set up any more. */
    public Channel get(ChannelName name) {
        return channels.stream()
                .filter(channel -> channel.name() == name)
                .max(Comparator.comparing(Channel::isSetUp))
                .orElseThrow();
    }
}
