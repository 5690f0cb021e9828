package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import java.util.UUID;

/**
 * A delivery that one thread of one replica works on.
 *
 * @param claim tells this work from any other on the same delivery, before or after it
 */
record Claimed(UUID id, UUID claim, ChannelName channel) {}
