package cn.taxrollout.notification.preference;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.preference.PreferenceResource.KindWish;
import cn.taxrollout.notification.preference.PreferenceResource.Wish;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Refusal.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what a person wishes can be done, named by its fields where it can't. */
final class WishCheck {
    private static final Set<MessageKind> MUST_REACH = EnumSet.of(MessageKind.MANDATORY, MessageKind.URGENT);

    private final Set<ChannelName> usable;
    private final List<Violation> violations = new ArrayList<>();

    /** @param setUp the installation's channels */
    WishCheck(Set<ChannelName> setUp) {
        this.usable = setUp.isEmpty() ? EnumSet.allOf(ChannelName.class) : setUp;
    }

    /** @throws Refusal 400 that names what can't be done */
    Preference preference(Wish wish) {
        Set<ChannelName> ordered = EnumSet.noneOf(ChannelName.class);
        for (int i = 0; i < wish.channelOrder().size(); i++) {
            if (!ordered.add(wish.channelOrder().get(i))) {
                violations.add(new Violation(
                        "channelOrder[" + i + "]",
                        "channel-twice",
                        wish.channelOrder().get(i)));
            }
        }
        if (wish.quietHours() != null
                && wish.quietHours().from().equals(wish.quietHours().to())) {
            violations.add(new Violation("quietHours.to", "quiet-hours-empty"));
        }
        Map<MessageKind, KindPreference> kinds = new EnumMap<>(MessageKind.class);
        for (int i = 0; i < wish.kinds().size(); i++) {
            KindWish kind = wish.kinds().get(i);
            String field = "kinds[" + i + "]";
            check(kind, field);
            if (kinds.put(kind.kind(), new KindPreference(Set.copyOf(kind.off()), kind.digestAt())) != null) {
                violations.add(new Violation(field + ".kind", "kind-twice", kind.kind()));
            }
        }
        if (!violations.isEmpty()) {
            throw Refusal.badRequest("invalid-request", violations);
        }
        return new Preference(
                wish.language(),
                Preferences.complete(wish.channelOrder()),
                Optional.ofNullable(wish.quietHours()).map(quiet -> new QuietHours(quiet.from(), quiet.to())),
                kinds);
    }

    private void check(KindWish wish, String field) {
        boolean mustReach = MUST_REACH.contains(wish.kind());
        if (mustReach && wish.off().containsAll(usable)) {
            violations.add(new Violation(field + ".off", "kind-needs-a-channel", wish.kind()));
        }
        if (mustReach && !wish.digestAt().isEmpty()) {
            violations.add(new Violation(field + ".digestAt", "kind-not-in-digest", wish.kind()));
        }
        if (!wish.digestAt().isEmpty() && wish.off().contains(ChannelName.EMAIL)) {
            violations.add(new Violation(field + ".off", "digest-needs-mail"));
        }
    }
}
