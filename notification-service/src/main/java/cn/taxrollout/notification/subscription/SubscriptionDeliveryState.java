package cn.taxrollout.notification.subscription;

/** How far the delivery of an event to a subscriber has come. */
public enum SubscriptionDeliveryState {
    WAITING,
    DELIVERED,
    /** It failed for too long; a replay brings it again. */
    GIVEN_UP
}
