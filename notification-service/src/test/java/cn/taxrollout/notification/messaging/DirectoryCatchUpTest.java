package cn.taxrollout.notification.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readiness of a replica whose group has read nothing yet; the running service has a group of its own. */
@ServiceTest
class DirectoryCatchUpTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", ServiceParts.kafkaBootstrap());

    private final AtomicInteger resumed = new AtomicInteger();
    private final String group = "catch-up-" + Organisation.id();
    private final DirectoryCatchUp catchUp = new DirectoryCatchUp(KAFKA, group, channels());
    private Map<TopicPartition, Long> ends;

    @BeforeEach
    void aTopicWithStates() throws ExecutionException, InterruptedException {
        var organisation = new Organisation();
        organisation.member(organisation.unit("综合组", "WORKING_GROUP", null));
        Topics.publish(organisation);
        try (Admin admin = Admin.create(KAFKA)) {
            ends = admin
                    .listOffsets(admin
                            .describeTopics(List.of(Topics.DIRECTORY))
                            .allTopicNames()
                            .get()
                            .get(Topics.DIRECTORY)
                            .partitions()
                            .stream()
                            .collect(Collectors.toMap(
                                    p -> new TopicPartition(Topics.DIRECTORY, p.partition()),
                                    p -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(end -> end.getValue().offset() > 0)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
        assertThat(ends).isNotEmpty();
    }

    @AfterEach
    void stop() {
        catchUp.stop(new ShutdownEvent());
    }

    @Test
    void aReplicaIsReadyWhenItHasAppliedAllThatStoodOnTheTopic() {
        catchUp.start(new StartupEvent());
        awaitWaiting();
        catchUp.applied(ends.entrySet().stream()
                .map(end -> record(end.getKey(), end.getValue() - 2))
                .toList());
        await().during(java.time.Duration.ofMillis(600)).until(() -> resumed.get() == 0);
        assertThat(catchUp.readiness().call().getStatus()).isEqualTo(Status.DOWN);

        catchUp.applied(ends.entrySet().stream()
                .map(end -> record(end.getKey(), end.getValue() - 1))
                .toList());
        awaitReady();
    }

    @Test
    void aReplicaIsReadyWhenOthersOfItsGroupHaveAppliedIt() throws ExecutionException, InterruptedException {
        catchUp.start(new StartupEvent());
        awaitWaiting();
        try (Admin admin = Admin.create(KAFKA)) {
            admin.alterConsumerGroupOffsets(
                            group,
                            ends.entrySet().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue()))))
                    .all()
                    .get();
        }
        awaitReady();
    }

    private void awaitWaiting() {
        await().untilAsserted(() -> assertThat(
                        catchUp.readiness().call().getData().orElseThrow().get("waits for"))
                .isEqualTo(ends.values().stream().mapToLong(Long::longValue).sum() + " states"));
        assertThat(catchUp.readiness().call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(resumed).hasValue(0);
    }

    private void awaitReady() {
        await().untilAsserted(
                        () -> assertThat(catchUp.readiness().call().getStatus()).isEqualTo(Status.UP));
        await().untilAsserted(() -> assertThat(resumed).as("task events let in").hasValue(1));
    }

    private static IncomingEvent record(TopicPartition partition, long offset) {
        return new IncomingEvent(partition.topic(), partition.partition(), offset, "key", Map.of(), new byte[0]);
    }

    /** The one channel that is asked for. */
    private ChannelRegistry channels() {
        var taskEvents = new PausableChannel() {
            @Override
            public boolean isPaused() {
                return resumed.get() == 0;
            }

            @Override
            public void pause() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void resume() {
                resumed.incrementAndGet();
            }
        };
        return (ChannelRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ChannelRegistry.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getPausable");
                    assertThat(arguments).containsExactly("task-events");
                    return taskEvents;
                });
    }
}
