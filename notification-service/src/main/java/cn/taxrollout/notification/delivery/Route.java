package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.preference.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** By which channel a message goes: the first of the person's order that is set up, switched on and has an address. */
final class Route {
    private Route() {}

    /** @param skipped why the channel is passed over; empty for the one that is taken, which comes last */
    record Step(ChannelName channel, Optional<SkipReason> skipped) {}

    /**
     * The channels up to the one that is taken, or all of them if none can be. What must reach the person takes a channel that
     * is switched off rather than none at all.
     *
     * @param setUp the channels of the installation
     * @param tried those that come to nothing for this message
     */
    static List<Step> of(
            MessageKind kind,
            Preference preference,
            Recipient recipient,
            Set<ChannelName> setUp,
            Set<ChannelName> tried) {
        List<Step> steps = new ArrayList<>();
        for (ChannelName channel : preference.order()) {
            if (!setUp.contains(channel) || tried.contains(channel)) {
                continue;
            }
            Optional<SkipReason> skipped = skipped(kind, preference, recipient, channel);
            steps.add(new Step(channel, skipped));
            if (skipped.isEmpty()) {
                return steps;
            }
        }
        if (tried.isEmpty() && (kind == MessageKind.MANDATORY || kind == MessageKind.URGENT)) {
            takeSwitchedOff(steps);
        }
        return steps;
    }

    private static Optional<SkipReason> skipped(
            MessageKind kind, Preference preference, Recipient recipient, ChannelName channel) {
        if (recipient.address(channel).isEmpty()) {
            return Optional.of(SkipReason.NO_ADDRESS);
        }
        return preference.uses(channel, kind) ? Optional.empty() : Optional.of(SkipReason.SWITCHED_OFF);
    }

    private static void takeSwitchedOff(List<Step> steps) {
        for (Step step : List.copyOf(steps)) {
            if (step.skipped().equals(Optional.of(SkipReason.SWITCHED_OFF))) {
                steps.remove(step);
                steps.add(new Step(step.channel(), Optional.empty()));
                return;
            }
        }
    }
}
