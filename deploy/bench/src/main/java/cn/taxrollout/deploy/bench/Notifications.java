package cn.taxrollout.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.bench.Plans.Share;
import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** How soon people hear: from the commit of a change in task-service to the row in the inbox and the frame on the screen. */
final class Notifications {
    private static final int EVENTS_PER_SECOND = 200;
    private static final int PEOPLE_OF_AN_OFFICE = 10;
    private static final int GROUPS = 100;
    private static final int PEOPLE_OF_A_GROUP = 100;
    private static final int SCREENS = 2_000;
    private static final String SINCE = "2022-12-15";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASKS = "task.events.v1";

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final HttpClient http =
            HttpClient.newBuilder().executor(Executors.newFixedThreadPool(2)).build();
    private final Database tasks;
    private final Database inboxes;
    private final String kafka;
    private final PrintStream out;
    private final List<String> officers = new ArrayList<>();
    private final Map<UUID, List<String>> groups = new LinkedHashMap<>();

    /** @param kafka its bootstrap address */
    Notifications(Database tasks, Database inboxes, String kafka, PrintStream out) {
        this.tasks = tasks;
        this.inboxes = inboxes;
        this.kafka = kafka;
        this.out = out;
    }

    /** Gives notification-service the organisation that task-service has, with more people, and one large bureau besides. */
    void loadOrganisation() throws SQLException, IOException {
        var units = new Copy(
                "directory_unit", "id", "version", "deleted", "code", "name", "kind", "parent_id", "functions");
        var staff = new Copy(
                "directory_staff_member", "id", "version", "deleted", "staff_no", "name", "home_unit_id", "status");
        var appointments = new Copy(
                "directory_appointment",
                "id",
                "version",
                "deleted",
                "unit_id",
                "staff_id",
                "title",
                "rank",
                "from_date");
        try (var from = connect(tasks);
                var statement = from.createStatement()) {
            try (var rows = statement.executeQuery("select id, code, name, kind, parent_id from directory_unit")) {
                while (rows.next()) {
                    units.row(
                            rows.getObject(1),
                            1,
                            false,
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getObject(5),
                            "{}");
                    if (rows.getString(4).equals("OFFICE")) {
                        for (int i = 1; i < PEOPLE_OF_AN_OFFICE; i++) {
                            officers.add(seat(staff, appointments, rows.getString(2) + "-" + i, rows.getObject(1)));
                        }
                    }
                }
            }
            try (var rows = statement.executeQuery("""
                    select s.id, staff_no, home_unit_id, a.unit_id, a.rank, u.kind
                    from directory_staff_member s join directory_appointment a on a.staff_id = s.id
                    join directory_unit u on u.id = a.unit_id
                    """)) {
                while (rows.next()) {
                    staff.row(rows.getObject(1), 1, false, rows.getString(2), "某人", rows.getObject(3), "ACTIVE");
                    appointments.row(
                            ids.generate(),
                            1,
                            false,
                            rows.getObject(4),
                            rows.getObject(1),
                            "席位",
                            rows.getString(5),
                            SINCE);
                    if (rows.getString(6).equals("OFFICE")) {
                        officers.add(rows.getString(2));
                    }
                }
            }
        }
        UUID bureau = ids.generate();
        units.row(bureau, 1, false, "L", "大区税务局", "BUREAU", null, "{}");
        for (int group = 1; group <= GROUPS; group++) {
            UUID unit = ids.generate();
            units.row(unit, 1, false, "L" + group, "第" + group + "工作组", "WORKING_GROUP", bureau, "{}");
            List<String> people = new ArrayList<>();
            for (int i = 1; i <= PEOPLE_OF_A_GROUP; i++) {
                people.add(seat(staff, appointments, "L%d-%d".formatted(group, i), unit));
            }
            groups.put(unit, people);
        }
        try (var to = connect(inboxes);
                var statement = to.createStatement()) {
            for (Copy rows : List.of(units, staff, appointments)) {
                rows.writeTo(to);
            }
            statement.execute("vacuum analyze");
        }
    }

    private String seat(Copy staff, Copy appointments, String staffNo, Object unit) {
        UUID id = ids.generate();
        staff.row(id, 1, false, staffNo, "某人", unit, "ACTIVE");
        appointments.row(ids.generate(), 1, false, unit, id, "席位", "MEMBER", SINCE);
        return staffNo;
    }

