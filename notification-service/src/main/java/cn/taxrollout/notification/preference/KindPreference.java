package cn.taxrollout.notification.preference;

import cn.taxrollout.notification.channel.ChannelName;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/**
 * How messages of one kind reach a person outside of the suite.
 *
 * @param off channels that aren't used for them
 * @param digestAt at which times of working days (China) they are told together in one mail, ascending; each at once if empty
 */
public record KindPreference(Set<ChannelName> off, List<LocalTime> digestAt) {
    public KindPreference {
        off = Set.copyOf(off);
        digestAt = digestAt.stream().distinct().sorted().toList();
    }
}
