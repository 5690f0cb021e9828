package cn.taxrollout.task.security;

/** How a person stands to a plan and to a unit's share in it, by the seats held on the business day. */
public enum Relation {
    /** Holds a seat in the unit that answers for the share; as its head, a deputy or a member. */
    MEMBER,
    /** Heads that unit. */
    HEAD,
    /** Holds a seat in the leading group's office in the plan's bureau. */
    OFFICE,
    /** Holds a seat in the unit of the plan's bureau that chases tasks. */
    COORDINATION,
    /** Administers the plan's bureau or one above it. */
    ADMINISTRATOR
}
