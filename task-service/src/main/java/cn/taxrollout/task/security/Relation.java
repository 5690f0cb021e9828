package cn.taxrollout.task.security;

/**
 * How a person stands to a plan and to a unit's share in it, by the seats of the business day. Whoever stands in for someone
 * (代理) stands there as that person does, but acts under the own name.
 */
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
