package cn.taxrollout.task.directory;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An active member of staff with the seats of one day: those held, and those of the people for whom this one stands in.
 *
 * @param homeBureauId the bureau of the home section, null if there is none
 * @param visibleBureauIds the bureaus of home section and seats, and all that stand below them
 */
public record Person(UUID id, String staffNo, UUID homeBureauId, Set<UUID> visibleBureauIds, List<Post> posts) {
    /**
     * A seat in a unit.
     *
     * @param rank HEAD, DEPUTY_HEAD, MEMBER or ADMINISTRATOR
     * @param unitKind such as BUREAU or OFFICE
     * @param functions such as COORDINATING
     * @param bureauId the nearest bureau above the unit, or the unit itself; null if the tree isn't known up to there
     */
    public record Post(UUID unitId, String rank, String unitKind, Set<String> functions, UUID bureauId) {}
}
