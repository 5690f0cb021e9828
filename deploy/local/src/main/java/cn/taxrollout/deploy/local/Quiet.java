package cn.taxrollout.deploy.local;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Knows whether all that was committed has been published, and all that was published has been dealt with. */
final class Quiet implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Each group of consumers with the topic it reads. */
    private static final Map<String, String> READERS = Map.of(
            "task-service-directory", "org.directory.v1",
            "notification-service-directory", "org.directory.v1",
            "notification-service", "task.events.v1");

    private final RunningSuite suite;
    private final Admin admin;

    Quiet(RunningSuite suite) {
        this.suite = suite;
        this.admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, suite.kafka().bootstrap()));
    }

    /** @throws IllegalStateException when it takes longer than two minutes, far more than a killed reader's successor needs; it says what is left */
    void await() {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            var left = left();
            while (left > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            left + " events are not dealt with after " + LIMIT.toSeconds() + " s");
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                left = left();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot ask Kafka", e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private long left() throws ExecutionException, InterruptedException {
        // In this order: a reader that has caught up is done only if nothing more comes.
        var unpublished = unpublished(Service.ORG) + unpublished(Service.TASK);
        return unpublished > 0 ? unpublished : unread();
    }

    /** Asked from the database: the metric of that name is as of some seconds ago. */
    private long unpublished(Service service) {
        var access = suite.postgres().database(service.database());
        try (var connection = DriverManager.getConnection(access.jdbcUrl(), access.app(), access.appPassword());
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from outbox where published_at is null")) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database of " + service.module(), e);
        }
    }

    private long unread() throws ExecutionException, InterruptedException {
        var ends = ends();
        var committed = admin.listConsumerGroupOffsets(READERS.keySet().stream()
                        .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec())))
                .all()
                .get();
        var unread = 0L;
        for (var reader : READERS.entrySet()) {
            var offsets = committed.get(reader.getKey());
            for (var end : ends.entrySet()) {
                if (end.getKey().topic().equals(reader.getValue())) {
                    var offset = offsets.get(end.getKey());
                    unread += end.getValue() - (offset == null ? 0 : offset.offset());
                }
            }
        }
        return unread;
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        var topics = admin.describeTopics(Set.copyOf(READERS.values()))
                .allTopicNames()
                .get();
        var latest = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(TopicPartitionInfo::partition)
                        .map(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
