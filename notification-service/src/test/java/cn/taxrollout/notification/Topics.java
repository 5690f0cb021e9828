package cn.taxrollout.notification;

import cn.taxrollout.deploy.embedded.ServiceParts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the real topics, as the other services do. */
public final class Topics {
    public static final String DIRECTORY = "org.directory.v1";
    public static final String TASKS = "task.events.v1";
    public static final String DAY = "2023-03-20T09:00:00+08:00";

    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();
    private static final KafkaProducer<String, byte[]> PRODUCER = new KafkaProducer<>(
            Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ServiceParts.kafkaBootstrap(),
                    ProducerConfig.ACKS_CONFIG,
                    "all"),
            new StringSerializer(),
            new ByteArraySerializer());

    private Topics() {}

    /** Publishes what the organisation has described, each state as an event. */
    public static void publish(Organisation organisation) {
        for (Organisation.State state : organisation.takeStates()) {
            send(
                    DIRECTORY,
                    state.id(),
                    Generators.timeBasedEpochGenerator().generate(),
                    state.type(),
                    DAY,
                    json(state.data()));
        }
        PRODUCER.flush();
    }

    /** Publishes an event of task-service that happened at {@link #DAY}. */
    public static void publish(UUID key, UUID eventId, String name, Map<String, Object> data) {
        send(TASKS, key, eventId, "cn.taxrollout.task." + name + ".v1", DAY, json(data));
        PRODUCER.flush();
    }

    public static void send(String topic, UUID key, UUID eventId, String type, String time, byte[] payload) {
        var headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                eventId.toString(),
                "ce_type",
                type,
                "ce_source",
                "/test",
                "ce_subject",
                key.toString(),
                "ce_time",
                time,
                "content-type",
                "application/json");
        send(topic, key.toString(), headers, payload);
    }

    public static void send(String topic, String key, Map<String, String> headers, byte[] payload) {
        var record = new ProducerRecord<>(topic, key, payload);
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        PRODUCER.send(record);
        PRODUCER.flush();
    }

    public static byte[] json(Object data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
