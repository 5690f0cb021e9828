package cn.taxrollout.deploy.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * PostgreSQL, Kafka and a {@link TokenIssuer} for the component tests of one service, started once per test JVM, however many Quarkus
 * applications it runs; they end with the JVM. Their logs are in {@code target/embedded}.
 *
 * <p>Use: {@code @WithTestResource(value = ServiceParts.class, initArgs = @ResourceArg(name = "service", value = "task"))}.
 */
public final class ServiceParts implements QuarkusTestResourceLifecycleManager {

    private static final Path LOGS = Path.of("target", "embedded");
    private static final String PREFIX = "tax-rollout.embedded.";
    private static final String KAFKA = PREFIX + "kafka";

    private String service;

    @Override
    public void init(Map<String, String> arguments) {
        service = arguments.get("service");
        if (service == null) {
            throw new IllegalArgumentException(
                    "ServiceParts needs the argument service, one of " + PostgresServer.SERVICES);
        }
    }

    /** Starts what isn't running yet and returns the service's configuration. */
    @Override
    public Map<String, String> start() {
        return ServiceProcess.connections(
                database(service), kafkaBootstrap(), TokenIssuer.shared().issuer());
    }

    /** Nothing: the next application of this JVM goes on with the same parts. */
    @Override
    public void stop() {}

    /** A service's database, for direct access from tests; the name is one of {@link PostgresServer#SERVICES}. */
    public static Database database(String service) {
        startOnce();
        var url = property(service, "url");
        if (url == null) {
            throw new IllegalArgumentException("no database for " + service + ", only for " + PostgresServer.SERVICES);
        }
        return new Database(
                url,
                property(service, "owner"),
                property(service, "owner-password"),
                property(service, "app"),
                property(service, "app-password"));
    }

    /** Host and port of the broker. */
    public static String kafkaBootstrap() {
        startOnce();
        return System.getProperty(KAFKA);
    }

    private static void startOnce() {
        // Quarkus loads this class anew with every application. Runtime is one object for all of its class loaders, and
        // so are
        // system properties: they hold what the others need to know.
        synchronized (Runtime.getRuntime()) {
            if (System.getProperty(KAFKA) != null) {
                return;
            }
            var kafka = CompletableFuture.supplyAsync(() -> KafkaBroker.startFresh(LOGS.resolve("kafka.log")));
            var postgres = PostgresServer.startFresh(LOGS.resolve("postgres.log"));
            var broker = kafka.join();
            for (var service : PostgresServer.SERVICES) {
                var database = postgres.database(service);
                publish(service, "url", database.jdbcUrl());
                publish(service, "owner", database.owner());
                publish(service, "owner-password", database.ownerPassword());
                publish(service, "app", database.app());
                publish(service, "app-password", database.appPassword());
            }
            System.setProperty(KAFKA, broker.bootstrap());
            // Keeps both reachable; their watchdogs end them when this JVM has gone.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Reference.reachabilityFence(postgres);
                Reference.reachabilityFence(broker);
            }));
        }
    }

    private static void publish(String service, String name, String value) {
        System.setProperty(PREFIX + service + "." + name, value);
    }

    private static String property(String service, String name) {
        return System.getProperty(PREFIX + service + "." + name);
    }
}
