package cn.taxrollout.deploy.local;

import cn.taxrollout.deploy.embedded.FreePort;
import cn.taxrollout.deploy.embedded.KafkaBroker;
import cn.taxrollout.deploy.embedded.KeycloakServer;
import cn.taxrollout.deploy.embedded.PostgresServer;
import cn.taxrollout.deploy.embedded.Secrets;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All parts of the suite on this machine: PostgreSQL, Kafka, Keycloak with a user for everybody on staff, and the packaged services as
 * processes. Nothing of it outlives this JVM.
 */
public final class LocalSuite implements RunningSuite, AutoCloseable {

    /**
     * For short lives on few cores: the compiler that starts fast, the collector without threads of its own. On two cores the suite
     * is up in 35 s with them and in 40 s without, and the sample's days pass in half the time.
     */
    private static final String[] JVM_OPTIONS = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"};

    private final Settings settings;
    private final Progress progress;
    private final ExecutorService starters = Executors.newCachedThreadPool();
    private final Map<Service, CompletableFuture<ServiceProcess>> services = new ConcurrentHashMap<>();
    private CompletableFuture<PostgresServer> postgres;
    private CompletableFuture<KafkaBroker> kafka;
    private CompletableFuture<KeycloakServer> keycloak;
    private Tokens tokens;
    private String subscriptionKey;

    /**
     * @param data folder of the databases and topics, null for new ones that are deleted at the end
     * @param logs folder of the parts' logs
     * @param staff who gets a user of the realm, named after the staff number
     * @param password of all these users
     * @param further what services are told beside what all local ones are, by the names in {@code application.properties}
     */
    public record Settings(
            Ports ports,
            Path data,
            Path logs,
            List<Roster.Person> staff,
            String password,
            Map<Service, Map<String, String>> further) {

        public Settings(Ports ports, Path data, Path logs, List<Roster.Person> staff, String password) {
            this(ports, data, logs, staff, password, Map.of());
        }
    }

    /** Is told of every part that is ready. */
    @FunctionalInterface
    public interface Progress {
        void ready(String part, long millis, String where);
    }

