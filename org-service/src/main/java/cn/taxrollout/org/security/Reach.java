package cn.taxrollout.org.security;

import java.util.Set;
import java.util.UUID;

/**
 * What a person's home section and seats of today come to, with the seats of those for whom the person stands in.
 *
 * @param staffId null for somebody who isn't known or has left
 * @param bureaus to which the person belongs
 * @param led units of which the person is head or deputy head
 * @param offices bureaus in whose offices the person holds a seat
 * @param teams project teams in whose coordinating group the person holds a seat
 * @param administered units that the person administers
 */
record Reach(
        UUID staffId, Set<UUID> bureaus, Set<UUID> led, Set<UUID> offices, Set<UUID> teams, Set<UUID> administered) {
    static final Reach NONE = new Reach(null, Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
}
