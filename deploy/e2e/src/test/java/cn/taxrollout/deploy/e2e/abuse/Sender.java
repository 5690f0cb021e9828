package cn.taxrollout.deploy.e2e.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.local.LocalSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends calls to the services over connections that stay open. */
final class Sender {

    /** More than what any of these calls may take when the machine is busy with something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalSuite suite;

    Sender(LocalSuite suite) {
        this.suite = suite;
    }

    /**
     * What came back.
     *
     * @param status 0 when nothing came back in time, or not all of it
     * @param body instead of an answer what went wrong
     */
    record Answer(int status, String contentType, String body) {

        boolean isAccepted() {
            return status >= 200 && status < 400;
        }

        boolean isRefused() {
            return status >= 400 && status < 500;
        }
    }

    /** @param token null for none */
    Answer send(Call call, String token) {
        var request = HttpRequest.newBuilder(
                        URI.create(suite.process(call.operation().service()).url() + call.target()))
                .method(
                        call.operation().method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = http.sendAsync(request.build(), WHOLE).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    new String(response.body(), UTF_8));
        } catch (ExecutionException | TimeoutException e) {
            return new Answer(0, "", "no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Of a stream that never ends, its beginning says enough. */
    private static final BodyHandler<byte[]> WHOLE =
            info -> info.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")
                    ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), stream -> {
                        try {
                            stream.close();
                            return new byte[0];
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    : BodyHandlers.ofByteArray().apply(info);
}
