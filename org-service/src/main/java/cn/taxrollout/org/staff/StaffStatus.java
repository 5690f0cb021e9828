package cn.taxrollout.org.staff;

/** Whether a person works in the bureau. */
public enum StaffStatus {
    ACTIVE,
    LEFT
}
