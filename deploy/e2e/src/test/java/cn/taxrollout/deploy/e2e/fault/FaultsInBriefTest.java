package cn.taxrollout.deploy.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One random history, during which one fault of each kind happens; the profile {@code faults} has all of them. */
class FaultsInBriefTest {

    private static final Roster ROSTER = Roster.read(ReplicatedSuite.SAMPLE.resolve("roster.yaml"));

    /** Long enough for the others to notice, and to do the work of the one that is frozen. */
    private static final Duration FROZEN = Duration.ofSeconds(4);

    @Test
    void nothingIsLostDoubledOrOutOfOrderWhateverDiesMeanwhile() {
        try (var suite =
                ReplicatedSuite.start("brief", Map.of(Service.ORG, 1, Service.TASK, 2, Service.NOTIFICATION, 2))) {
            var plan = suite.load(ROSTER);
            var history = new History(suite, plan, ROSTER);
            history.begin();
            var restarts = Stream.of(Service.values())
                    .map(service -> suite.replica(service, 0))
                    .peek(Replica::kill)
                    .map(victim -> CompletableFuture.runAsync(victim::restart))
                    .toList();
            restarts.forEach(CompletableFuture::join);
            suite.replica(Service.TASK, 1).freeze();
            Pause.of(FROZEN);
            suite.replica(Service.TASK, 1).thaw();
            assertThat(suite.replica(Service.TASK, 0).toPostgres().cut())
                    .as("connections of task-service to PostgreSQL")
                    .isPositive();
            history.end();
            assertThat(history.client().troubles().keySet())
                    .as("a service whose database is away says so")
                    .noneMatch(trouble -> trouble.endsWith(" 500"));

            var invariants = Invariants.afterRest(suite, ROSTER, List.of(history), List.of());

            System.out.println("Faults in brief: " + invariants);
            assertThat(invariants.violations()).as("seed %d", history.seed()).isEmpty();
        }
    }
}
