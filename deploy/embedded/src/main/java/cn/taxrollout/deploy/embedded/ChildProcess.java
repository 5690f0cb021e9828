package cn.taxrollout.deploy.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process of this machine that never outlives the JVM that started it, however that JVM ends, {@code kill -9} included.
 *
 * <p>It runs in a session of its own, so Ctrl-C in the terminal reaches only the parent, which orders the shutdown. Its standard
 * output and error are appended to a log file.
 */
public final class ChildProcess implements AutoCloseable {

    private static final String WATCHDOG = watchdog();

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        process.onExit().thenRun(this::releaseWatchdog);
    }

    /** Describes a process; nothing runs until {@link Description#start()}. */
    public static Description of(List<String> command) {
        return new Description(command);
    }

    /** The process id of the command itself, not of a shell around it. */
    public long pid() {
        return process.pid();
    }

    /** The file that takes standard output and error. */
    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit status when the process has ended, whoever ended it. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits until the process has ended by itself and returns its exit status; an interrupt kills it. */
    int finish() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + log, e);
        }
    }

    /**
     * Asks the process to end (SIGTERM, or the signal of its description), ends it with SIGKILL after the grace, and returns once it
     * has ended. Does nothing for a process that has ended already.
     *
     * @param grace whole seconds; a fraction is rounded up
     */
    public void stop(Duration grace) {
        var seconds = grace.plusMillis(999).toSeconds();
        order(seconds + "\n");
        try {
            if (!process.waitFor(seconds + 5, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process with SIGKILL, as a crash would, and returns once it has ended. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** {@link #stop(Duration)} with ten seconds of grace. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    /** The last lines of the log, for messages about a failed start. */
    String tail() {
        try {
            var lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private void releaseWatchdog() {
        order("0\n");
    }

    private void order(String graceSeconds) {
        try (var pipe = process.getOutputStream()) {
            pipe.write(graceSeconds.getBytes(UTF_8));
        } catch (IOException e) {
            // The watchdog has gone or has its order already: a closed pipe is what it ends on.
            return;
        }
    }

    private static String watchdog() {
        try (InputStream script = ChildProcess.class.getResourceAsStream("watchdog.sh")) {
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to run and how; the defaults are the parent's environment and directory, SIGTERM to stop, and no log. */
    public static final class Description {

        private final List<String> command;
        private final Map<String, String> environment = new HashMap<>();
        private Path directory;
        private Path log = Path.of("/dev/null");
        private String signal = "TERM";
        private Path scratch;

        private Description(List<String> command) {
            this.command = List.copyOf(command);
        }

        /** Adds to the parent's environment. */
        public Description environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        public Description directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /** The file to append output to; its folder is made if missing. */
        public Description log(Path log) {
            this.log = log.toAbsolutePath();
            return this;
        }

        /** The signal that asks this process to end, by its name without SIG. */
        public Description stopSignal(String signal) {
            this.signal = signal;
            return this;
        }

        /** A folder of the process that is deleted when it has ended; null for none. */
        Description scratch(Path scratch) {
            this.scratch = scratch;
            return this;
        }

        /**
         * Starts the process.
         *
         * @throws UncheckedIOException when the log file or the process can't be made
         */
        public ChildProcess start() {
            var line = new ArrayList<>(List.of("setsid", "sh", "-c", WATCHDOG, "watchdog", signal));
            line.add(scratch == null ? "" : scratch.toString());
            line.addAll(command);
            try {
                Files.createDirectories(log.getParent());
                var builder = new ProcessBuilder(line).redirectErrorStream(true);
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
                builder.environment().putAll(environment);
                if (directory != null) {
                    builder.directory(directory.toFile());
                }
                return new ChildProcess(builder.start(), log);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start " + command.get(0), e);
            }
        }
    }
}
