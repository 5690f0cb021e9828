package cn.taxrollout.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {

    private static final Path LOG = Path.of("target/embedded/kafka-test.log");

    @TempDir
    Path data;

    @Test
    void topicsHaveTheirPartitionsAndCleanupPolicies() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", ServiceParts.kafkaBootstrap()))) {
            assertThat(cleanupPolicy(admin, "org.directory.v1")).isEqualTo("compact");
            assertThat(cleanupPolicy(admin, "task.events.v1")).isEqualTo("delete");
            var topics = admin.describeTopics(List.of("org.directory.v1", "task.events.v1"))
                    .allTopicNames()
                    .get();
            assertThat(topics.values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(12));
        }
    }

    @Test
    void aRecordOutlivesACrashOfTheBroker() throws Exception {
        var broker = KafkaBroker.start(data, 0, LOG);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("task.events.v1", "key", "value"))
                    .get();
        }
        broker.kill();

        try (var again = KafkaBroker.start(data, broker.port(), LOG);
                var consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                again.bootstrap(),
                                "group.id",
                                "test",
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("task.events.v1"));
            var record = Awaitility.await()
                    .until(() -> consumer.poll(Duration.ofMillis(200)), records -> !records.isEmpty())
                    .iterator()
                    .next();
            assertThat(record.value()).isEqualTo("value");
        }
    }

    private static String cleanupPolicy(Admin admin, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get("cleanup.policy")
                .value();
    }
}
