package cn.taxrollout.notification.template;

import java.net.URI;
import java.util.List;

/**
 * What the one message for many can name.
 *
 * @param count how many messages wait
 * @param confidential how many of them can't be named
 * @param link of the inbox
 */
record Digest(List<Item> items, int count, int confidential, URI link) {
    record Item(String title, URI link) {}
}
