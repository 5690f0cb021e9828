package cn.taxrollout.notification.template;

import java.util.List;
import java.util.UUID;

/**
 * What the one message for many is made of.
 *
 * @param items what may be named, in the order in which it is listed
 * @param confidential how many messages of plans marked 不予公开 wait besides; they are counted and not named
 */
public record DigestFacts(List<Item> items, int confidential) {

    /**
     * One message in the inbox.
     *
     * @param title in the reader's language
     */
    public record Item(UUID messageId, String title) {}
}
