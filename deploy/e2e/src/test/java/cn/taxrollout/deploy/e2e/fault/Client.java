package cn.taxrollout.deploy.e2e.fault;

import cn.taxrollout.deploy.local.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the processes of a service in turn. A call that got no answer, or one that blames the server, is repeated at the next process
 * with the same headers, as a careful client does, until it is answered.
 */
final class Client {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final ReplicatedSuite suite;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, AtomicInteger> troubles = new ConcurrentSkipListMap<>();

    Client(ReplicatedSuite suite) {
        this.suite = suite;
    }

    /**
     * The answer to a call.
     *
     * @param doubtful whether an earlier attempt may have had, or may still have, an effect that nobody told us of
     */
    record Answer(int status, String etag, JsonNode body, boolean doubtful) {

        boolean isDone() {
            return status < 300;
        }
    }

    /** @param body null for none */
    Answer call(Service service, String method, String path, String token, Map<String, String> headers, JsonNode body) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var doubtful = false;
        while (true) {
            var replicas = suite.replicas(service);
            var replica = replicas.get(Math.floorMod(turn.getAndIncrement(), replicas.size()));
            try {
                var response = http.send(request(replica, method, path, token, headers, body), BodyHandlers.ofString());
                if (response.statusCode() < 500) {
                    return new Answer(
                            response.statusCode(),
                            response.headers().firstValue("ETag").orElse(null),
                            json(response),
                            doubtful);
                }
                trouble(service, String.valueOf(response.statusCode()));
                doubtful = true;
            } catch (ConnectException refused) {
                trouble(service, "refused");
            } catch (IOException cut) {
                trouble(service, "cut");
                doubtful = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        method + " " + path + " is not answered after " + PATIENCE.toSeconds() + " s: " + troubles);
            }
            Pause.of(PAUSE);
        }
    }

    /** How often a call was cut, refused a connection, or answered with which status of 500 and above, by service. */
    Map<String, AtomicInteger> troubles() {
        return troubles;
    }

    private void trouble(Service service, String what) {
        troubles.computeIfAbsent(service.module() + " " + what, t -> new AtomicInteger())
                .incrementAndGet();
    }

    private static HttpRequest request(
            Replica replica, String method, String path, String token, Map<String, String> headers, JsonNode body) {
        var request = HttpRequest.newBuilder(URI.create(replica.url() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(response + " isn't JSON: " + response.body(), e);
        }
    }
}
