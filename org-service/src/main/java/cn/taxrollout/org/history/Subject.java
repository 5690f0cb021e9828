package cn.taxrollout.org.history;

/** What can change. */
public enum Subject {
    UNIT,
    STAFF_MEMBER,
    SEAT,
    APPOINTMENT,
    STAND_IN,
    DUTIES,
    DIRECTORY_IMPORT,
    REPUBLICATION
}
