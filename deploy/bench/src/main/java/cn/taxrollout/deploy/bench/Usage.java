package cn.taxrollout.deploy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** What a process and all that it started take of this machine, as Linux tells in {@code /proc}. */
final class Usage {
    /** Of {@code /proc/[pid]/stat}; the kernel counts in hundredths of a second towards programs on all of our platforms. */
    private static final double TICKS_PER_SECOND = 100;

    private final long pid;

    Usage(long pid) {
        this.pid = pid;
    }

    /** Processor time so far, in seconds. */
    double cpuSeconds() {
        var children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), children).map(Usage::ticks).sum() / TICKS_PER_SECOND;
    }

    /** Memory that is resident, in MiB; of the process alone. */
    long residentMebibytes() {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** User and system time, of children that have ended too. */
    private static long ticks(long pid) {
        // the name in parentheses may hold spaces; utime, stime, cutime and cstime are the 12th to 15th field after it
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length < 15
                ? 0
                : LongStream.range(11, 15)
                        .map(i -> Long.parseLong(fields[(int) i]))
                        .sum();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (NoSuchFileException e) {
            return ""; // it has ended meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
