package cn.taxrollout.deploy.e2e.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long people think, a load goes on or a fault lasts. What is to come about is awaited instead. */
final class Pause {

    private Pause() {}

    static void of(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
