package cn.taxrollout.deploy.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A packaged service of the suite, running in a JVM of its own on this machine and ready for requests. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Description description;
    private final ChildProcess process;

    private ServiceProcess(Description description, ChildProcess process) {
        this.description = description;
        this.process = process;
    }

    /**
     * Describes the service of a module of the repository; nothing runs until {@link Description#start()}.
     *
     * @param module its folder's name, such as {@code task-service}
     */
    public static Description of(String module) {
        return new Description(module);
    }

    /** The settings every service needs: its database, the broker and the issuer of tokens. */
    public static Map<String, String> connections(Database database, String kafkaBootstrap, String issuer) {
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.app(),
                "quarkus.datasource.password", database.appPassword(),
                "quarkus.flyway.username", database.owner(),
                "quarkus.flyway.password", database.ownerPassword(),
                "kafka.bootstrap.servers", kafkaBootstrap,
                "quarkus.oidc.auth-server-url", issuer);
    }

    /** The public address, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + description.port;
    }

    /** The address of health and metrics, without a slash at the end. */
    public String managementUrl() {
        return "http://127.0.0.1:" + description.managementPort;
    }

    /** The service's JVM. */
    public ChildProcess process() {
        return process;
    }

    /** Ends the service if it runs, and starts it again on the same ports with the same settings. */
    public ServiceProcess restart() {
        close();
        return description.start();
    }

    /** Ends the service as a crash would. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /** Which service to run and how; ports that aren't given are free ones, found by the first start and kept. */
    public static final class Description {

        private final String module;
        /** It stops without delay: as a rule nobody goes by its readiness. */
        private final Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.http.host",
                "127.0.0.1",
                "quarkus.management.host",
                "127.0.0.1",
                "quarkus.shutdown.delay",
                "0"));

        private final Map<String, String> environment = new TreeMap<>();
        private List<String> jvmOptions = List.of();
        private int port;
        private int managementPort;
        private Path log;

        private Description(String module) {
            this.module = module;
            this.log = Path.of("target", "embedded", module + ".log");
        }

        public Description port(int port) {
            this.port = port;
            return this;
        }

        public Description managementPort(int port) {
            this.managementPort = port;
            return this;
        }

        /** Adds settings by their names in {@code application.properties}; they reach the service as environment variables. */
        public Description settings(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /** Replaces the options of the JVM, of which there are none at first. */
        public Description jvmOptions(String... options) {
            jvmOptions = List.of(options);
            return this;
        }

        /** Adds variables of the JVM's environment that are no settings; what runs beside it doesn't see them. */
        public Description environment(Map<String, String> more) {
            environment.putAll(more);
            return this;
        }

        public Description log(Path log) {
            this.log = log;
            return this;
        }

        /**
         * Starts the service and returns once its readiness check passes.
         *
         * @throws IllegalStateException when it isn't packaged, ends, or isn't ready in time; with the end of its log
         */
        public ServiceProcess start() {
            var service = launch();
            Readiness.await(
                    module,
                    service.process,
                    START_LIMIT,
                    Readiness.answering(service.managementUrl() + "/q/health/ready"));
            return service;
        }

        /**
         * Starts the service and returns at once, for those who want to see how it waits for what it needs.
         *
         * @throws IllegalStateException when it isn't packaged
         */
        public ServiceProcess launch() {
            port = FreePort.orFree(port);
            managementPort = FreePort.orFree(managementPort);
            settings(Map.of(
                    "quarkus.http.port",
                    String.valueOf(port),
                    "quarkus.management.port",
                    String.valueOf(managementPort)));
            var process = ChildProcess.of(command())
                    .environment(settingsAsVariables())
                    .log(log)
                    .start();
            return new ServiceProcess(this, process);
        }

        private List<String> command() {
            var jar = Folders.repository().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
            if (Files.notExists(jar)) {
                throw new IllegalStateException(jar + " is missing: package " + module + " first");
            }
            var command = new ArrayList<String>();
            if (!environment.isEmpty()) {
                command.add("env");
                environment.forEach((name, value) -> command.add(name + "=" + value));
            }
            command.add(Folders.java());
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", jar.toString()));
            return command;
        }

        /** Names as MicroProfile Config looks them up in the environment. */
        private Map<String, String> settingsAsVariables() {
            return settings.entrySet().stream()
                    .collect(Collectors.toMap(
                            setting -> setting.getKey()
                                    .replaceAll("[^A-Za-z0-9]", "_")
                                    .toUpperCase(Locale.ROOT),
                            Map.Entry::getValue));
        }
    }
}