    /**
     * Submits shares at an even rate, as their units would, and prints how long each submission took from its commit to every open
     * screen of the office.
     */
    void atAnEvenRate(
            ServiceProcess taskService, ServiceProcess notificationService, List<Share> shares, int warmUp, int seconds)
            throws InterruptedException, SQLException {
        List<Share> ofTasks = new ArrayList<>(shares.stream()
                .collect(Collectors.toMap(Share::taskId, share -> share, (one, other) -> one, LinkedHashMap::new))
                .values());
        // evenly over all bureaus, as each office's screens get their own alone
        Collections.shuffle(ofTasks, new Random(1));
        int first = EVENTS_PER_SECOND * warmUp;
        int all = Math.min(first + EVENTS_PER_SECOND * seconds, ofTasks.size());
        try (var screens = new Streams()) {
            screens.open(notificationService.url(), officers);
            submit(taskService, ofTasks.subList(0, first));
            awaitFrames(screens, first * PEOPLE_OF_AN_OFFICE);
            screens.forget();
            var ofService = new Usage(notificationService.process().pid());
            double before = ofService.cpuSeconds();
            Instant begin = Instant.now();
            List<Share> measured = ofTasks.subList(first, all);
            int refused = submit(taskService, measured);
            awaitFrames(screens, (measured.size() - refused) * PEOPLE_OF_AN_OFFICE);
            double cores = (ofService.cpuSeconds() - before)
                    / Duration.between(begin, Instant.now()).toMillis()
                    * 1e3;
            Map<UUID, Appended> events = appended(begin);
            Map<UUID, Instant> committed =
                    events.values().stream().collect(Collectors.toMap(Appended::taskId, Appended::appended));
            long[] millis = screens.came().entrySet().stream()
                    .filter(frame -> committed.containsKey(frame.getKey().about()))
                    .mapToLong(frame -> Duration.between(
                                    committed.get(frame.getKey().about()), frame.getValue())
                            .toMillis())
                    .sorted()
                    .toArray();
            out.printf(
                    "%,d events at %d/s to %d people each, %d open streams: from the event's row in task-service's transaction to the frame"
                            + " p50 %d ms, p99 %d ms, at most %d ms; asked: p50 < 30 ms, p99 < 250 ms; refused %d, frames missing %d, doubled %d;"
                            + " %.2f cores, RSS %d MiB.%n",
                    committed.size(),
                    EVENTS_PER_SECOND,
                    PEOPLE_OF_AN_OFFICE,
                    officers.size(),
                    millis[millis.length / 2],
                    millis[millis.length * 99 / 100],
                    millis[millis.length - 1],
                    refused,
                    committed.size() * PEOPLE_OF_AN_OFFICE - millis.length,
                    screens.doubled(),
                    cores,
                    ofService.residentMebibytes());
            out.printf(
                    "Of these, p50 from the event's row to the end of its relaying %d ms, to its notice in notification-service %d ms.%n",
                    median(relayed(events.values())), median(noticed(events)));
            out.printf(
                    "Rows in inboxes: %,d of %,d.%n",
                    number(
                            "select count(*) from inbox_message where notice_id in (select id from notice where event_type = 'TaskSubmitted')"),
                    (long) (first + committed.size()) * PEOPLE_OF_AN_OFFICE);
        }
    }

