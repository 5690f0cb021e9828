package cn.taxrollout.notification.subscription;

/** Whether a subscriber is called. */
public enum SubscriptionState {
    ACTIVE,
    /** By its owner, or after long failure. Events that happen meanwhile can be replayed. */
    DISABLED
}
