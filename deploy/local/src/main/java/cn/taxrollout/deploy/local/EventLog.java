package cn.taxrollout.deploy.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The events as they stand on their topic: what every consumer gets, which is more to the point than what a service says of itself. */
public final class EventLog {

    private static final String TASK_EVENTS = "task.events.v1";
    private static final String DIRECTORY = "org.directory.v1";
    private static final Duration POLL = Duration.ofMillis(200);

    private EventLog() {}

    /**
     * One record of the topic.
     *
     * @param id the event's, the same on every redelivery
     * @param type without namespace and version, such as {@code TaskIssued}
     * @param time business time of the event, ISO-8601
     * @param data JSON
     */
    public record Entry(String id, String type, String time, String key, String data) {

        private static Entry of(ConsumerRecord<String, String> published) {
            return new Entry(
                    header(published, "ce_id"),
                    header(published, "ce_type").replaceAll("^cn\\.taxrollout\\.(task|org)\\.|\\.v\\d+$", ""),
                    header(published, "ce_time"),
                    published.key(),
                    published.value());
        }

        private static String header(ConsumerRecord<String, String> published, String name) {
            return new String(published.headers().lastHeader(name).value(), UTF_8);
        }
    }

    /** All task events; of one key in the order of the topic. */
    public static List<Entry> read(RunningSuite suite) {
        return read(suite, TASK_EVENTS);
    }

    /** All states of the directory that haven't been compacted away; of one key in the order of the topic. */
    public static List<Entry> directory(RunningSuite suite) {
        return read(suite, DIRECTORY);
    }

    private static List<Entry> read(RunningSuite suite, String topic) {
        var settings = Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                suite.kafka().bootstrap(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var entries = new ArrayList<Entry>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(published -> entries.add(Entry.of(published)));
            }
            return entries;
        }
    }
}
