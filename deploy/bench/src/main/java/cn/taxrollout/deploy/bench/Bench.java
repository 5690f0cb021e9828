package cn.taxrollout.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.KafkaBroker;
import cn.taxrollout.deploy.embedded.PostgresServer;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the packaged services on parts of their own, loads a province and prints what the services do with it. */
@Command(
        name = "deploy/bench/run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        description =
                "Measures org-service with 100,000 staff in 20,000 units, then task-service with 100,000 tasks in 4,000 plans and "
                        + "1,000,000 obligations, then how soon people hear of a change (latency, everybody, streams), on this machine, everything on it: requests by wrk, the service, PostgreSQL, Kafka; "
                        + "beside transitions pgbench on the same PostgreSQL. Targets are those for two cores; leave the machine alone meanwhile.")
final class Bench implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BUREAUS_WITH_PLANS = 400;
    private static final int PLANS_OF_A_BUREAU = 10;
    private static final int BUREAUS_TOLD = 40;
    /** With as many tasks that events at an even rate have enough of them to warm the services up. */
    private static final int PLANS_TOLD_OF = 40;

    private static final int FEW_OBLIGATIONS = 1_000;
    private static final int OBLIGATIONS_OF_A_TASK = 10;
    private static final int DUE_AT_ONCE = 10_000;

    /** As the README tells those who operate it. */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx192m");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long each load is measured (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long each load runs before the first is measured (${DEFAULT-VALUE}): the JVM compiles "
                    + "what it is asked for, and takes a minute or more of load for all of it.")
    private int warmUp;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many callers at a time (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--part",
            paramLabel = "org|task|notification",
            description = "Only the loads of this service; all without it.")
    private String part;

    @Option(
            names = "--growth",
            description =
                    "Measures org-service and task-service with a tenth of everything as well, and prints side by side"
                            + " what each load reaches with a tenth and with all of it.")
    private boolean growth;

    @Option(names = "--only", paramLabel = "TEXT", defaultValue = "", description = "Only loads whose name holds this.")
    private String only;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option of the service's JVM; may be repeated.")
    private List<String> jvm = List.of();

    @Option(
            names = "--stay",
            description =
                    "Stay up with the loaded service before anything is measured, to look into it; Ctrl-C ends it.")
    private boolean stay;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    private final Path folder = Path.of(System.getProperty("bench", "deploy/bench"), "target", "run");

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Files.createDirectories(folder);
        if (part == null || part.equals("org")) {
            measure(this::measureOrganisation);
        }
        if (part == null || part.equals("task")) {
            measure(this::measureTasks);
        }
        if (part == null || part.equals("notification")) {
            measureNotifications();
        }
        return 0;
    }

    /** What is measured with so many parts less of everything; how often a second each load was done, by its name. */
    private interface Measurement {
        Map<String, Double> with(int divisor) throws IOException, InterruptedException, SQLException;
    }

    private void measure(Measurement measurement) throws IOException, InterruptedException, SQLException {
        if (!growth) {
            measurement.with(1);
            return;
        }
        Map<String, Double> tenth = measurement.with(10);
        Map<String, Double> whole = measurement.with(1);
        out.printf("%n%-34s %10s %10s %16s%n", "Growth: done in a second", "a tenth", "all", "all of a tenth");
        whole.forEach((name, perSecond) -> out.printf(
                "%-34s %,10.0f %,10.0f %16.2f%n", name, tenth.get(name), perSecond, perSecond / tenth.get(name)));
        out.println();
    }

    private Map<String, Double> measureOrganisation(int divisor)
            throws IOException, InterruptedException, SQLException {
        Map<String, Double> reached = new LinkedHashMap<>();
        try (var postgres = PostgresServer.startFresh(log());
                var kafka = KafkaBroker.startFresh(log())) {
            var database = postgres.database("org");
            var description = service("org", database, kafka);
            train("org", description);
            var size = Province.Size.divided(divisor);
            var province = new Province(size);
            load(province, database);
            var reads = new OrgReads(province);

            try (var service = started(description)) {
                if (stay) {
                    stay(service, database, reads.all());
                }
                var ofService = new Usage(service.process().pid());
                var ofDatabase = new Usage(postgres.process().pid());
                reached.putAll(measure(reads.all(), service, ofService, ofDatabase));
                if ("import".contains(only)) {
                    new RosterImports(service.url(), ofService, ofDatabase, out).measure();
                }
                var time = new DirectoryFeed(service, database).sendAll();
                int states = size.units() + size.staff() + size.appointments() + size.standIns();
                out.printf(
                        "%nAll %,d states sent to the topic in %.1f s, %,.0f/s.%n",
                        states, time.toMillis() / 1e3, states / (time.toMillis() / 1e3));
                reached.put("states sent", states / (time.toMillis() / 1e3));
                for (String consumer : List.of("task", "notification")) {
                    consume(consumer, postgres.database(consumer), kafka);
                }
            }
        }
        return reached;
    }

    private Map<String, Double> measureTasks(int divisor) throws IOException, InterruptedException, SQLException {
        Map<String, Double> done = new LinkedHashMap<>();
        try (var postgres = PostgresServer.startFresh(log());
                var kafka = KafkaBroker.startFresh(log())) {
            var database = postgres.database("task");
            var description = service("task", database, kafka);
            train("task", description);
            var plans = new Plans(
                    BUREAUS_WITH_PLANS / divisor,
                    PLANS_OF_A_BUREAU,
                    LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(90));
            var reminders = new Reminders(database, kafka.bootstrap(), out);
            load(plans, database);
            reminders.owe(plans.tasks().subList(0, FEW_OBLIGATIONS), 1);
            double reference = reference(plans, postgres);
            done.put("pgbench", reference);

            var work = new TaskWork(plans.shares());
            try (var service = started(description)) {
                reminders.sweep(service, seconds);
                reminders.owe(plans.tasks(), OBLIGATIONS_OF_A_TASK);
                done.put("sweeps", reminders.sweep(service, seconds));
                out.println();
                if (stay) {
                    stay(service, database, work.all());
                }
                done.putAll(measure(
                        work.all(),
                        service,
                        new Usage(service.process().pid()),
                        new Usage(postgres.process().pid())));
                if (done.containsKey(TaskWork.TRANSITION)) {
                    double reached = done.get(TaskWork.TRANSITION);
                    out.printf(
                            "%nTransitions over REST with token, history and outbox: %,.0f/s, %.2f of pgbench; asked: > 0.40%n",
                            reached, reached / reference);
                }
                try (var other = service("task-2", "task", database, kafka).start()) {
                    int due = Math.min(DUE_AT_ONCE, plans.tasks().size());
                    reminders.fireAtOnce(plans.tasks().subList(0, due), plans.dueOn(), 2);
                }
            }
        }
        return done;
    }

    private void measureNotifications() throws IOException, InterruptedException, SQLException {
        try (var postgres = PostgresServer.startFresh(log());
                var kafka = KafkaBroker.startFresh(log())) {
            var tasks = postgres.database("task");
            var inboxes = postgres.database("notification");
            var ofTasks = service("task", tasks, kafka);
            var ofInboxes = service("notification", inboxes, kafka);
            train("task", ofTasks);
            train("notification", ofInboxes);
            var plans = new Plans(
                    BUREAUS_TOLD,
                    PLANS_TOLD_OF,
                    LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(90));
            load(plans, tasks);
            var notifications = new Notifications(tasks, inboxes, kafka.bootstrap(), out);
            notifications.loadOrganisation();
            try (var notificationService = started(ofInboxes)) {
                if ("latency".contains(only)) {
                    try (var taskService = started(ofTasks)) {
                        notifications.atAnEvenRate(taskService, notificationService, plans.shares(), warmUp, seconds);
                    }
                }
                if ("everybody".contains(only)) {
                    notifications.toEverybody();
                }
                if ("streams".contains(only)) {
                    notifications.onManyScreens(notificationService);
                }
            }
        }
    }

    /** What PostgreSQL does alone with the statements of a transition. What was written for it is taken away again. */
    private double reference(Plans plans, PostgresServer postgres)
            throws IOException, InterruptedException, SQLException {
        Database database = postgres.database("task");
        var pgbench = new Pgbench(folder, database, postgres.port());
        pgbench.run(plans.shares().size(), connections, Math.max(1, warmUp / 4));
        var figures = pgbench.run(plans.shares().size(), connections, seconds);
        out.printf(
                "pgbench, update of a share, history and outbox in one transaction, %d connections: %,.0f/s, %.2f ms on average%n",
                connections, figures.perSecond(), figures.averageMillis());
        try (var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("truncate outbox");
            statement.execute("vacuum analyze");
        }
        return figures.perSecond();
    }

    private Path log() {
        return folder.resolve("parts.log");
    }

    private ServiceProcess.Description service(String name, Database database, KafkaBroker kafka) {
        return service(name, name, database, kafka);
    }

    /** @param log the name of its log */
    private ServiceProcess.Description service(String log, String name, Database database, KafkaBroker kafka) {
        return ServiceProcess.of(name + "-service")
                .settings(ServiceProcess.connections(
                        database, kafka.bootstrap(), TokenIssuer.shared().issuer()))
                .jvmOptions(options("-XX:SharedArchiveFile=" + archive(name)))
                .log(folder.resolve(log + "-service.log"));
    }

    /** A start that makes the schema, and the archive of classes that later starts load, as operators make it. */
    private void train(String name, ServiceProcess.Description description) throws IOException {
        Files.deleteIfExists(archive(name));
        description
                .jvmOptions(options("-XX:ArchiveClassesAtExit=" + archive(name)))
                .start()
                .process()
                .stop(PATIENCE);
        description.jvmOptions(options("-XX:SharedArchiveFile=" + archive(name)));
    }

    private Path archive(String name) {
        return folder.toAbsolutePath().resolve(name + "-service.jsa");
    }

    private String[] options(String archive) {
        return Stream.of(JVM, List.of(archive), jvm).flatMap(List::stream).toArray(String[]::new);
    }

    private ServiceProcess started(ServiceProcess.Description description) {
        long begin = System.nanoTime();
        ServiceProcess service = description.start();
        out.printf("Ready %.1f s after the start of the process.%n%n", (System.nanoTime() - begin) / 1e9);
        return service;
    }

    private void stay(ServiceProcess service, Database database, List<Load> loads)
            throws IOException, InterruptedException {
        out.printf("%s, process %d; %s%n", service.url(), service.process().pid(), database.jdbcUrl());
        var wrk = new Wrk(folder);
        for (Load load : loads) {
            out.println(String.join(" ", wrk.command(service.url(), load, connections, seconds)));
        }
        new CountDownLatch(1).await();
    }

    /** How long a new consumer takes until it has its copy, from the start of its process. */
    private void consume(String consumer, Database database, KafkaBroker kafka) {
        long begin = System.nanoTime();
        try (var service = service(consumer, database, kafka).start()) {
            out.printf(
                    "%s-service has its copy %.1f s after the start of its process, asked: < 30 s; RSS %d MiB.%n",
                    consumer,
                    (System.nanoTime() - begin) / 1e9,
                    new Usage(service.process().pid()).residentMebibytes());
        }
    }

    private void load(Province province, Database database) throws SQLException, IOException {
        long begin = System.nanoTime();
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword())) {
            province.writeTo(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("vacuum analyze");
                try (var counts = statement.executeQuery("""
                        select (select count(*) from unit), (select count(*) from staff_member), (select count(*) from appointment)
                        """)) {
                    counts.next();
                    out.printf(
                            "Loaded %,d units, %,d staff and %,d appointments in %.0f s.%n",
                            counts.getLong(1), counts.getLong(2), counts.getLong(3), (System.nanoTime() - begin) / 1e9);
                }
            }
        }
    }

    private void load(Plans plans, Database database) throws SQLException, IOException {
        long begin = System.nanoTime();
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword())) {
            plans.writeTo(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("vacuum analyze");
            }
        }
        out.printf(
                "Loaded %,d tasks with %,d shares in %,d plans in %.0f s.%n",
                plans.tasks().size(), plans.shares().size(), plans.plans(), (System.nanoTime() - begin) / 1e9);
    }

    /** @return requests a second, by load */
    private Map<String, Double> measure(List<Load> loads, ServiceProcess service, Usage ofService, Usage ofDatabase)
            throws IOException, InterruptedException {
        var wrk = new Wrk(folder);
        out.printf(
                "%d connections, %d s each, all of them %d s before, %d cores; the last columns are cores in use and resident MiB%n%n",
                connections, seconds, warmUp, Runtime.getRuntime().availableProcessors());
        out.printf(
                "%-26s %10s %10s %8s %8s %8s %8s %8s %10s %6s %6s%n",
                "",
                "asked/s",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "asked",
                "failed",
                "service",
                "PostgreSQL",
                "wrk",
                "RSS");
        List<Load> measured =
                loads.stream().filter(load -> load.name().contains(only)).toList();
        for (Load load : measured) {
            wrk.run(service.url(), load, connections, warmUp);
        }
        Map<String, Double> reached = new LinkedHashMap<>();
        for (Load load : measured) {
            double serviceBefore = ofService.cpuSeconds();
            double databaseBefore = ofDatabase.cpuSeconds();
            var figures = wrk.run(service.url(), load, connections, seconds);
            reached.put(load.name(), figures.perSecond());
            out.printf(
                    "%-26s %10s %,10.0f %8.2f %8.2f %8s %,8d %8.2f %10.2f %6.2f %6d%n",
                    load.name(),
                    load.perSecond() == 0 ? "" : "> %,d".formatted(load.perSecond()),
                    figures.perSecond(),
                    figures.p50Millis(),
                    figures.p99Millis(),
                    "< %.0f".formatted(load.p99Millis()),
                    figures.failed(),
                    (ofService.cpuSeconds() - serviceBefore) / seconds,
                    (ofDatabase.cpuSeconds() - databaseBefore) / seconds,
                    figures.ownSeconds() / seconds,
                    ofService.residentMebibytes());
        }
        return reached;
    }
}
