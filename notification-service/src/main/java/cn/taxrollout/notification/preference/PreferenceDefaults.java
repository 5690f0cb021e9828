package cn.taxrollout.notification.preference;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.web.Language;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the installation reaches people who haven't said how they want it. */
@ConfigMapping(prefix = "notification.preferences")
interface PreferenceDefaults {
    /** {@code CHINESE} or {@code ENGLISH}. */
    @WithDefault("CHINESE")
    Language language();

    /** The channel that is tried first comes first; those not named come last. */
    @WithDefault("CHAT,EMAIL,SMS,CHAT_ROBOT,WEBHOOK")
    List<ChannelName> order();

    /** Channels not used for a kind, such as {@code notification.preferences.off.REMINDER=SMS}. */
    Map<MessageKind, Set<ChannelName>> off();

    /**
     * At which times of working days messages of a kind are told together in one mail, such as
     * {@code notification.preferences.digest-at.INFORMATION=09:00,16:00}; those of other kinds are told each at once.
     */
    Map<MessageKind, List<LocalTime>> digestAt();

    /** When nothing but what is urgent leaves. */
    Optional<Quiet> quietHours();

    /** Every day, in China's time; over midnight where {@code to} is earlier than {@code from}. */
    interface Quiet {
        /** The first quiet moment, such as {@code 22:00}. */
        LocalTime from();

        /** The first moment that isn't quiet any more. */
        LocalTime to();
    }
}
