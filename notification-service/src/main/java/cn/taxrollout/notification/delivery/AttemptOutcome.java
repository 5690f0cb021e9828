package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.Outcome;
import java.util.Optional;

/** How an attempt ended, as it is kept. */
enum AttemptOutcome {
    ACCEPTED,
    FAILED,
    REFUSED,
    UNCERTAIN;

    /** @throws IllegalArgumentException for what wasn't an attempt */
    static AttemptOutcome of(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return ACCEPTED;
        }
        if (outcome instanceof Outcome.Failed) {
            return FAILED;
        }
        if (outcome instanceof Outcome.Refused) {
            return REFUSED;
        }
        if (outcome instanceof Outcome.Uncertain) {
            return UNCERTAIN;
        }
        throw new IllegalArgumentException("not an attempt: " + outcome);
    }

    static Optional<String> reason(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Optional.of(failed.reason());
        }
        if (outcome instanceof Outcome.Refused refused) {
            return Optional.of(refused.reason());
        }
        return outcome instanceof Outcome.Uncertain uncertain ? Optional.of(uncertain.reason()) : Optional.empty();
    }

    static Optional<String> receipt(Outcome outcome) {
        return outcome instanceof Outcome.Accepted accepted ? accepted.receipt() : Optional.empty();
    }
}
