package cn.taxrollout.notification.inbox;

/** How far a person has come with a message; acknowledged is more than read. */
public enum MessageState {
    UNREAD,
    READ,
    ACKNOWLEDGED
}
