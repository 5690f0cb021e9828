package cn.taxrollout.deploy.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every process of every service is stopped with SIGTERM and started again, one after the other, while callers call without pause. They
 * are sent to the processes in turn that were ready at the last look, as a cluster's service does it.
 */
@Tag("faults")
class RollingRestartTest {

    private static final Roster ROSTER = Roster.read(ReplicatedSuite.SAMPLE.resolve("roster.yaml"));

    /** How often readiness is looked at; half a stop's delay at most. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final int CALLERS = 2;

    private static final Map<Service, String> PATHS = Map.of(
            Service.ORG, "/v1/units?limit=5",
            Service.TASK, "/v1/tasks?limit=5",
            Service.NOTIFICATION, "/v1/inbox?limit=5");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Service, List<Replica>> ready = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<Service, Duration> longest = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean over;

    @Test
    void noRequestFails() {
        try (var suite = ReplicatedSuite.start(
                "rolling",
                Map.of(Service.ORG, 2, Service.TASK, 2, Service.NOTIFICATION, 2),
                Map.of("quarkus.shutdown.delay", DELAY.toSeconds() + "s"))) {
            suite.load(ROSTER);
            suite.awaitQuiet();
            look(suite);
            var work = new ArrayList<CompletableFuture<Void>>();
            work.add(CompletableFuture.runAsync(() -> {
                while (!over) {
                    look(suite);
                    Pause.of(LOOK);
                }
            }));
            for (var service : Service.values()) {
                for (var caller = 0; caller < CALLERS; caller++) {
                    work.add(CompletableFuture.runAsync(
                            () -> call(service, suite.tokens().of(ROSTER.busiest())),
                            task -> new Thread(task).start()));
                }
            }

            for (var service : Service.values()) {
                for (var replica : suite.replicas(service)) {
                    replica.restart();
                    Pause.of(LOOK.multipliedBy(2));
                }
            }

            over = true;
            work.forEach(CompletableFuture::join);
            System.out.println("Rolling restart: " + answered + " requests answered, " + failures.size()
                    + " failed, longest " + longest);
            assertThat(failures).isEmpty();
            assertThat(answered).hasValueGreaterThan(1_000);
        }
    }

    private void look(ReplicatedSuite suite) {
        for (var service : Service.values()) {
            ready.put(
                    service,
                    suite.replicas(service).stream().filter(Replica::isReady).toList());
        }
    }

    private void call(Service service, String token) {
        for (var turn = 0; !over; turn++) {
            var replicas = ready.get(service);
            var replica = replicas.get(turn % replicas.size());
            var request = HttpRequest.newBuilder(URI.create(replica.url() + PATHS.get(service)))
                    .timeout(Duration.ofSeconds(10))
                    .header("Authorization", "Bearer " + token)
                    .build();
            var begin = System.nanoTime();
            try {
                var answer = http.sendAsync(request, BodyHandlers.discarding());
                seeWhatKeeps(answer, replica);
                var status = answer.get().statusCode();
                if (status == 200) {
                    answered.incrementAndGet();
                } else {
                    failures.add(when() + replica + " answers " + status);
                }
            } catch (ExecutionException e) {
                failures.add(when() + replica + ": " + e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            longest.merge(service, Duration.ofNanos(System.nanoTime() - begin), RollingRestartTest::longer);
        }
    }

    /** What the threads of a process do that is long silent stands in its log. */
    private static void seeWhatKeeps(CompletableFuture<?> answer, Replica replica)
            throws ExecutionException, InterruptedException {
        try {
            answer.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            replica.logThreads();
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** For the comparison with the services' logs. */
    private static String when() {
        return Clock.systemUTC().instant() + " ";
    }
}
