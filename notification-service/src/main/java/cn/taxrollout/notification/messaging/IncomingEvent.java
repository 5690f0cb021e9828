package cn.taxrollout.notification.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;

/**
 * A record as it came, a CloudEvent in binary mode or what claims to be one. The headers are read here and not by the
 * connector: there a malformed one ends the channel, here it parks one event.
 *
 * @param key the aggregate's id; a record without key is one of its own
 * @param headers the last value of each header, as text
 */
record IncomingEvent(
        String topic, int partition, long offset, String key, Map<String, String> headers, byte[] payload) {

    /** The records of a poll, those of a partition in their order. */
    static List<IncomingEvent> of(ConsumerRecords<String, byte[]> records) {
        List<IncomingEvent> events = new ArrayList<>(records.count());
        records.forEach(record -> events.add(of(record)));
        return events;
    }

    static IncomingEvent of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(
                    text(header.key()),
                    header.value() == null ? "" : text(new String(header.value(), StandardCharsets.UTF_8)));
        }
        String key = record.key() == null ? "%d:%d".formatted(record.partition(), record.offset()) : text(record.key());
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        return new IncomingEvent(record.topic(), record.partition(), record.offset(), key, headers, payload);
    }

    /** PostgreSQL keeps every character but this one; a record that has it must still be parked. */
    private static String text(String value) {
        return value.replace('\0', '\uFFFD');
    }

    /** The wire type, empty if the record has none. */
    String type() {
        return headers.getOrDefault("ce_type", "");
    }

    /** Whether the record has an id by which it would be recognised. */
    boolean hasId() {
        try {
            id();
            return true;
        } catch (UnusableEvent e) {
            return false;
        }
    }

    /** @throws UnusableEvent if the record has no id or one that isn't a UUID */
    UUID id() {
        String id = required("ce_id");
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new UnusableEvent("ce_id is no UUID: " + id, e);
        }
    }

    /** @throws UnusableEvent if the record has no time or an unreadable one */
    Instant time() {
        String time = required("ce_time");
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            throw new UnusableEvent("ce_time is no time: " + time, e);
        }
    }

    private String required(String header) {
        String value = headers.get(header);
        if (value == null) {
            throw new UnusableEvent("header %s is missing".formatted(header), null);
        }
        return value;
    }
}
