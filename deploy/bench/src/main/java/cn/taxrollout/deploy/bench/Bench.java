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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the packaged service on parts of its own, loads a province and prints what the service does with it. */
@Command(
        name = "deploy/bench/run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        description =
                "Measures org-service with 100,000 staff in 20,000 units on this machine, everything on it: requests by wrk, "
                        + "the service, PostgreSQL, Kafka. Targets are those for two cores; leave the machine alone meanwhile.")
final class Bench implements Callable<Integer> {
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

    @Option(names = "--only", paramLabel = "TEXT", defaultValue = "", description = "Only loads whose name holds this.")
    private String only;

    @Option(names = "--jvm", paramLabel = "OPTION", description = "An option of the service's JVM; may be repeated.")
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
        var log = folder.resolve("parts.log");
        try (var postgres = PostgresServer.startFresh(log);
                var kafka = KafkaBroker.startFresh(log)) {
            var database = postgres.database("org");
            var description = ServiceProcess.of("org-service")
                    .settings(ServiceProcess.connections(
                            database, kafka.bootstrap(), TokenIssuer.shared().issuer()))
                    .jvmOptions(jvm.toArray(String[]::new))
                    .log(folder.resolve("org-service.log"));
            description.start().close(); // makes the schema
            var size = Province.Size.WHOLE;
            var province = new Province(size);
            load(province, database);
            var reads = new OrgReads(province);

            long begin = System.nanoTime();
            try (var service = description.start()) {
                out.printf("Ready %.1f s after the start of the process.%n%n", (System.nanoTime() - begin) / 1e9);
                if (stay) {
                    stay(service, database, reads.all());
                }
                var ofService = new Usage(service.process().pid());
                var ofDatabase = new Usage(postgres.process().pid());
                measure(reads.all(), service, ofService, ofDatabase);
                if ("import".contains(only)) {
                    new RosterImports(service.url(), ofService, ofDatabase, out).measure();
                }
                var time = new DirectoryFeed(service, database).sendAll();
                int states = size.units() + size.staff() + size.appointments() + size.standIns();
                out.printf(
                        "%nAll %,d states sent to the topic in %.1f s, %,.0f/s.%n",
                        states, time.toMillis() / 1e3, states / (time.toMillis() / 1e3));
                for (String consumer : List.of("task", "notification")) {
                    consume(consumer, postgres.database(consumer), kafka);
                }
            }
        }
        return 0;
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
        try (var service = ServiceProcess.of(consumer + "-service")
                .settings(ServiceProcess.connections(
                        database, kafka.bootstrap(), TokenIssuer.shared().issuer()))
                .jvmOptions(jvm.toArray(String[]::new))
                .log(folder.resolve(consumer + "-service.log"))
                .start()) {
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

    private void measure(List<Load> loads, ServiceProcess service, Usage ofService, Usage ofDatabase)
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
        for (Load load : measured) {
            double serviceBefore = ofService.cpuSeconds();
            double databaseBefore = ofDatabase.cpuSeconds();
            var figures = wrk.run(service.url(), load, connections, seconds);
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
    }
}
