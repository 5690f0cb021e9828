package cn.taxrollout.org.finding;

/** What somebody should look at in an organisation, in the order in which it is listed. Nothing of it is forbidden. */
public enum FindingType {
    /** A unit set up for a reform answers for nothing on record. */
    UNIT_WITHOUT_DUTIES,
    /** A seat that nobody holds. */
    SEAT_WITHOUT_HOLDER,
    /** A unit that has no head, whether or not it has a seat for one. */
    UNIT_WITHOUT_HEAD,
    /** Somebody works here but belongs to no section. */
    PERSON_WITHOUT_SECTION,
    /** A member of a group is of a section that isn't among the members of the office above the group. */
    MEMBER_OF_SECTION_OUTSIDE_OFFICE,
    /** A director or deputy director of an office is of a section that isn't among the office's members. */
    OFFICE_LEADER_OF_SECTION_OUTSIDE_OFFICE,
    /**
     * Somebody sits, by an own seat or standing in for somebody, both in a group that does tasks and in the supervising group of the same
     * project team, which assesses them.
     */
    RECUSAL
}
