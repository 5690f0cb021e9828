package cn.taxrollout.deploy.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A clock that is off for one process alone: libfaketime answers when it asks for the time of day. How fast time runs stays as it is. */
final class OffClock {

    /** Where the package puts it: by architecture on Debian, without that elsewhere. */
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final int DEPTH = 3;
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private OffClock() {}

    /**
     * The environment of a process whose clock is off.
     *
     * @param ahead negative for a clock that is behind
     * @throws IllegalStateException when libfaketime isn't installed
     */
    static Map<String, String> by(Duration ahead) {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME",
                "%+d".formatted(ahead.toSeconds()),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // With its remedy for an old fault of glibc every timed wait of a JVM is over at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    private static Path library() {
        try (var files = Files.find(LIBRARIES, DEPTH, (path, attributes) -> path.endsWith(LIBRARY))) {
            return files.findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + LIBRARY + " below " + LIBRARIES
                            + ", without which no clock can be off: install the package faketime"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
