package cn.taxrollout.org.appointment;

/** What a seat means in its unit. */
public enum SeatRank {
    /** 组长, 主任, 股长: leads the unit; of a section, its principal. */
    HEAD,
    /** 副组长, 副主任. */
    DEPUTY_HEAD,
    /** 成员. */
    MEMBER,
    /** Maintains the structure of the unit and all below it; no member of it. */
    ADMINISTRATOR
}
