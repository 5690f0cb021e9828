package cn.taxrollout.notification.audience;

/** Who can be addressed, seen from units. */
public enum AudienceGroup {
    /** Whoever holds a seat in the units, heads too; administrators of the software are not members. */
    UNIT_MEMBERS,
    /** The heads of the units; of a unit without one, its deputy heads. */
    UNIT_HEADS,
    /** The members of the office above each unit, or else of the one in its bureau. */
    OFFICE,
    /** The members of the leading group above each unit, or else of the one in its bureau. */
    LEADING_GROUP,
    /** The members of the unit in the same bureau that chases tasks. */
    COORDINATING_GROUP,
    /** The members of the unit in the same bureau that supervises and assesses. */
    SUPERVISING_GROUP,
    /** The members of the units and of all units below them. */
    SUBTREE,
    /** Persons who were named. */
    NAMED
}
