package cn.taxrollout.deploy.e2e.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.e2e.Sql;
import cn.taxrollout.deploy.e2e.fault.History.Outcome;
import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.Loading;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The catalogue of faults, one after the other, each while people work with two processes of every service. All compare everything since
 * the suite was loaded. What was counted is added to {@code target/faults/report.md}.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {

    private static final Roster ROSTER = Roster.read(ReplicatedSuite.SAMPLE.resolve("roster.yaml"));
    private static final Path REPORT = Path.of("target", "faults", "report.md");

    /** Longer than the database lets a relay sit idle in its transaction (20 s) and the group waits for a reader (10 s). */
    private static final Duration LONG_FROZEN = Duration.ofSeconds(25);

    private static final Duration KAFKA_AWAY = Duration.ofSeconds(75);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MANY = 10_000;
    private static final String ADMINISTRATOR = "N1064";
    private static final Duration A_WHILE = Duration.ofSeconds(6);

    /** Of the relay, the same in both services. */
    private static final long RELAY_LOCK = 8215001;

    private static final Map<Service, String> RELAYS = Map.of(Service.ORG, "org", Service.TASK, "task");

    private static ReplicatedSuite suite;
    private static Loading.Plan plan;
    private static List<History> histories = new ArrayList<>();

    /** The ids of what was put on the topics beside the services. */
    private static final List<String> foreign = new ArrayList<>();

    /** What is done to the suite while people work. */
    @FunctionalInterface
    private interface Disturbance {
        void happen() throws Exception;
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void everyProcessIsKilledOnce() throws Exception {
        during("kill -9 of every process, one after the other", () -> {
            for (var service : Service.values()) {
                for (var victim : suite.replicas(service)) {
                    victim.kill();
                    victim.restart();
                }
            }
        });
    }

    @Test
    void allProcessesOfAServiceAreKilledAtOnce() throws Exception {
        during("kill -9 of both processes of a service at once", () -> {
            for (var service : Service.values()) {
                suite.replicas(service).forEach(Replica::kill);
                suite.replicas(service).parallelStream().forEach(Replica::restart);
            }
        });
    }

    @Test
    void postgresIsKilled() throws Exception {
        during("kill -9 of PostgreSQL, twice", () -> {
            for (var times = 0; times < 2; times++) {
                suite.killPostgres();
                Pause.of(Duration.ofSeconds(2));
                suite.restartPostgres();
                Pause.of(A_WHILE);
            }
        });
    }

    @Test
    void restGoesOnWhileKafkaIsAway() throws Exception {
        during("Kafka away for " + KAFKA_AWAY.toSeconds() + " s", () -> {
            suite.stopKafka();
            Pause.of(Duration.ofSeconds(3));
            var history = histories.get(histories.size() - 1);
            var before = done(history);
            var troubles = history.client().troubles().toString();
            Pause.of(KAFKA_AWAY);
            assertThat(done(history) - before).as("calls done without Kafka").isGreaterThan(100);
            assertThat(history.client().troubles()).as("troubles of callers").hasToString(troubles);
            for (var service : Service.values()) {
                for (var replica : suite.replicas(service)) {
                    assertThat(replica.isReady()).as(replica + " is ready").isTrue();
                }
            }
            suite.restartKafka();
        });
    }

    @Test
    void relayIsFrozenWithItsLockAndThawsAfterAnotherTookOver() throws Exception {
        during("SIGSTOP of a relay that holds its lock, for " + LONG_FROZEN.toSeconds() + " s", () -> {
            for (var relay : RELAYS.entrySet()) {
                var frozen = freezeHolder(relay.getKey(), relay.getValue());
                Pause.of(LONG_FROZEN);
                frozen.thaw();
                Pause.of(A_WHILE);
            }
        });
    }

    @Test
    void readerIsFrozenAndThawsAfterAnotherTookOver() throws Exception {
        during("SIGSTOP of a notification-service, for " + LONG_FROZEN.toSeconds() + " s", () -> {
            suite.replica(Service.NOTIFICATION, 0).freeze();
            Pause.of(LONG_FROZEN);
            suite.replica(Service.NOTIFICATION, 0).thaw();
            Pause.of(A_WHILE);
        });
    }

    @Test
    void lowerIdsOfTheOutboxCommitLater() throws Exception {
        during("a slow line: 60 ms for each piece", () -> {
            for (var service : RELAYS.keySet()) {
                suite.replica(service, 0).toPostgres().delay(Duration.ofMillis(60));
            }
            Pause.of(Duration.ofSeconds(20));
            for (var service : RELAYS.keySet()) {
                suite.replica(service, 0).toPostgres().delay(Duration.ZERO);
            }
            assertThat(Sql.column(suite, "task", """
                    select o.id from outbox o
                    where o.published_at > (select min(later.published_at) from outbox later where later.id > o.id)
                    limit 10"""))
                    .as("rows that left after one with a higher id")
                    .isNotEmpty();
        });
    }

    @Test
    void connectionsToPostgresAreCutAndHalfClosed() throws Exception {
        during("all connections to PostgreSQL cut and half-closed, ten times", () -> {
            for (var times = 0; times < 10; times++) {
                for (var service : Service.values()) {
                    suite.replica(service, 0).toPostgres().cut();
                    suite.replica(service, 1).toPostgres().halfClose();
                }
                Pause.of(Duration.ofSeconds(1));
            }
        });
    }

    @Test
    void readersComeAndGo() throws Exception {
        during("a third reader of each topic comes, one is killed, one leaves", () -> {
            for (var service : List.of(Service.TASK, Service.NOTIFICATION)) {
                var third = suite.add(service, Map.of());
                Pause.of(A_WHILE);
                suite.replica(service, 0).kill();
                Pause.of(A_WHILE);
                suite.replica(service, 0).restart();
                suite.remove(service, third);
            }
        });
    }

    @Test
    void offsetsAreResetToTheBeginning() throws Exception {
        during("all offsets reset to the beginning", () -> {
            var readers = List.of(Service.TASK, Service.NOTIFICATION);
            readers.forEach(service -> suite.replicas(service).forEach(Replica::stop));
            for (var group :
                    List.of("task-service-directory", "notification-service-directory", "notification-service")) {
                resetOffsets(group);
            }
            readers.forEach(service -> suite.replicas(service).parallelStream().forEach(Replica::restart));
        });
    }

    @Test
    void copiesOfTheDirectoryAreDroppedAndRebuilt() throws Exception {
        during("the copies of the directory dropped", () -> {
            for (var copy : Map.of(Service.TASK, "task", Service.NOTIFICATION, "notification")
                    .entrySet()) {
                suite.replicas(copy.getKey()).forEach(Replica::stop);
                for (var table : List.of("unit", "staff_member", "appointment", "stand_in")) {
                    Sql.change(suite, copy.getValue(), "delete from directory_" + table);
                }
                resetOffsets(copy.getValue() + "-service-directory");
                suite.replicas(copy.getKey()).parallelStream().forEach(Replica::restart);
            }
        });
    }

    @Test
    void poisonedKeyIsParkedAndKeepsNobodyWaiting() throws Exception {
        during("a poison event", () -> {
            var key = UUID.randomUUID().toString();
            for (var times = 0; times < 2; times++) {
                foreign.add(sendPoison(key));
            }
            await().atMost(SOON).until(() -> parkedIds(key).size() == 2);
            for (var id : parkedIds(key)) {
                suite.api(Service.NOTIFICATION)
                        .post(
                                "/v1/parked-events/" + key + "/discard",
                                suite.tokens().of(ADMINISTRATOR),
                                Api.object().put("id", Long.parseLong(id)).put("reason", "fault suite"));
            }
            assertThat(parkedIds(key)).isEmpty();
        });
    }

    @Test
    void deadlinesAreMovedAtTheMomentTheyFire() throws Exception {
        during(
                "deadlines moved while the days pass at once",
                () -> histories.get(histories.size() - 1).moveDeadlinesWhileTheyFire(10));
    }

    /** Last, as it makes all comparisons after it long. */
    @Test
    @Order(Integer.MAX_VALUE)
    void tenThousandRemindersFallDueAtOnceForFiveReplicas() throws Exception {
        during("5 replicas, " + MANY + " reminders due at once, one replica killed", () -> {
            // A revision of the plan would tell of ten thousand tasks in one event, more than Kafka takes.
            histories.get(histories.size() - 1).end();
            var further = new ArrayList<Replica>();
            while (further.size() < 3) {
                further.add(suite.add(Service.TASK, Map.of()));
            }
            new ManyReminders(suite).dueIn(Duration.ofSeconds(3), MANY);
            Pause.of(Duration.ofSeconds(4));
            suite.replica(Service.TASK, 1).kill();
            await().atMost(Duration.ofMinutes(2)).until(() -> ManyReminders.pending(suite) == 0);
            suite.replica(Service.TASK, 1).restart();
            assertThat(ManyReminders.fired(suite)).isEqualTo(MANY);
            further.forEach(replica -> suite.remove(Service.TASK, replica));
        });
    }

    private void during(String fault, Disturbance disturbance) throws Exception {
        if (suite == null) {
            suite = ReplicatedSuite.start(
                    "catalogue", Map.of(Service.ORG, 2, Service.TASK, 2, Service.NOTIFICATION, 2));
            plan = suite.load(ROSTER);
            histories = new ArrayList<>();
        }
        var history = new History(suite, plan, ROSTER);
        histories.add(history);
        history.begin();
        try {
            Pause.of(A_WHILE);
            disturbance.happen();
            Pause.of(A_WHILE);
            history.end();
            var invariants = Invariants.afterRest(suite, ROSTER, histories, foreign);
            report(fault, invariants);
            assertThat(invariants.violations())
                    .as("%s, seed %d", fault, history.seed())
                    .isEmpty();
        } catch (Exception | AssertionError e) {
            // What comes next begins anew, or it would find the same again.
            history.abandon();
            suite.close();
            suite = null;
            throw e;
        }
    }

    private static void report(String fault, Invariants invariants) {
        try {
            Files.writeString(
                    REPORT,
                    "| %s | %s %s |\n".formatted(fault, invariants, invariants.violations()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long done(History history) {
        return history.deeds().stream()
                .filter(deed -> deed.outcome() == Outcome.DONE)
                .count();
    }

    /** Freezes processes of the service for a moment until it is one that holds the relay's lock, which stays frozen. */
    private static Replica freezeHolder(Service service, String database) {
        var caught = new ArrayList<Replica>();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(30))
                .until(() -> {
                    for (var replica : suite.replicas(service)) {
                        replica.freeze();
                        if (replica.toPostgres().carries(holders(database))) {
                            caught.add(replica);
                            return true;
                        }
                        replica.thaw();
                    }
                    return false;
                });
        return caught.get(0);
    }

    private static String sendPoison(String key) throws ExecutionException, InterruptedException {
        var id = UUID.randomUUID().toString();
        var settings = Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, suite.kafka().bootstrap());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var poison = new ProducerRecord<>("task.events.v1", key, "{\"sequence\": 1, \"units\": [");
            Map.of(
                            "ce_id", id,
                            "ce_type", "cn.taxrollout.task.TaskIssued.v1",
                            "ce_source", "/somewhere",
                            "ce_specversion", "1.0",
                            "ce_time", "2023-03-01T09:00:00Z")
                    .forEach((name, value) -> poison.headers().add(name, value.getBytes(UTF_8)));
            producer.send(poison).get();
        }
        return id;
    }

    private static List<String> parkedIds(String key) {
        return Sql.column(
                suite, "notification", "select id from parked_event where record_key = '" + key + "' order by id");
    }

    /** The client's ports of the connections that hold the relay's lock. */
    private static Set<Integer> holders(String database) {
        return Sql.column(suite, database, """
                        select a.client_port from pg_locks l join pg_stat_activity a using (pid)
                        where l.locktype = 'advisory' and l.granted and l.objid = %d and l.database =
                              (select oid from pg_database where datname = current_database())""".formatted(RELAY_LOCK)).stream()
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    private static void resetOffsets(String group) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, suite.kafka().bootstrap()))) {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                var offsets = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                var beginning = offsets.keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> new OffsetAndMetadata(0)));
                admin.alterConsumerGroupOffsets(group, beginning).all().get();
                return !beginning.isEmpty();
            });
        }
    }
}
