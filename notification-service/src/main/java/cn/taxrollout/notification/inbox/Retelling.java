package cn.taxrollout.notification.inbox;

import java.util.UUID;

/**
 * Fired within a transaction in which a message is to leave the suite once more: something was added to it after it had left, or
 * nobody acknowledged it.
 *
 * @param round 2 and more; 1 was the first telling
 */
public record Retelling(UUID messageId, int round) {}
