package cn.taxrollout.deploy.bench;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The open screens of many people, each a connection of its own, and when which message came to whom. */
final class Streams implements AutoCloseable {
    private static final int OPENED_AT_A_TIME = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ABOUT = Pattern.compile("\"(taskId|planId)\":\"([0-9a-f-]{36})\"");

    /** @param about the task, or the plan where it is no task's */
    record Frame(String staffNo, UUID about) {}

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final Map<Frame, Instant> came = new ConcurrentHashMap<>();
    private final AtomicInteger doubled = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** Opens a stream for each of these people, and returns when all of them are open. */
    Duration open(String url, Collection<String> staffNos) throws InterruptedException {
        long begin = System.nanoTime();
        var open = new CountDownLatch(staffNos.size());
        var opening = new Semaphore(OPENED_AT_A_TIME);
        for (String staffNo : staffNos) {
            opening.acquire();
            String token = TokenIssuer.shared()
                    .token()
                    .claim("staff_no", staffNo)
                    .expiresIn(Duration.ofHours(8))
                    .sign();
            var request = HttpRequest.newBuilder(URI.create(url + "/v1/inbox/stream"))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .build();
            http.sendAsync(request, answer -> {
                        if (answer.statusCode() == 200) {
                            open.countDown();
                        }
                        opening.release();
                        return BodySubscribers.fromLineSubscriber(new Lines(staffNo));
                    })
                    .whenComplete((answer, failure) -> ended.incrementAndGet());
        }
        if (!open.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " streams don't open");
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** When each frame came; the time of the first if it came twice. */
    Map<Frame, Instant> came() {
        return came;
    }

    void forget() {
        came.clear();
        doubled.set(0);
    }

    int doubled() {
        return doubled.get();
    }

    /** Streams that were closed by the other side. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Lines implements Flow.Subscriber<String> {
        private final String staffNo;

        private Lines(String staffNo) {
            this.staffNo = staffNo;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data:")) {
                Instant now = Instant.now();
                UUID about = about(line);
                if (about != null && came.putIfAbsent(new Frame(staffNo, about), now) != null) {
                    doubled.incrementAndGet();
                }
            }
        }

        private static UUID about(String line) {
            Matcher found = ABOUT.matcher(line);
            UUID plan = null;
            while (found.find()) {
                if (found.group(1).equals("taskId")) {
                    return UUID.fromString(found.group(2));
                }
                plan = UUID.fromString(found.group(2));
            }
            return plan;
        }

        @Override
        public void onError(Throwable failure) {
            // counted as ended
        }

        @Override
        public void onComplete() {
            // counted as ended
        }
    }
}
