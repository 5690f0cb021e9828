package cn.taxrollout.notification.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Events in the structured mode of CloudEvents 1.0 over HTTP: attributes and data are one JSON document, so that the
 * signature covers both.
 */
@ApplicationScoped
class CloudEvents {
    static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

    private static final String ATTRIBUTE = "ce_";
    private static final List<String> TRACE = List.of("traceparent", "tracestate");

    /** What may be known of a confidential plan: that something happened, to whom, and where to ask. */
    private static final Map<String, List<String>> MAY_BE_KNOWN = Map.of(
            "sequence", List.of(),
            "unitIds", List.of(),
            "plan", List.of("id", "confidential"),
            "phase", List.of("id"),
            "task", List.of("id", "link"));

    private final ObjectMapper json;
    private final boolean whole;

    CloudEvents(ObjectMapper json, SubscriptionSettings settings) {
        this.json = json;
        this.whole = settings.confidentialContent();
    }

    /** The event with its attributes as they came, and its data as much as may go out. */
    byte[] document(String headers, byte[] payload, boolean confidential) {
        try {
            ObjectNode document = json.createObjectNode();
            JsonNode received = json.readTree(headers);
            received.properties().forEach(header -> {
                if (header.getKey().startsWith(ATTRIBUTE)) {
                    document.set(header.getKey().substring(ATTRIBUTE.length()), header.getValue());
                } else if (TRACE.contains(header.getKey())) {
                    document.set(header.getKey(), header.getValue());
                }
            });
            document.put("specversion", "1.0").put("datacontenttype", "application/json");
            JsonNode data = json.readTree(payload);
            if (confidential && !whole) {
                document.remove("dataschema");
                document.set("data", reduced(data));
            } else {
                document.set("data", data);
            }
            return document.toString().getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("an event that could be read can't be any more", e);
        }
    }

    private ObjectNode reduced(JsonNode data) {
        ObjectNode reduced = json.createObjectNode();
        MAY_BE_KNOWN.forEach((field, parts) -> {
            if (parts.isEmpty() && data.has(field)) {
                reduced.set(field, data.get(field));
            } else if (data.path(field) instanceof ObjectNode object) {
                reduced.set(field, object.deepCopy().retain(parts));
            }
        });
        return reduced;
    }

    /** An event that says nothing but that calls arrive. */
    byte[] ping(UUID id, UUID subscription, Instant now) {
        ObjectNode document = json.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id.toString())
                .put("type", "cn.taxrollout.notification.Ping.v1")
                .put("source", "/notification-service")
                .put("subject", subscription.toString())
                .put("time", now.toString())
                .put("datacontenttype", "application/json");
        document.putObject("data").put("subscriptionId", subscription.toString());
        return document.toString().getBytes(UTF_8);
    }
}
