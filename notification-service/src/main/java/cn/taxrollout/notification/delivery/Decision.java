package cn.taxrollout.notification.delivery;

import java.util.Set;

/** What operators may decide on a delivery. */
enum Decision {
    /** Try it again at once, with all its attempts, even where it may have arrived. */
    RETRY(DeliveryState.RETRIED),
    /** Try it no more. */
    GIVE_UP(DeliveryState.ENDED);

    private final Set<DeliveryState> allowedIn;

    Decision(Set<DeliveryState> allowedIn) {
        this.allowedIn = allowedIn;
    }

    Set<DeliveryState> allowedIn() {
        return allowedIn;
    }
}
