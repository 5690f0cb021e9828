package cn.taxrollout.notification.delivery;

import static cn.taxrollout.notification.channel.ChannelName.CHAT;
import static cn.taxrollout.notification.channel.ChannelName.CHAT_ROBOT;
import static cn.taxrollout.notification.channel.ChannelName.EMAIL;
import static cn.taxrollout.notification.channel.ChannelName.SMS;
import static cn.taxrollout.notification.channel.ChannelName.WEBHOOK;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.preference.KindPreference;
import cn.taxrollout.notification.preference.Preference;
import cn.taxrollout.notification.web.Language;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTest {
    private static final Set<ChannelName> ALL = EnumSet.allOf(ChannelName.class);
    private static final List<ChannelName> ORDER = List.of(CHAT, EMAIL, SMS, CHAT_ROBOT, WEBHOOK);
    private static final Recipient REACHABLE =
            new Recipient(UUID.randomUUID(), "N1001", "a@example.org", "13800000000", "chat");
    private static final Recipient WITHOUT_CHAT =
            new Recipient(UUID.randomUUID(), "N1001", "a@example.org", "13800000000", null);

    @Test
    void theFirstChannelOfTheOrderIsTaken() {
        assertThat(route(MessageKind.INFORMATION, off(), REACHABLE, ALL, Set.of()))
                .containsExactly("CHAT");
    }

    @Test
    void whatIsPassedOverSaysWhy() {
        assertThat(route(MessageKind.INFORMATION, off(EMAIL), WITHOUT_CHAT, ALL, Set.of()))
                .containsExactly("CHAT NO_ADDRESS", "EMAIL SWITCHED_OFF", "SMS");
    }

    @Test
    void whatIsNotSetUpOrWasTriedIsNoStep() {
        assertThat(route(MessageKind.INFORMATION, off(), REACHABLE, EnumSet.of(EMAIL, SMS), Set.of(EMAIL)))
                .containsExactly("SMS");
    }

    @ParameterizedTest
    @EnumSource(names = {"MANDATORY", "URGENT"})
    void whatMustReachThePersonTakesASwitchedOffChannelRatherThanNone(MessageKind kind) {
        Set<ChannelName> setUp = EnumSet.of(CHAT, EMAIL);
        assertThat(route(kind, off(CHAT, EMAIL), WITHOUT_CHAT, setUp, Set.of()))
                .containsExactly("CHAT NO_ADDRESS", "EMAIL");
        assertThat(route(kind, off(EMAIL), REACHABLE, setUp, Set.of(CHAT)))
                .as("what is left after a channel that was switched on and failed")
                .containsExactly("EMAIL SWITCHED_OFF");
    }

    @ParameterizedTest
    @EnumSource(names = {"INFORMATION", "REMINDER"})
    void whatMayBeSwitchedOffAltogetherStaysInTheInbox(MessageKind kind) {
        assertThat(route(kind, off(CHAT, EMAIL), REACHABLE, EnumSet.of(CHAT, EMAIL), Set.of()))
                .containsExactly("CHAT SWITCHED_OFF", "EMAIL SWITCHED_OFF");
    }

    private static List<String> route(
            MessageKind kind,
            Set<ChannelName> off,
            Recipient recipient,
            Set<ChannelName> setUp,
            Set<ChannelName> tried) {
        Map<MessageKind, KindPreference> kinds = new EnumMap<>(MessageKind.class);
        for (MessageKind every : MessageKind.values()) {
            kinds.put(every, new KindPreference(off, List.of()));
        }
        var preference = new Preference(Language.CHINESE, ORDER, Optional.empty(), kinds);
        return Route.of(kind, preference, recipient, setUp, tried).stream()
                .map(step ->
                        step.channel() + step.skipped().map(why -> " " + why).orElse(""))
                .toList();
    }

    private static Set<ChannelName> off(ChannelName... channels) {
        return Set.of(channels);
    }
}
