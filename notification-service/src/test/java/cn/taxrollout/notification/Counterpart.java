package cn.taxrollout.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server outside of the suite, on a port of its own. It answers what it was told to, or 200, and remembers what came. */
public final class Counterpart implements AutoCloseable {
    /** What came. */
    public record Received(String method, URI uri, Headers headers, String body) {
        public String header(String name) {
            return headers.getFirst(name);
        }
    }

    /** A way to answer, or not to. */
    public interface Behaviour {
        void answer(Counterpart counterpart, HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour usual = status(200, "{}");

    public Counterpart() {
        this("127.0.0.1");
    }

    public Counterpart(String address) {
        this(address, 0);
    }

    public Counterpart(String address, int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                new String(body, UTF_8)));
        Behaviour behaviour = next.poll();
        try (exchange) {
            (behaviour == null ? usual : behaviour).answer(this, exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static Behaviour status(int status, String body, String... headers) {
        return (counterpart, exchange) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Takes the call and says nothing as long as this server lives. */
    public static Behaviour silence() {
        return (counterpart, exchange) -> counterpart.closed.await();
    }

    /** Ends the connection without an answer. */
    public static Behaviour hangUp() {
        return (counterpart, exchange) -> {};
    }

    /** Answers 200 and so many bytes, as far as the other side takes them. */
    public static Behaviour bytes(int length) {
        return (counterpart, exchange) -> {
            exchange.sendResponseHeaders(200, length);
            byte[] block = new byte[8192];
            Arrays.fill(block, (byte) 'x');
            for (int sent = 0; sent < length; sent += block.length) {
                exchange.getResponseBody().write(block, 0, Math.min(block.length, length - sent));
            }
        };
    }

    /** Answers 200, begins a body and never ends it. */
    public static Behaviour trickle(String beginning) {
        return (counterpart, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(beginning.getBytes(UTF_8));
            exchange.getResponseBody().flush();
            counterpart.closed.await();
        };
    }

    /** What it does with the next calls, each once, in this order. */
    public Counterpart next(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
        return this;
    }

    /** What it does when it wasn't told anything else. */
    public Counterpart usually(Behaviour behaviour) {
        usual = behaviour;
        return this;
    }

    public List<Received> received() {
        return received;
    }

    public Received last() {
        return received.get(received.size() - 1);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
