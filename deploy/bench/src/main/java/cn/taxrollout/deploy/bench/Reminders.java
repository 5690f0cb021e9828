package cn.taxrollout.deploy.bench;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What reminders cost while none is due, and how soon many are on Kafka that are due at once. */
final class Reminders {
    private static final String TOPIC = "task.events.v1";
    private static final String TYPE = "cn.taxrollout.task.TaskDueSoon.v1";
    private static final Duration UNTIL_DUE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Database database;
    private final String kafka;
    private final PrintStream out;

    /** @param kafka its bootstrap address */
    Reminders(Database database, String kafka, PrintStream out) {
        this.database = database;
        this.kafka = kafka;
        this.out = out;
    }

    /** Adds what is owed in a far future: so many for each task. */
    void owe(List<UUID> tasks, int ofEach) throws SQLException {
        try (var connection = connect();
                var insert = connection.prepareStatement("""
                        insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                        select id, 'DUE_SOON', '2098-01-01', step, '2098-01-01 09:00:00+08', 'PENDING'
                        from unnest(?) id, generate_series(1, ?) step
                        on conflict do nothing
                        """);
                var vacuum = connection.createStatement()) {
            insert.setArray(1, connection.createArrayOf("uuid", tasks.toArray()));
            insert.setInt(2, ofEach);
            insert.executeUpdate();
            vacuum.execute("vacuum analyze obligation");
        }
    }

    /**
     * Prints how long a sweep takes that finds nothing due, from what the service itself measures.
     *
     * @return how many such sweeps a second would be
     */
    double sweep(ServiceProcess service, int seconds) throws IOException, InterruptedException, SQLException {
        double[] before = sweeps(service);
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        double[] after = sweeps(service);
        double number = after[0] - before[0];
        double took = after[1] - before[1];
        out.printf(
                "Sweep with %,d open obligations, none due: %.2f ms on average of %.0f; asked: < 5 ms.%n",
                (long) number("select count(*) from obligation where state = 'PENDING'"), took / number * 1e3, number);
        return number / took;
    }

    /** How many there have been and how many seconds they took together. */
    private double[] sweeps(ServiceProcess service) throws IOException, InterruptedException {
        String metrics = http.send(
                        HttpRequest.newBuilder(URI.create(service.managementUrl() + "/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return new double[] {metric(metrics, "task_sweep_seconds_count"), metric(metrics, "task_sweep_seconds_sum")};
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0); // before the first sweep
    }

    /** Makes a reminder of each of these tasks due at the same moment and prints when the last of them is on Kafka. */
    void fireAtOnce(List<UUID> tasks, LocalDate dueOn, int replicas) throws SQLException, InterruptedException {
        while (number("select count(*) from outbox where published_at is null") > 0) {
            Thread.sleep(100);
        }
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            Instant due = owe(tasks, dueOn);
            Set<String> events = new HashSet<>();
            Set<String> concerned = new HashSet<>();
            int received = 0;
            Instant last = due;
            Instant patience = due.plus(PATIENCE);
            while (events.size() < tasks.size() && Instant.now().isBefore(patience)) {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(20))) {
                    if (header(event, "ce_type").equals(TYPE)) {
                        received++;
                        events.add(header(event, "ce_id"));
                        concerned.add(event.key());
                        last = Instant.now();
                    }
                }
            }
            // what comes twice may come later
            for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofSeconds(2))) {
                received += header(event, "ce_type").equals(TYPE) ? 1 : 0;
            }
            out.printf(
                    "%,d obligations due at once, %d replicas: the last on Kafka %.2f s after; asked: < 5 s; missing %d, doubled %d.%n",
                    tasks.size(),
                    replicas,
                    Duration.between(due, last).toMillis() / 1e3,
                    tasks.size() - concerned.size(),
                    received - concerned.size());
        }
    }

    private Instant owe(List<UUID> tasks, LocalDate dueOn) throws SQLException {
        try (var connection = connect();
                var insert = connection.prepareStatement("""
                        insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                        select id, 'DUE_SOON', ?, 5, ?, 'PENDING' from unnest(?) id
                        """)) {
            Instant due = Instant.now().plus(UNTIL_DUE);
            insert.setObject(1, dueOn);
            insert.setObject(2, due.atOffset(ZoneOffset.UTC));
            insert.setArray(3, connection.createArrayOf("uuid", tasks.toArray()));
            insert.executeUpdate();
            return due;
        }
    }

    private static String header(ConsumerRecord<String, String> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private double number(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getDouble(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword());
    }
}
