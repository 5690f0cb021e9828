package cn.taxrollout.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;

/** A Kafka broker, which is its own controller, with the suite's topics. Topics that it isn't told to make don't come into being. */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 12;

    /** The revision of a plan tells all that is different, of each of ten thousand tasks: more than the broker's usual mebibyte. */
    private static final int LARGEST_TASK_EVENT = 16 * 1024 * 1024;

    private static final List<NewTopic> TOPICS = List.of(
            topic("org.directory.v1", Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
            topic(
                    "task.events.v1",
                    Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE,
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            Integer.toString(LARGEST_TASK_EVENT))));

    private final ChildProcess process;
    private final int port;

    private KafkaBroker(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a new broker on a free port; its data is deleted when it ends. */
    public static KafkaBroker startFresh(Path log) {
        return startFresh(0, log);
    }

    /**
     * As {@link #startFresh(Path)}.
     *
     * @param port 0 for a free one
     */
    public static KafkaBroker startFresh(int port, Path log) {
        return start(Folders.scratch("kafka"), true, port, log);
    }

    /**
     * Starts the broker whose data is in the folder, or a new one if the folder is missing or empty.
     *
     * @param port 0 for a free one
     * @throws IllegalStateException with the end of the log when the broker doesn't start
     */
    public static KafkaBroker start(Path data, int port, Path log) {
        return start(data.toAbsolutePath(), false, port, log);
    }

    private static KafkaBroker start(Path data, boolean scratch, int requestedPort, Path log) {
        var port = FreePort.orFree(requestedPort);
        var settings = writeSettings(data, port);
        if (Files.notExists(data.resolve("log/meta.properties"))) {
            format(settings, log);
        }
        var process = ChildProcess.of(java(settings, "-Xmx256m", "kafka.Kafka", settings.toString()))
                .log(log)
                .scratch(scratch ? data : null)
                .start();
        Readiness.await("Kafka", process, START_LIMIT, Readiness.listening(port));
        var broker = new KafkaBroker(process, port);
        broker.createTopics();
        return broker;
    }

    /** Host and port for {@code kafka.bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** The broker's process. */
    public ChildProcess process() {
        return process;
    }

    /** Ends the broker as a crash would; start it again on the same data and port to recover. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private void createTopics() {
        var thread = Thread.currentThread();
        var contextLoader = thread.getContextClassLoader();
        // Kafka's client looks its own classes up here; a pool's thread has a loader that isn't ours in a Quarkus test.
        thread.setContextClassLoader(KafkaBroker.class.getClassLoader());
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
            var present = admin.listTopics().names().get();
            var missing = TOPICS.stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException("cannot create the topics, " + process.log(), e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topics", e);
        } finally {
            thread.setContextClassLoader(contextLoader);
        }
    }

    private static NewTopic topic(String name, Map<String, String> settings) {
        return new NewTopic(name, PARTITIONS, (short) 1).configs(settings);
    }

    private static Path writeSettings(Path data, int port) {
        try {
            Files.createDirectories(data);
            var controllerPort = FreePort.next();
            resource("kafka-log4j2.properties", data);
            return Files.writeString(
                    resource("kafka.properties", data),
                    String.join(
                            "\n",
                            "",
                            "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                            "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                            "log.dirs=" + data.resolve("log"),
                            ""),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name, Path folder) throws IOException {
        try (var resource = KafkaBroker.class.getResourceAsStream(name)) {
            Files.copy(resource, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            return folder.resolve(name);
        }
    }

    private static void format(Path settings, Path log) {
        var clusterId = Uuid.randomUuid().toString();
        var command = java(
                settings, "-Xmx64m", "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", settings.toString());
        var format = ChildProcess.of(command).log(log).start();
        if (format.finish() != 0) {
            throw new IllegalStateException("cannot format Kafka's storage, " + log + ":\n" + format.tail());
        }
    }

    private static List<String> java(Path settings, String... arguments) {
        var common = Stream.of(
                Folders.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // starts in half the time
                "-Dlog4j2.configurationFile=" + settings.resolveSibling("kafka-log4j2.properties"),
                "-cp",
                Folders.built("kafka") + "/*");
        return Stream.concat(common, Stream.of(arguments)).toList();
    }
}
