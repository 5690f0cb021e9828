package cn.taxrollout.org.messaging;

import java.util.UUID;

/**
 * One event to be sent.
 *
 * @param aggregateId the changed aggregate; becomes the record key
 * @param sequence rises by one per aggregate; a second event with the same number fails the transaction
 * @param type the wire name of the event, such as {@code cn.taxrollout.org.UnitState.v1}
 * @param data what is written as the JSON value
 */
public record OutboxEvent(UUID aggregateId, long sequence, String type, Object data) {}
