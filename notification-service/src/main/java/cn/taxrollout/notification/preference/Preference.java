package cn.taxrollout.notification.preference;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.web.Language;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a person wants to be reached.
 *
 * @param order every channel, the one that is tried first comes first
 * @param kinds every kind
 */
public record Preference(
        Language language,
        List<ChannelName> order,
        Optional<QuietHours> quietHours,
        Map<MessageKind, KindPreference> kinds) {

    public boolean uses(ChannelName channel, MessageKind kind) {
        return !kinds.get(kind).off().contains(channel);
    }
}
