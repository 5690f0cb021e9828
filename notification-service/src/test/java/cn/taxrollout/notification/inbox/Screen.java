package cn.taxrollout.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A screen with an open stream, as a browser has one. */
final class Screen implements AutoCloseable {
    /** A server-sent event. */
    record Frame(String id, String data) {}

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile Flow.Subscription subscription;
    private volatile boolean ended;

    Screen(URI address, String token, String lastEventId) {
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var status = HttpClient.newHttpClient()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(new Reader()));
        status.whenComplete((response, failure) -> ended = true);
        await().until(() -> subscription != null);
    }

    List<String> lines() {
        return lines;
    }

    /** What has come so far; comments aren't frames. */
    List<Frame> messages() {
        List<Frame> frames = new ArrayList<>();
        String id = null;
        String data = null;
        for (String line : lines) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring(5).strip();
            } else if (line.isEmpty() && data != null) {
                frames.add(new Frame(id, data));
                data = null;
            }
        }
        return frames;
    }

    void awaitMessages(int count) {
        awaitMessages(count, Duration.ofSeconds(10));
    }

    void awaitMessages(int count, Duration atMost) {
        await().atMost(atMost).untilAsserted(() -> assertThat(messages()).hasSize(count));
    }

    void awaitEnd() {
        await().until(() -> ended);
    }

    @Override
    public void close() {
        subscription.cancel();
    }

    private final class Reader implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            lines.add(line);
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
        }

        @Override
        public void onComplete() {
            ended = true;
        }
    }
}
