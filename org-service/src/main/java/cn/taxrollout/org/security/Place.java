package cn.taxrollout.org.security;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Where a unit stands today.
 *
 * @param path the units from the top down to it, itself included
 * @param bureauId the nearest bureau on that way; the top unit where there is none
 */
public record Place(List<UUID> path, UUID bureauId) {
    boolean isInOrBelow(Collection<UUID> units) {
        return path.stream().anyMatch(units::contains);
    }
}
