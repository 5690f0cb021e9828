package cn.taxrollout.notification.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@ServiceTest
class DirectoryChannelTest {
    private static final String GROUP = "notification-service-directory";

    @Inject
    MeterRegistry metrics;

    private final Organisation organisation = new Organisation();

    @Test
    void whatIsAppliedIsCommittedSoThatOtherReplicasKnow() throws Exception {
        List<UUID> units = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            units.add(organisation.unit("第" + i + "组", "WORKING_GROUP", null));
        }
        Topics.publish(organisation);
        await().untilAsserted(() -> assertThat(copied(units)).isEqualTo(100));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ServiceParts.kafkaBootstrap()))) {
            await().untilAsserted(() -> assertThat(committed(admin)).isEqualTo(ends(admin)));
        }
    }

    @Test
    void statesThatCannotBeAppliedAreParkedAloneAmongAllTheOthers() {
        List<UUID> units = new ArrayList<>();
        Map<UUID, String> faulty = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            units.add(organisation.unit("第" + i + "组", "WORKING_GROUP", null));
            if (i % 60 == 30) {
                UUID incomplete = Organisation.id();
                faulty.put(incomplete, "null value in column");
                organisation.unit(incomplete, 1, false, null, "WORKING_GROUP", null);
            }
        }
        UUID unreadable = Organisation.id();
        faulty.put(unreadable, "unreadable");
        Topics.send(
                Topics.DIRECTORY,
                unreadable,
                Organisation.id(),
                "cn.taxrollout.org.UnitState.v1",
                Topics.DAY,
                "{".getBytes(StandardCharsets.UTF_8));
        Topics.publish(organisation);
        organisation.unit(unreadable, 2, false, "新组", "WORKING_GROUP", null);
        Topics.publish(organisation);
        units.add(unreadable);

        await().untilAsserted(() -> assertThat(copied(units)).isEqualTo(units.size()));
        faulty.forEach((key, reason) -> await().untilAsserted(() -> assertThat(
                        Rows.of("select reason from parked_event where record_key = ?", key.toString()))
                .singleElement()
                .asString()
                .contains(reason)));
    }

    @Test
    void typesThatAreNotNeededAreSkippedAndCounted() {
        double before = skipped();
        UUID key = Organisation.id();
        Topics.send(
                Topics.DIRECTORY,
                key,
                Organisation.id(),
                "cn.taxrollout.org.RoomState.v1",
                Topics.DAY,
                Topics.json(Map.of("id", key)));
        await().untilAsserted(() -> assertThat(skipped()).isEqualTo(before + 1));
        assertThat(Rows.of("select 1 from parked_event where record_key = ?", key.toString()))
                .isEmpty();
    }

    private static int copied(List<UUID> units) {
        return Rows.of("select id from directory_unit where id = any(?)", (Object) units.toArray(UUID[]::new))
                .size();
    }

    private double skipped() {
        return metrics
                .find("notification.events")
                .tags("outcome", "skipped", "topic", Topics.DIRECTORY)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
        return admin
                .listOffsets(committed(admin).keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private static Map<TopicPartition, Long> committed(Admin admin) throws Exception {
        Map<TopicPartition, Long> committed =
                admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, offset -> offset.getValue().offset()));
        assertThat(committed).hasSizeGreaterThan(8);
        return committed;
    }
}
