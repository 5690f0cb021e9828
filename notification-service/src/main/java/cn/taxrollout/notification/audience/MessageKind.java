package cn.taxrollout.notification.audience;

/** How much a message wants of its reader. */
public enum MessageKind {
    INFORMATION,
    REMINDER,
    /** Can't be switched off. */
    MANDATORY,
    /** Can't be switched off and doesn't wait. */
    URGENT
}
