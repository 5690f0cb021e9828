package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import java.util.Optional;
import java.util.UUID;

/** A person with the addresses that the directory has; null where it has none. */
record Recipient(UUID staffId, String staffNo, String email, String mobile, String chatId) {
    Optional<String> address(ChannelName channel) {
        String address =
                switch (channel) {
                    case EMAIL -> email;
                    case CHAT -> chatId;
                    case CHAT_ROBOT, SMS -> mobile;
                    case WEBHOOK -> staffNo;
                };
        return Optional.ofNullable(address).filter(text -> !text.isBlank());
    }
}