    public LocalSuite(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Starts all parts, as far as possible at the same time, and returns once all are ready.
     *
     * @throws IllegalStateException when a part doesn't start; {@link #close()} then ends the others
     */
    public void start() {
        subscriptionKey = settings.data() == null
                ? Secrets.nextKey()
                : Secrets.keyKeptIn(settings.data().resolve("subscription.key"));
        var keycloakPort = FreePort.orFree(settings.ports().keycloak());
        var issuer = KeycloakServer.issuer(keycloakPort);
        postgres = starting("PostgreSQL", this::startPostgres, server -> "127.0.0.1:" + server.port());
        kafka = starting("Kafka", this::startKafka, KafkaBroker::bootstrap);
        keycloak = starting("Keycloak", () -> startKeycloak(keycloakPort), KeycloakServer::issuer);
        var stores = CompletableFuture.allOf(postgres, kafka);
        for (var service : Service.values()) {
            services.put(
                    service,
                    stores.thenCompose(ready ->
                            starting(service.module(), () -> startService(service, issuer), ServiceProcess::url)));
        }
        awaitAll(Stream.concat(Stream.of(postgres, kafka, keycloak), services.values().stream())
                .toList());
        tokens = Tokens.of(keycloak.join(), settings.password());
    }

    @Override
    public Api api(Service service) {
        return new Api(process(service).url());
    }

    @Override
    public Api management(Service service) {
        return new Api(process(service).managementUrl());
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public PostgresServer postgres() {
        return postgres.join();
    }

    @Override
    public KafkaBroker kafka() {
        return kafka.join();
    }

    public KeycloakServer keycloak() {
        return keycloak.join();
    }

    public ServiceProcess process(Service service) {
        return services.get(service).join();
    }

    /** Ends the service as a crash would and starts it again on the same ports; returns once it is ready. */
    public void crash(Service service) {
        var process = process(service);
        process.kill();
        services.put(service, CompletableFuture.completedFuture(process.restart()));
    }

    /** Another process of the service, on free ports; the caller ends it. */
    public ServiceProcess replica(Service service) {
        return describe(service, keycloak().issuer())
                .log(settings.logs().resolve(service.module() + "-2.log"))
                .start();
    }

    /** Completes with the part's name when one has ended that nobody told to end. */
    public CompletableFuture<String> anyEnd() {
        var ends = new HashMap<String, CompletableFuture<Integer>>();
        ends.put("PostgreSQL", postgres().process().onExit());
        ends.put("Kafka", kafka().process().onExit());
        ends.put("Keycloak", keycloak().process().onExit());
        services.forEach((service, started) ->
                ends.put(service.module(), started.join().process().onExit()));
        return CompletableFuture.anyOf(ends.entrySet().stream()
                        .map(end -> end.getValue().thenApply(status -> end.getKey()))
                        .toArray(CompletableFuture[]::new))
                .thenApply(String.class::cast);
    }

    /** Ends everything, what is still starting too: the services first, PostgreSQL last. */
    @Override
    public void close() {
        starters.shutdownNow();
        try {
            starters.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.values().parallelStream().forEach(LocalSuite::close);
        Stream.of(keycloak, kafka).parallel().forEach(LocalSuite::close);
        close(postgres);
    }

    private static void close(CompletableFuture<? extends AutoCloseable> part) {
        if (part == null || !part.isDone() || part.isCompletedExceptionally()) {
            return;
        }
        try {
            part.join().close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private PostgresServer startPostgres() {
        var port = settings.ports().postgres();
        var log = settings.logs().resolve("postgres.log");
        return settings.data() == null
                ? PostgresServer.startFresh(port, log)
                : PostgresServer.start(settings.data().resolve("postgres"), port, log);
    }

    private KafkaBroker startKafka() {
        var port = settings.ports().kafka();
        var log = settings.logs().resolve("kafka.log");
        return settings.data() == null
                ? KafkaBroker.startFresh(port, log)
                : KafkaBroker.start(settings.data().resolve("kafka"), port, log);
    }

    private KeycloakServer startKeycloak(int port) {
        var server = KeycloakServer.start(port, settings.logs().resolve("keycloak.log"));
        server.createUsers(settings.staff().stream()
                .map(person ->
                        new KeycloakServer.User(person.staffNo(), settings.password(), person.staffNo(), person.name()))
                .toList());
        return server;
    }

    private ServiceProcess startService(Service service, String issuer) {
        return describe(service, issuer)
                .port(settings.ports().service().applyAsInt(service.ordinal()))
                .managementPort(settings.ports().management().applyAsInt(service.ordinal()))
                .log(settings.logs().resolve(service.module() + ".log"))
                .start();
    }

    private ServiceProcess.Description describe(Service service, String issuer) {
        var connections =
                ServiceProcess.connections(postgres().database(service.database()), kafka().bootstrap(), issuer);
        return ServiceProcess.of(service.module())
                .settings(connections)
                .settings(localSettings(service))
                .settings(settings.further().getOrDefault(service, Map.of()))
                .jvmOptions(JVM_OPTIONS);
    }

    /** What makes the suite one to try things with: its time can be moved, and subscribers may be on this machine. */
    private Map<String, String> localSettings(Service service) {
        return switch (service) {
            case ORG -> Map.of();
            case TASK -> Map.of("task.business-clock.adjustable", "true");
            case NOTIFICATION ->
                Map.of(
                        "notification.subscription.keys",
                        subscriptionKey,
                        "notification.outbound.allowed-networks",
                        "127.0.0.0/8");
        };
    }

    private <T> CompletableFuture<T> starting(String part, Supplier<T> start, Function<T, String> where) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var from = System.nanoTime();
                    var started = start.get();
                    progress.ready(part, (System.nanoTime() - from) / 1_000_000, where.apply(started));
                    return started;
                },
                starters);
    }

    /** Returns when all have completed, and throws as soon as one has failed. */
    private static void awaitAll(List<? extends CompletableFuture<?>> parts) {
        var outcome = new CompletableFuture<Void>();
        parts.forEach(part -> part.whenComplete((started, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            }
        }));
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenRun(() -> outcome.complete(null));
        try {
            outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
