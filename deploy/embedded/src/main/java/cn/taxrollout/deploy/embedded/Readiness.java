package cn.taxrollout.deploy.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a process can be used, and says why when it can't. */
final class Readiness {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Readiness() {}

    /** A look at the process; an exception means not yet. */
    @FunctionalInterface
    interface Check {
        void look() throws Exception;
    }

    /**
     * Looks again and again, until the check passes. Ends the process when that fails.
     *
     * @throws IllegalStateException with the end of the log when the process ends, the time runs out or the thread is interrupted
     *     before that
     */
    static void await(String name, ChildProcess process, Duration limit, Check check) {
        try {
            look(name, process, limit, check);
        } catch (IllegalStateException e) {
            process.close();
            throw e;
        }
    }

    private static void look(String name, ChildProcess process, Duration limit, Check check) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                check.look();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + name, e);
            } catch (Exception e) {
                if (endsWithin(PAUSE, process)) {
                    throw new IllegalStateException(
                            name + " ended while starting, " + process.log() + ":\n" + process.tail());
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            name + " is not ready after " + limit.toSeconds() + " s, " + process.log() + ":\n"
                                    + process.tail(),
                            e);
                }
            }
        }
    }

    /** A check that something listens on a port of this machine. */
    static Check listening(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            }
        };
    }

    /** A check that an address answers with status 200. */
    static Check answering(String url) {
        return () -> {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            var status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException(url + " answers " + status);
            }
        };
    }

    private static boolean endsWithin(Duration pause, ChildProcess process) {
        try {
            process.onExit().get(pause.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
