package cn.taxrollout.task.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Person;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.PausableChannel;
import io.smallrye.reactive.messaging.providers.impl.InternalChannelRegistry;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** States from the real topic, org-service's own examples among them, reach the copy. */
@ServiceTest
class DirectoryIntakeTest {
    private static final Path EXAMPLES = Path.of("../org-service/src/main/contracts/examples");
    private static final LocalDate DAY = LocalDate.of(2023, 3, 1);

    @Inject
    Directory directory;

    @Inject
    EntityManager entities;

    @Inject
    ObjectMapper json;

    @Test
    void everyExampleOfOrgServiceIsUnderstood() throws IOException {
        try (var examples = Files.list(EXAMPLES)) {
            for (Path example : examples.toList()) {
                String state = Files.readString(example);
                String type = example.getFileName().toString().replace(".json", "");
                send(json.readTree(state).get("id").asText(), "cn.taxrollout.org." + type, state);
            }
        }
        var standIn = json.readTree(Files.readString(EXAMPLES.resolve("StandInState.v1.json")));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Optional<Person> person = directory.activePerson("N1012", DAY);
            assertThat(person).isPresent();
            assertThat(person.get().posts()).hasSize(1);
            assertThat(person.get().posts().get(0).rank()).isEqualTo("HEAD");
            assertThat(person.get().posts().get(0).functions()).containsExactly("COORDINATING");
            assertThat(standInsFor(standIn.get("forStaffId").asText()))
                    .containsExactly(standIn.get("staffId").asText());
        });
    }

    @Test
    void unitsFindTheirBureauInWhateverOrderTheyArriveAndWhereverTheyMove() {
        UUID city = UUID.randomUUID();
        UUID county = UUID.randomUUID();
        UUID office = UUID.randomUUID();
        UUID group = UUID.randomUUID();
        unit(group, 0, "小组", "WORKING_GROUP", office);
        unit(office, 0, "办公室", "OFFICE", county);
        awaitUnit(group);
        unit(county, 0, "县局", "BUREAU", null);
        unit(city, 0, "市局", "BUREAU", null);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(directory.unitsByName(county)).containsOnlyKeys("县局", "办公室", "小组");
            assertThat(directory.isBelowAny(group, List.of(city))).isFalse();
        });

        unit(county, 1, "县局", "BUREAU", city);

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(directory.isBelowAny(group, List.of(city))).isTrue();
            assertThat(directory.isBelowAny(county, List.of(city))).isTrue();
            assertThat(directory.unitsByName(city)).containsOnlyKeys("市局");
        });
    }

    @Test
    void anOlderStateChangesNothing() {
        UUID unit = UUID.randomUUID();
        unit(unit, 5, "新名称", "SECTION", null);
        unit(unit, 4, "旧名称", "SECTION", null);
        UUID last = UUID.randomUUID();
        unit(last, 0, "其后", "SECTION", null);
        awaitUnit(unit);
        awaitUnit(last);

        assertThat(directory.unitNames(List.of(unit))).containsEntry(unit, "新名称");
    }

    @Test
    void whatCanNotBeAppliedIsParkedAndHoldsNothingBack() {
        UUID broken = UUID.randomUUID();
        UUID unit = UUID.randomUUID();
        send(broken.toString(), "cn.taxrollout.org.UnitState.v1", "{\"id\": \"" + broken + "\", \"version\": ");
        send(broken.toString(), "cn.taxrollout.org.UnitState.v2", "{\"id\": \"" + broken + "\"}");
        send(broken.toString(), "cn.taxrollout.org.RoomState.v1", "{}");
        unit(unit, 0, "其他", "SECTION", null);
        awaitUnit(unit);

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(parked(broken.toString()))
                .isEqualTo(2));
    }

    @Test
    void whenTheServiceStopsNoStateIsBegunThatWouldOnlyFail() throws InterruptedException, ExecutionException {
        var channel = new Channel();
        var channels = new InternalChannelRegistry();
        channels.register("directory", channel);
        var stopping = new EventIntake(null, null, null, channels, new SimpleMeterRegistry());
        var stop = new FutureTask<>(() -> {
            stopping.stop(new ShutdownEvent());
            return null;
        });
        new Thread(stop).start();
        stop.get();
        assertThatThrownBy(() -> stopping.take(List.of())).hasMessage("the service stops");
        assertThat(channel.isPaused()).isTrue();
    }

    private static final class Channel implements PausableChannel {
        private boolean paused;

        @Override
        public boolean isPaused() {
            return paused;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }
    }

    private void awaitUnit(UUID unit) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        directory.unitNames(List.of(unit)))
                .containsKey(unit));
    }

    private List<String> standInsFor(String staffId) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery(
                        "select cast(staff_id as text) from directory_stand_in where for_staff_id = cast(:id as uuid)",
                        String.class)
                .setParameter("id", staffId)
                .getResultList());
    }

    private long parked(String key) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number)
                        entities.createNativeQuery("select count(*) from parked_event where record_key = :key")
                                .setParameter("key", key)
                                .getSingleResult())
                .longValue());
    }

    private static void unit(UUID id, long version, String name, String kind, UUID parentId) {
        send(id.toString(), "cn.taxrollout.org.UnitState.v1", """
                {"id": "%s", "version": %d, "deleted": false, "code": "%s", "name": "%s", "kind": "%s", "parentId": %s,
                 "functions": []}""".formatted(
                        id, version, id, name, kind, parentId == null ? "null" : "\"" + parentId + "\""));
    }

    private static void send(String key, String type, String state) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", ServiceParts.kafkaBootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            var record = new ProducerRecord<>("org.directory.v1", key, state);
            record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
            record.headers().add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
            producer.send(record);
        }
    }
}