    /** @return how many were refused */
    private int submit(ServiceProcess service, List<Share> shares) throws InterruptedException {
        var refused = new AtomicInteger();
        var answered = new AtomicInteger();
        Map<String, String> tokens = new HashMap<>();
        shares.forEach(share -> tokens.computeIfAbsent(share.staffNo(), staffNo -> TokenIssuer.shared()
                .token()
                .claim("staff_no", staffNo)
                .expiresIn(Duration.ofHours(8))
                .sign()));
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        var next = shares.iterator();
        clock.scheduleAtFixedRate(
                () -> {
                    if (next.hasNext()) {
                        Share share = next.next();
                        var request = HttpRequest.newBuilder(URI.create("%s/v1/tasks/%s/assignments/%s/submission"
                                        .formatted(service.url(), share.taskId(), share.unitId())))
                                .header("Authorization", "Bearer " + tokens.get(share.staffNo()))
                                .POST(BodyPublishers.noBody())
                                .build();
                        http.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
                            if (!isFine(answer) && refused.getAndIncrement() == 0) {
                                out.println("refused: " + (failure == null ? answer.body() : failure));
                            }
                            answered.incrementAndGet();
                        });
                    }
                },
                0,
                1_000_000 / EVENTS_PER_SECOND,
                TimeUnit.MICROSECONDS);
        long patience = System.nanoTime()
                + PATIENCE.plusSeconds(shares.size() / EVENTS_PER_SECOND).toNanos();
        while (answered.get() < shares.size() && System.nanoTime() < patience) {
            Thread.sleep(20);
        }
        clock.shutdownNow();
        return refused.get() + shares.size() - answered.get();
    }

    private static boolean isFine(HttpResponse<String> answer) {
        return answer != null && answer.statusCode() == 200;
    }

    private static void awaitFrames(Streams screens, int frames) throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (screens.came().size() < frames && System.nanoTime() < patience) {
            Thread.sleep(20);
        }
        Thread.sleep(1_000); // what comes twice may come later
    }

    /** How long the relay took until it marked each event as sent. */
    private static long[] relayed(Collection<Appended> events) {
        return events.stream()
                .filter(event -> event.published() != null)
                .mapToLong(event ->
                        Duration.between(event.appended(), event.published()).toMillis())
                .toArray();
    }

    /** How long it took until each event had its notice, which is a little before that is committed. */
    private long[] noticed(Map<UUID, Appended> events) throws SQLException {
        List<Long> took = new ArrayList<>();
        try (var connection = connect(inboxes);
                var select = connection.prepareStatement(
                        "select event_id, written_at from notice where event_id = any(?)")) {
            select.setArray(1, connection.createArrayOf("uuid", events.keySet().toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    Appended event = events.get(rows.getObject(1, UUID.class));
                    took.add(
                            Duration.between(event.appended(), instant(rows, 2)).toMillis());
                }
            }
        }
        return took.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * An event of the outbox.
     *
     * @param appended when task-service wrote it, within its transaction: a little before that was committed
     * @param published null as long as the relay hasn't sent it
     */
    private record Appended(UUID taskId, Instant appended, Instant published) {}

    /** The submissions, by the ids of their events. */
    private Map<UUID, Appended> appended(Instant since) throws SQLException {
        Map<UUID, Appended> found = new HashMap<>();
        try (var connection = connect(tasks);
                var select = connection.prepareStatement("""
                        select event_id, aggregate_id, appended_at, published_at from outbox
                        where appended_at >= ? and type like '%.TaskSubmitted.%'
                        """)) {
            select.setObject(1, since.atOffset(ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getObject(1, UUID.class),
                            new Appended(rows.getObject(2, UUID.class), instant(rows, 3), instant(rows, 4)));
                }
            }
        }
        return found;
    }

    /** @return null if there is none */
    private static Instant instant(ResultSet rows, int column) throws SQLException {
        var time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static long median(long[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Prints how long it takes until everybody of the large bureau has a row of one event. */
    void toEverybody() throws SQLException, InterruptedException {
        int people = GROUPS * PEOPLE_OF_A_GROUP;
        for (boolean warm : new boolean[] {false, true}) {
            UUID event = UUID.randomUUID();
            String query =
                    "select count(*) from inbox_message where notice_id = (select id from notice where event_id = '"
                            + event + "')";
            long begin = System.nanoTime();
            publish(event, ids.generate(), "PhaseCompleted", List.copyOf(groups.keySet()));
            while (number(query) < people && System.nanoTime() - begin < PATIENCE.toNanos()) {
                Thread.sleep(5);
            }
            out.printf(
                    "One PhaseCompleted to %,d people%s: all rows %.2f s after it was sent to Kafka; asked: < 3 s; missing %d.%n",
                    people, warm ? ", once more" : "", (System.nanoTime() - begin) / 1e9, people - number(query));
        }
    }

    /** Prints what many open screens take of a replica, and how long one event takes to all of them. */
    void onManyScreens(ServiceProcess service) throws InterruptedException {
        var usage = new Usage(service.process().pid());
        List<UUID> units =
                groups.keySet().stream().limit(SCREENS / PEOPLE_OF_A_GROUP).toList();
        List<String> people =
                units.stream().flatMap(unit -> groups.get(unit).stream()).toList();
        long before = usage.residentMebibytes();
        try (var screens = new Streams()) {
            Duration opened = screens.open(service.url(), people);
            long open = usage.residentMebibytes();
            for (boolean warm : new boolean[] {false, true}) {
                screens.forget();
                UUID task = ids.generate();
                Instant begin = Instant.now();
                publish(UUID.randomUUID(), task, "TaskCompleted", units);
                awaitFrames(screens, people.size());
                Instant last =
                        screens.came().values().stream().max(Instant::compareTo).orElse(begin);
                out.printf(
                        "%,d open streams on one replica, opened in %.1f s, %d MiB before, %d MiB with them: one event%s on all of them after"
                                + " %d ms; missing %d, doubled %d, closed %d.%n",
                        people.size(),
                        opened.toMillis() / 1e3,
                        before,
                        open,
                        warm ? ", once more," : "",
                        Duration.between(begin, last).toMillis(),
                        people.size() - screens.came().size(),
                        screens.doubled(),
                        screens.ended());
            }
        }
    }

    private void publish(UUID event, UUID about, String type, List<UUID> units) {
        String data = """
                {"sequence": 1, "plan": {"id": "%s", "number": "税发〔2023〕1号", "title": "改革工作方案", "confidential": false},
                 "phase": {"id": "%s", "ordinal": 3, "title": "上线准备"},
                 "task": {"id": "%s", "number": 7, "title": "开展业务培训", "continuing": false, "link": "/v1/tasks/%s"},
                 "deadline": {"kind": "BEFORE", "opensOn": null, "dueOn": "2023-03-17"},
                 "unitIds": [%s], "actor": {"kind": "RULE", "id": "bench"}}
                """.formatted(
                        about,
                        UUID.randomUUID(),
                        about,
                        about,
                        units.stream().map(unit -> '"' + unit.toString() + '"').collect(Collectors.joining(",")));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(TASKS, about.toString(), data);
            Map.of(
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            event.toString(),
                            "ce_type",
                            "cn.taxrollout.task." + type + ".v1",
                            "ce_source",
                            "/bench",
                            "ce_subject",
                            about.toString(),
                            "ce_time",
                            Instant.now().toString())
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record);
            producer.flush();
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = connect(inboxes);
                var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword());
    }
}
