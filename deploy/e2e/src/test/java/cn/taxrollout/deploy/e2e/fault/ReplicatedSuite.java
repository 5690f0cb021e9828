package cn.taxrollout.deploy.e2e.fault;

import static java.util.stream.Collectors.toMap;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.KafkaBroker;
import cn.taxrollout.deploy.embedded.PostgresServer;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.Loading;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.RunningSuite;
import cn.taxrollout.deploy.local.Service;
import cn.taxrollout.deploy.local.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * PostgreSQL and Kafka, which can be ended and come back with their data, and several processes of every service. Tokens are issued by
 * this JVM.
 */
final class ReplicatedSuite implements RunningSuite, AutoCloseable {

    static final Path SAMPLE = Path.of("..", "sample");

    /** As in {@code LocalSuite}: what starts fastest on few cores. */
    private static final String[] JVM_OPTIONS = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"};

    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Path logs;
    private final Path data;
    private final Map<Service, List<Replica>> replicas;
    private final Tokens tokens = new Tokens(ReplicatedSuite::person, ReplicatedSuite::launcher);
    private volatile PostgresServer postgres;
    private volatile KafkaBroker kafka;

    private ReplicatedSuite(Path logs, Path data, PostgresServer postgres, KafkaBroker kafka) {
        this.logs = logs;
        this.data = data;
        this.postgres = postgres;
        this.kafka = kafka;
        this.replicas = Stream.of(Service.values()).collect(toMap(service -> service, service -> new ArrayList<>()));
    }

    /**
     * Starts all parts.
     *
     * @param name of the folder of the logs
     * @param count how many processes of each service
     */
    static ReplicatedSuite start(String name, Map<Service, Integer> count) {
        return start(name, count, Map.of());
    }

    /** As above, with settings beside what every process has. */
    static ReplicatedSuite start(String name, Map<Service, Integer> count, Map<String, String> settings) {
        try {
            var logs = Path.of("target", "faults", name);
            var data = Files.createTempDirectory("tax-rollout-faults");
            var kafka = CompletableFuture.supplyAsync(() -> startKafka(data, 0, logs));
            var postgres = startPostgres(data, 0, logs);
            var suite = new ReplicatedSuite(logs, data, postgres, kafka.join());
            try {
                var starts = count.entrySet().stream()
                        .flatMap(wanted -> IntStream.range(0, wanted.getValue())
                                .mapToObj(i -> CompletableFuture.runAsync(() -> suite.add(wanted.getKey(), settings))))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(starts).join();
            } catch (RuntimeException e) {
                suite.close();
                throw e;
            }
            return suite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports the sample's roster and plan and publishes the plan. */
    Loading.Plan load(Roster roster) {
        var loading = new Loading(this);
        loading.roster(roster);
        var plan = loading.plan(SAMPLE.resolve("plan.docx"));
        loading.publish(plan);
        return plan;
    }

    /**
     * Starts one more process of the service; returns once it is ready.
     *
     * @param settings beside what every process has
     */
    Replica add(Service service, Map<String, String> settings) {
        return add(service, settings, Map.of());
    }

    /** As above, with variables of the environment beside the settings. */
    Replica add(Service service, Map<String, String> settings, Map<String, String> environment) {
        var line = Line.to(postgres.port());
        var name = service.module() + "-" + line.port();
        var process = ServiceProcess.of(service.module())
                .settings(ServiceProcess.connections(
                        through(line, postgres.database(service.database())),
                        kafka.bootstrap(),
                        TokenIssuer.shared().issuer()))
                .settings(service == Service.TASK ? Map.of("task.business-clock.adjustable", "true") : Map.of())
                .settings(settings)
                .environment(environment)
                .jvmOptions(JVM_OPTIONS)
                .log(logs.resolve(name + ".log"))
                .start();
        var replica = new Replica(name, process, line);
        synchronized (replicas) {
            replicas.get(service).add(replica);
        }
        return replica;
    }

    /** Ends this process with SIGTERM, for good. */
    void remove(Service service, Replica replica) {
        synchronized (replicas) {
            replicas.get(service).remove(replica);
        }
        replica.close();
    }

    List<Replica> replicas(Service service) {
        synchronized (replicas) {
            return List.copyOf(replicas.get(service));
        }
    }

    Replica replica(Service service, int index) {
        return replicas(service).get(index);
    }

    /** Kill -9 of the database server. */
    void killPostgres() {
        postgres.kill();
    }

    void restartPostgres() {
        postgres = startPostgres(data, postgres.port(), logs);
    }

    void stopKafka() {
        kafka.close();
    }

    void restartKafka() {
        kafka = startKafka(data, kafka.port(), logs);
    }

    @Override
    public Api api(Service service) {
        return new Api(running(service).url());
    }

    @Override
    public Api management(Service service) {
        return new Api(running(service).managementUrl());
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public PostgresServer postgres() {
        return postgres;
    }

    @Override
    public KafkaBroker kafka() {
        return kafka;
    }

    @Override
    public void close() {
        Stream.of(Service.values())
                .flatMap(service -> replicas(service).stream())
                .parallel()
                .forEach(Replica::close);
        kafka.close();
        postgres.close();
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Replica running(Service service) {
        return replicas(service).stream()
                .filter(Replica::isRunning)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process of " + service.module() + " is running"));
    }

    private static PostgresServer startPostgres(Path data, int port, Path logs) {
        return PostgresServer.start(data.resolve("postgres"), port, logs.resolve("postgres.log"));
    }

    private static KafkaBroker startKafka(Path data, int port, Path logs) {
        return KafkaBroker.start(data.resolve("kafka"), port, logs.resolve("kafka.log"));
    }

    private static Database through(Line line, Database direct) {
        return new Database(
                direct.jdbcUrl().replaceFirst(":\\d+/", ":" + line.port() + "/"),
                direct.owner(),
                direct.ownerPassword(),
                direct.app(),
                direct.appPassword());
    }

    private static String person(String staffNo) {
        return TokenIssuer.shared()
                .token()
                .claim("sub", staffNo)
                .claim("preferred_username", staffNo)
                .claim("staff_no", staffNo)
                .expiresIn(TOKEN_LIFE)
                .sign();
    }

    private static String launcher() {
        return TokenIssuer.shared()
                .token()
                .claim("sub", "service-account-launcher")
                .claim("preferred_username", "service-account-launcher")
                .claim("azp", "launcher")
                .claim("client_id", "launcher")
                .claim("scope", "org:read org:write task:read task:write notification:write")
                .expiresIn(TOKEN_LIFE)
                .sign();
    }
}
