package cn.taxrollout.org.security;

/**
 * What an actor is to a unit or person today. Seats of those for whom a person stands in count as that person's own. To a
 * person one is what one is to the unit in which that person has the home section or holds a seat.
 */
public enum Relation {
    /** The person themself. */
    SELF,
    /** Belongs to a bureau that the unit is in or under, by home section or seat. */
    BUREAU,
    /** Head or deputy head of the unit or of one above it. */
    LEADER,
    /** Holds a seat in an office of the unit's bureau. */
    OFFICE,
    /** Holds a seat in the coordinating group of the project team that the unit is or stands in. */
    COORDINATOR,
    /** Holds a seat of rank ADMINISTRATOR in the unit or above it. */
    ADMINISTRATOR,
    /** A system with the scope {@code org:read}. */
    READING_SYSTEM,
    /** A system with the scope {@code org:write}. */
    WRITING_SYSTEM
}
