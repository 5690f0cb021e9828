package cn.taxrollout.deploy.e2e;

import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.local.LocalSuite;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person's screen with an open stream. */
final class Screen {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private Screen() {}

    /** One line of the stream; a message is one that begins with {@code data:}. */
    record Line(Instant at, String text) {}

    /**
     * Opens the stream and returns once its first line has come, which says that what is written from now on comes, too.
     *
     * @param service the address of a notification-service
     * @param reader staff number
     */
    static Screen open(LocalSuite suite, String service, String reader) {
        var screen = new Screen();
        HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(service + "/v1/inbox/stream"))
                                .header(
                                        "Authorization",
                                        "Bearer " + suite.tokens().of(reader))
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(line -> screen.lines.add(new Line(Instant.now(), line))));
        await().atMost(SOON).until(() -> !screen.lines.isEmpty());
        return screen;
    }

    /** The messages that have come so far in which this stands. */
    List<Line> messagesWith(String text) {
        return lines.stream()
                .filter(line -> line.text().startsWith("data:") && line.text().contains(text))
                .toList();
    }
}
