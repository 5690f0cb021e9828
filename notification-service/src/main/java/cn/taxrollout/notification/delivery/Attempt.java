package cn.taxrollout.notification.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An attempt that has begun, which is on record before anything leaves.
 *
 * @param number from 1
 * @param failures attempts before this one that came to nothing
 * @param uncertainSince when the first attempt began of which nobody knows whether it arrived
 * @param dueSince since when it could have been sent
 * @param messageId empty for a digest
 */
record Attempt(
        Claimed claimed,
        int number,
        Instant startedAt,
        int failures,
        Optional<Instant> uncertainSince,
        Instant dueSince,
        Optional<UUID> messageId,
        int round) {}
