package cn.taxrollout.notification.delivery;

import java.util.EnumSet;
import java.util.Set;

/** What has become of a delivery. */
enum DeliveryState {
    /** Waits for its first attempt. */
    PENDING,
    /** Waits for the digest that will list it. */
    COLLECTED,
    /** A replica is about to send it; nothing has left yet. */
    CLAIMED,
    /** It is being sent, or its sender ended meanwhile. */
    SENDING,
    /** The other side has accepted it. */
    SENT,
    /** The last attempt came to nothing; waits for the next. */
    FAILED,
    /** The other side won't have it. */
    REFUSED,
    /** Whether it arrived isn't known; it isn't sent again unless an operator says so. */
    UNCERTAIN,
    /** No further attempt is made, by rule or by an operator. */
    GIVEN_UP,
    /** Not sent on purpose; the reason is a {@link SkipReason}. */
    SKIPPED;

    /** States in which an operator may ask for an attempt. */
    static final Set<DeliveryState> RETRIED = EnumSet.of(FAILED, REFUSED, UNCERTAIN, GIVEN_UP, SKIPPED);
    /** States in which an operator may end it. */
    static final Set<DeliveryState> ENDED = EnumSet.of(PENDING, FAILED, UNCERTAIN, REFUSED);
}
