package cn.taxrollout.notification.delivery;

/** Why a delivery wasn't sent on purpose. */
enum SkipReason {
    /** The directory has no address of the person for this channel. */
    NO_ADDRESS,
    /** The person has switched the channel off for this kind of message. */
    SWITCHED_OFF,
    /** The person has read the message in the inbox, or acknowledged what is repeated until it is. */
    READ,
    /** The person doesn't work here any more. */
    LEFT,
    /** A later round tells the same. */
    SUPERSEDED,
    /** All that the digest would have listed was read meanwhile. */
    NOTHING_LEFT
}
