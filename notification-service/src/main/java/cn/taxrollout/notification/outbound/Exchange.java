package cn.taxrollout.notification.outbound;

import java.time.Duration;
import java.util.Optional;

/** How a call ended. Reasons are for operators and hold nothing of the call's address but the host. */
public sealed interface Exchange {
    /** What is the matter, or the status that was answered. */
    String reason();

    /** Nothing of the call was sent. */
    record NotSent(String reason) implements Exchange {}

    /** It was sent, in part at least, and no status came back. */
    record Unanswered(String reason) implements Exchange {}

    /**
     * @param body at most 64 KiB of it
     * @param whole whether the body is all that was to come: not if it was too long, too slow or broke off
     * @param retryAfter what the header of this name says, if it is a number of seconds
     */
    record Answered(int status, byte[] body, boolean whole, Optional<Duration> retryAfter) implements Exchange {
        @Override
        public String reason() {
            return "HTTP status " + status + (isRedirect() ? ", and redirects aren't followed" : "");
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        private boolean isRedirect() {
            return status / 100 == 3;
        }
    }
}
