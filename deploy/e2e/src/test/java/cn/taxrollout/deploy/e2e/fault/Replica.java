package cn.taxrollout.deploy.e2e.fault;

import cn.taxrollout.deploy.embedded.ServiceProcess;
import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** One of several processes of a service, with its own line to PostgreSQL, and what may happen to it. */
final class Replica implements AutoCloseable {

    /** What a cluster grants by default. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final String name;
    private final Line toPostgres;
    private volatile ServiceProcess process;

    /** @param name of its log as well */
    Replica(String name, ServiceProcess process, Line toPostgres) {
        this.name = name;
        this.process = process;
        this.toPostgres = toPostgres;
    }

    String url() {
        return process.url();
    }

    String managementUrl() {
        return process.managementUrl();
    }

    Line toPostgres() {
        return toPostgres;
    }

    boolean isRunning() {
        return process.process().isAlive();
    }

    /** Whether it wants requests. */
    boolean isReady() {
        try {
            new Api(managementUrl()).text("/q/health/ready");
            return true;
        } catch (Refused | UncheckedIOException no) {
            return false;
        }
    }

    /** Kill -9. */
    void kill() {
        process.kill();
    }

    /** Starts it again on the same ports, after SIGTERM if it still runs; returns once it is ready. */
    void restart() {
        stop();
        process = process.restart();
    }

    /** SIGTERM; returns once it has ended. */
    void stop() {
        process.process().stop(GRACE);
    }

    /** SIGSTOP. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    /** SIGQUIT: the JVM writes what its threads do to its log. */
    void logThreads() {
        signal("QUIT");
    }

    @Override
    public void close() {
        if (isRunning()) {
            thaw();
        }
        process.close();
        toPostgres.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private void signal(String signal) {
        try {
            var kill = new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            String.valueOf(process.process().pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no SIG" + signal + " for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
