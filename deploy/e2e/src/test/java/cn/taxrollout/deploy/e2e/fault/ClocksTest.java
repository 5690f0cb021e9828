package cn.taxrollout.deploy.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.e2e.Sql;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.Refused;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Of each service one process has a clock that is ten minutes ahead and another one that is as much behind, while people work. Right is
 * the database's clock; it is also the witness of what was said too early.
 */
@Tag("faults")
class ClocksTest {

    private static final Roster ROSTER = Roster.read(ReplicatedSuite.SAMPLE.resolve("roster.yaml"));
    private static final Duration OFF = Duration.ofMinutes(10);
    private static final Duration WORK = Duration.ofSeconds(45);
    private static final Duration SOON = Duration.ofMinutes(2);

    /** Less than a clock is off, so that one that is ahead would take it for past. */
    private static final Duration LATER = Duration.ofMinutes(5);

    private static final int REMINDERS = 100;

    private static final Map<Service, String> PATHS = Map.of(
            Service.ORG, "/v1/units?limit=5",
            Service.TASK, "/v1/tasks?limit=5",
            Service.NOTIFICATION, "/v1/inbox?limit=5");

    /** Notes what is said before it is due, and what is dated later than it happens. */
    private static final List<String> WITNESS = List.of(
            "create table too_early (what text not null)",
            "grant select on too_early to public",
            """
            create function see_reminder() returns trigger language plpgsql security definer as $$
            begin
                insert into too_early
                select new.kind || ' of task ' || new.task_id || ', due at ' || new.fire_at
                from business_clock
                where new.fire_at > clock_timestamp() + ahead_seconds * interval '1 second';
                return null;
            end $$""",
            """
            create trigger see_reminder after update on obligation
            for each row when (new.state = 'FIRED') execute function see_reminder()""",
            """
            create function see_event() returns trigger language plpgsql security definer as $$
            begin
                insert into too_early
                select new.type || ' ' || new.event_id || ', dated ' || new.occurred_at
                from business_clock
                where new.occurred_at > clock_timestamp() + ahead_seconds * interval '1 second' + interval '10 seconds';
                return null;
            end $$""",
            "create trigger see_event after insert on outbox for each row execute function see_event()");

    private final List<Replica> ahead = new ArrayList<>();
    private final List<Replica> behind = new ArrayList<>();

    @Test
    void nothingIsLostDoubledOutOfOrderOrTooEarlyThoughNoReplicasClockIsRight() {
        try (var suite = ReplicatedSuite.start("clocks", Map.of())) {
            start(suite);
            seeThatClocksAreOff();
            WITNESS.forEach(statement -> Sql.changeAsOwner(suite, "task", statement));
            var plan = suite.load(ROSTER);
            var history = new History(suite, plan, ROSTER);
            history.begin();
            Pause.of(WORK);
            history.end();
            seeThatNothingIsSaidBeforeItsTime(suite);
            seeThatTokensExpireByTheReplicasClock(suite);

            var invariants = Invariants.afterRest(suite, ROSTER, List.of(history), List.of());

            System.out.println("Clocks ten minutes off: " + invariants);
            assertThat(invariants.violations()).as("seed %d", history.seed()).isEmpty();
            assertThat(Sql.column(suite, "task", "select what from too_early limit 10"))
                    .as("said too early, seed %d", history.seed())
                    .isEmpty();
            assertThat(Sql.column(suite, "org", """
                            select type || ' of ' || occurred_at || ', published at ' || published_at from outbox
                            where published_at - occurred_at not between interval '-10 seconds' and interval '2 minutes'
                            limit 10"""))
                    .as("dated otherwise than by the database's clock")
                    .isEmpty();
        }
    }

    private void start(ReplicatedSuite suite) {
        for (var off : Map.of(OFF, ahead, OFF.negated(), behind).entrySet()) {
            Stream.of(Service.values())
                    .map(service -> CompletableFuture.supplyAsync(
                            () -> suite.add(service, Map.of(), OffClock.by(off.getKey()))))
                    .toList()
                    .forEach(start -> off.getValue().add(start.join()));
        }
    }

    private void seeThatClocksAreOff() {
        var now = Clock.systemUTC().instant().getEpochSecond();
        for (var off : Map.of(OFF, ahead, OFF.negated(), behind).entrySet()) {
            for (var replica : off.getValue()) {
                assertThat(figure(replica, "process_start_time_seconds")
                                - off.getKey().toSeconds())
                        .as("start of " + replica)
                        .isCloseTo(now, within(120.0));
            }
        }
    }

    private void seeThatNothingIsSaidBeforeItsTime(ReplicatedSuite suite) {
        var launcher = suite.tokens().launcher();
        var reminders = new ManyReminders(suite);
        reminders.dueIn(LATER, REMINDERS);
        var sweepers = suite.replicas(Service.TASK);
        var before = sweepers.stream().map(ClocksTest::sweeps).toList();
        await().atMost(SOON).until(() -> Stream.iterate(0, i -> i < sweepers.size(), i -> i + 1)
                .allMatch(i -> sweeps(sweepers.get(i)) > before.get(i) + 2));
        assertThat(ManyReminders.pending(suite)).as("due later").isEqualTo(REMINDERS);
        var clock = suite.api(Service.TASK).get("/v1/business-clock", launcher);
        var due = OffsetDateTime.parse(clock.path("now").asText()).plus(LATER);
        suite.api(Service.TASK).put("/v1/business-clock", launcher, Api.object().put("now", due.toString()));
        await().atMost(SOON).until(() -> ManyReminders.fired(suite) == REMINDERS);
    }

    /** Nobody but the replica's own clock can tell it whether a token has expired. */
    private void seeThatTokensExpireByTheReplicasClock(ReplicatedSuite suite) {
        var person = ROSTER.busiest();
        var shortLived = TokenIssuer.shared()
                .token()
                .claim("sub", person)
                .claim("preferred_username", person)
                .claim("staff_no", person)
                .expiresIn(LATER)
                .sign();
        for (var service : Service.values()) {
            for (var replica : suite.replicas(service)) {
                var api = new Api(replica.url());
                assertThat(api.get(PATHS.get(service), suite.tokens().of(person))
                                .has("items"))
                        .as(replica.toString())
                        .isTrue();
                if (ahead.contains(replica)) {
                    assertThatThrownBy(() -> api.get(PATHS.get(service), shortLived))
                            .as(replica.toString())
                            .isInstanceOf(Refused.class)
                            .hasMessageContaining("answered with 401");
                } else {
                    assertThat(api.get(PATHS.get(service), shortLived).has("items"))
                            .as(replica.toString())
                            .isTrue();
                }
            }
        }
    }

    private static double sweeps(Replica replica) {
        return figure(replica, "task_sweep_seconds_count");
    }

    private static double figure(Replica replica, String name) {
        return new Api(replica.managementUrl())
                .text("/q/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " of " + replica));
    }
}
