package cn.taxrollout.notification.messaging;

import java.io.IOException;
import java.util.List;

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
     * Applies the events, in their order, within the running transaction.
     *
     * @throws UnusableEvent if one of them is of no use, whatever the attempts
     * @throws IOException if a payload can't be read
     */
    void apply(List<IncomingEvent> events) throws IOException;
}
