package cn.taxrollout.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildProcessTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "postgres", "kafka"})
    void childEndsWhenItsParentIsKilled(String kind) throws Exception {
        var parent = new ProcessBuilder(
                        Folders.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        kind,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var line = new BufferedReader(new InputStreamReader(parent.getInputStream())).readLine();
        var child = Long.parseLong(line);
        assertThat(isRunning(child)).isTrue();

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(20)).until(() -> !isRunning(child));
    }

    @Test
    void grandchildrenEndWithTheChild() throws Exception {
        var log = folder.resolve("log");
        var child = ChildProcess.of(List.of("sh", "-c", "sleep 1000 & echo $!; wait"))
                .log(log)
                .start();
        await().until(() -> Files.readString(log).endsWith("\n"));
        var grandchild = Long.parseLong(Files.readString(log).trim());

        child.kill();

        await().until(() -> !isRunning(grandchild));
    }

    @Test
    void stopGivesTheChildItsGraceAndNoMore() throws Exception {
        var polite = ChildProcess.of(List.of("sh", "-c", "trap 'exit 7' TERM; echo; while :; do sleep 0.1; done"))
                .log(folder.resolve("polite"))
                .start();
        await().until(() -> Files.size(polite.log()) > 0);
        polite.stop(Duration.ofSeconds(30));
        assertThat(polite.onExit().join()).isEqualTo(7);

        var stubborn = ChildProcess.of(List.of("sh", "-c", "trap '' TERM; echo; while :; do sleep 0.1; done"))
                .log(folder.resolve("stubborn"))
                .start();
        await().until(() -> Files.size(stubborn.log()) > 0);
        stubborn.stop(Duration.ofSeconds(1));
        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void scratchFolderGoesWithTheChild() throws Exception {
        var scratch = Files.createDirectory(folder.resolve("scratch"));
        Files.createFile(scratch.resolve("file"));
        var child = ChildProcess.of(List.of("sleep", "1000")).scratch(scratch).start();

        child.close();

        await().until(() -> Files.notExists(scratch));
    }

    /** Whether it runs; a dead one that nobody has waited for doesn't. */
    private static boolean isRunning(long pid) throws Exception {
        var status = Path.of("/proc", String.valueOf(pid), "status");
        return Files.exists(status) && !Files.readString(status).contains("State:\tZ");
    }

    /** A JVM that starts a process, prints its id and waits to be killed. */
    static final class Parent {

        public static void main(String[] arguments) throws Exception {
            var folder = Path.of(arguments[1]);
            var log = folder.resolve("log");
            var child =
                    switch (arguments[0]) {
                        case "postgres" ->
                            PostgresServer.start(folder.resolve("data"), 0, log).process();
                        case "kafka" ->
                            KafkaBroker.start(folder.resolve("data"), 0, log).process();
                        default ->
                            ChildProcess.of(List.of("sleep", "1000")).log(log).start();
                    };
            System.out.println(child.pid());
            child.onExit().join();
        }
    }
}
