package cn.taxrollout.notification.channel;

import java.time.Duration;
import java.util.Optional;

/** How an attempt to send ended. What it says is for operators and holds no secret. */
public sealed interface Outcome {
    /** @param receipt what the other side calls the message, if it calls it anything */
    record Accepted(Optional<String> receipt) implements Outcome {}

    /** It was not sent, and a later attempt may do better. */
    record Failed(String reason, Optional<Duration> retryAfter) implements Outcome {}

    /** It was not sent and never will be: no further attempt makes sense by this channel. */
    record Refused(String reason) implements Outcome {}

    /** Whether it was sent can't be known: it left, and no answer came. */
    record Uncertain(String reason) implements Outcome {}

    /**
     * The channel didn't try, as it keeps away from an other side that is down or from its own limit: no attempt is
     * counted against the message, which comes again.
     */
    record Postponed(String reason, Duration retryAfter) implements Outcome {}
}
