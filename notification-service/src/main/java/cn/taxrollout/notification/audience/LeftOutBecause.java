package cn.taxrollout.notification.audience;

/** Why somebody who might have expected a message wasn't told. */
public enum LeftOutBecause {
    /** Doesn't work here any more. */
    LEFT,
    /** The appointment ended within the three months before. */
    APPOINTMENT_ENDED,
    /** The appointment begins within the three months to come. */
    APPOINTMENT_NOT_BEGUN,
    /** Holds an administrator's seat only, which is for the software. */
    ADMINISTRATOR_ONLY,
    /** Is a deputy, and the unit has a head. */
    HEAD_IS_THERE,
    /** The unit has ended. */
    UNIT_ENDED,
    /** Stands in on that day for a person who was told, but for another unit's seats. */
    STANDS_IN_ELSEWHERE
}
