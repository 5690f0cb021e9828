package cn.taxrollout.notification.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after a failure: twice as long each time, give or take a fifth, so that not all come back at once. */
@ApplicationScoped
class Pauses {
    private static final double SPREAD = 0.2;
    /** From here on the longest pause is reached in any case. */
    private static final int MOST_DOUBLINGS = 30;

    private final SubscriptionSettings settings;

    Pauses(SubscriptionSettings settings) {
        this.settings = settings;
    }

    /** @param failures in a row, at least 1 */
    Duration after(int failures) {
        long millis = Math.min(
                settings.longestPause().toMillis(),
                settings.pause().toMillis() << Math.min(failures - 1, MOST_DOUBLINGS));
        double spread = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
        return Duration.ofMillis(Math.round(millis * spread));
    }
}
