package cn.taxrollout.task.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Knows whether the copy of the organisation is whole: whether this service, by whichever replica, has applied all that
 * stood on the topic when this replica started. Until then the replica isn't ready: it would refuse people it doesn't know yet. Once reached it
 * stays reached; what is written later arrives within moments.
 */
@ApplicationScoped
class DirectoryCatchUp {
    private static final Logger LOG = Logger.getLogger(DirectoryCatchUp.class);
    private static final long PAUSE_MILLIS = 200;

    private final Map<String, Object> kafka;
    private final String group;
    /** Per partition the offset after the last state that this replica applied: known sooner than what the group commits. */
    private final Map<TopicPartition, Long> applied = new ConcurrentHashMap<>();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private Map<TopicPartition, Long> ends;
    private volatile boolean reached;
    private volatile String waitsFor = "the end of the topic is not known yet";

    DirectoryCatchUp(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.directory.group.id") String group) {
        this.kafka = kafka;
        this.group = group;
    }

    @Produces
    @Readiness
    HealthCheck readiness() {
        return () -> {
            var response = HealthCheckResponse.named("directory copy").status(reached);
            return (reached ? response : response.withData("waits for", waitsFor)).build();
        };
    }

    void start(@Observes StartupEvent event) {
        var thread = new Thread(this::run, "directory-catch-up");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    void applied(List<IncomingEvent> events) {
        if (!reached) {
            events.forEach(
                    event -> applied.put(new TopicPartition(event.topic(), event.partition()), event.offset() + 1));
        }
    }

    private void run() {
        try {
            do {
                catchUp();
            } while (!reached && !stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (reached) {
            LOG.info("The directory copy is whole");
            applied.clear();
        }
    }

    /** Returns when the ends are reached, the service stops, or Kafka fails, which is tried again. */
    private void catchUp() throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            ends = ends == null ? ends(admin) : ends;
            do {
                long behind = behind(admin, ends);
                waitsFor = behind + " states";
                reached = behind == 0;
            } while (!reached && !stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | KafkaException e) {
            waitsFor = "Kafka: " + e.getMessage();
        }
    }

    /** The end of each partition that holds anything. */
    private static Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = admin
                .describeTopics(List.of(DirectoryChannel.TOPIC))
                .allTopicNames()
                .get()
                .get(DirectoryChannel.TOPIC)
                .partitions()
                .stream()
                .map(TopicPartitionInfo::partition)
                .map(partition -> new TopicPartition(DirectoryChannel.TOPIC, partition))
                .toList();
        Map<TopicPartition, Long> starts = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
        ends.entrySet().removeIf(end -> end.getValue() <= starts.get(end.getKey()));
        return ends;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }

    /** How many offsets lie between what the group, or this replica for itself, has applied and the ends. */
    private long behind(Admin admin, Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> positions = new HashMap<>(applied);
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                positions.merge(partition, offset.offset(), Math::max);
            }
        });
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L)))
                .sum();
    }
}
