package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a delivery after an attempt.
 *
 * @param due when it is tried again, for PENDING and FAILED
 * @param counted whether the attempt is one; a channel that didn't try has made none
 * @param fallsBack whether the person's next channel is tried
 */
record Settlement(
        DeliveryState state,
        String reason,
        Optional<Instant> due,
        int failures,
        Optional<Instant> uncertainSince,
        boolean counted,
        boolean fallsBack) {

    /** What an attempt meets, beside its outcome. */
    record Terms(DeliverySettings settings, Duration deduplicatesFor, Instant now, double jitter) {
        /** @param jitter from 0 to 1, which stretches a pause from four to six fifths */
        Terms {
            if (jitter < 0 || jitter > 1) {
                throw new IllegalArgumentException("jitter " + jitter);
            }
        }

        private Optional<Instant> afterPause(int failures, Optional<Duration> atLeast) {
            if (failures > settings.pauses().size()) {
                return Optional.empty();
            }
            Duration pause = settings.pauses().get(failures - 1);
            Duration jittered = Duration.ofMillis((long) (pause.toMillis() * (0.8 + 0.4 * jitter)));
            Duration asked = atLeast.orElse(Duration.ZERO);
            return Optional.of(now.plus(jittered.compareTo(asked) < 0 ? asked : jittered));
        }
    }

    static Settlement of(Attempt attempt, Outcome outcome, Terms terms) {
        if (outcome instanceof Outcome.Accepted) {
            return ended(DeliveryState.SENT, null, attempt, false);
        }
        if (outcome instanceof Outcome.Refused refused) {
            return ended(DeliveryState.REFUSED, refused.reason(), attempt, true);
        }
        if (outcome instanceof Outcome.Failed failed) {
            return failed(attempt, failed, terms);
        }
        if (outcome instanceof Outcome.Uncertain uncertain) {
            return uncertain(attempt, uncertain.reason(), terms);
        }
        return postponed(attempt, (Outcome.Postponed) outcome, terms);
    }

    private static Settlement failed(Attempt attempt, Outcome.Failed failed, Terms terms) {
        int failures = attempt.failures() + 1;
        Optional<Instant> due = terms.afterPause(failures, failed.retryAfter());
        if (due.isPresent()) {
            return new Settlement(
                    DeliveryState.FAILED, failed.reason(), due, failures, attempt.uncertainSince(), true, false);
        }
        return attempt.uncertainSince().isPresent()
                ? ended(DeliveryState.UNCERTAIN, failed.reason(), attempt, false)
                : ended(DeliveryState.GIVEN_UP, failed.reason(), attempt, true);
    }

    /** Tried again only while the other side recognises the repetition. */
    private static Settlement uncertain(Attempt attempt, String reason, Terms terms) {
        int failures = attempt.failures() + 1;
        Instant since = attempt.uncertainSince().orElse(attempt.startedAt());
        Optional<Instant> due = terms.afterPause(failures, Optional.empty())
                .filter(at -> isRecognised(since, at, terms.deduplicatesFor(), terms.settings()));
        return new Settlement(
                due.isPresent() ? DeliveryState.FAILED : DeliveryState.UNCERTAIN,
                reason,
                due,
                failures,
                Optional.of(since),
                true,
                false);
    }

    /** Whether what is sent at a moment is still recognised as a repetition when it arrives. */
    static boolean isRecognised(Instant since, Instant at, Duration deduplicatesFor, DeliverySettings settings) {
        return at.plus(settings.lease()).isBefore(since.plus(deduplicatesFor));
    }

    private static Settlement postponed(Attempt attempt, Outcome.Postponed postponed, Terms terms) {
        boolean patient =
                terms.now().isBefore(attempt.dueSince().plus(terms.settings().patience()));
        return new Settlement(
                attempt.failures() == 0 ? DeliveryState.PENDING : DeliveryState.FAILED,
                postponed.reason(),
                Optional.of(terms.now().plus(postponed.retryAfter())),
                attempt.failures(),
                attempt.uncertainSince(),
                false,
                !patient && attempt.uncertainSince().isEmpty());
    }

    /** As it is once the next channel has taken over from one that still waits. */
    Settlement givenUp() {
        return new Settlement(
                DeliveryState.GIVEN_UP, reason, Optional.empty(), failures, uncertainSince, counted, false);
    }

    private static Settlement ended(DeliveryState state, String reason, Attempt attempt, boolean fallsBack) {
        return new Settlement(
                state, reason, Optional.empty(), attempt.failures(), attempt.uncertainSince(), true, fallsBack);
    }
}
