package cn.taxrollout.notification.messaging;

import java.io.IOException;

/** What this service does with the events of one topic. */
interface Subscription {
    String topic();

    /** Whether events of this type concern the service; others are skipped and counted. */
    boolean takes(String type);

    /**
     * Whether the events of a key build on each other, so that one that can't be applied holds back the later ones, and a
     * repeated one must be recognised by its id. False for topics of complete states with versions.
     */
    boolean isLog();

    /**
     * Applies the event within the running transaction.
     *
     * @throws UnusableEvent if no further attempt would help
     * @throws IOException if the payload can't be read
     */
    void apply(IncomingEvent event) throws IOException;
}
