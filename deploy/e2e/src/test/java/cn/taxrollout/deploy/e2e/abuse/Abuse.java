package cn.taxrollout.deploy.e2e.abuse;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.e2e.abuse.Mutations.Mutation;
import cn.taxrollout.deploy.e2e.abuse.PublishedApi.Operation;
import cn.taxrollout.deploy.e2e.abuse.Sender.Answer;
import cn.taxrollout.deploy.embedded.KeycloakServer;
import cn.taxrollout.deploy.local.Loading;
import cn.taxrollout.deploy.local.LocalSuite;
import cn.taxrollout.deploy.local.Ports;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every operation of every service called in wrong ways and by everybody, against the packaged services. All calls are made first;
 * the tests look at what was answered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Abuse {

    private static final Path SAMPLE = Path.of("..", "sample");
    private static final Roster ROSTER = Roster.read(SAMPLE.resolve("roster.yaml"));
    private static final Roster OTHER = Roster.read(Path.of("src", "test", "resources", "other-bureau.yaml"));
    private static final String PASSWORD = "demonstration";
    private static final String ADMIN = "N1064";
    private static final String MEMBER = "N1038";
    private static final String STRANGER = "X2002";
    private static final String NOBODY = "nobody";
    private static final int CONNECTIONS = 4;

    /** Whose secret in the path is all that is asked for. */
    private static final String PUBLIC = "GET /v1/calendar/{token}.ics";

    /**
     * What other calls would wait for or fall over: the time, the calendar by which all is reckoned, imports by the hundred, links of
     * which a person has few, and one text that two change.
     */
    private static final Set<String> ALONE = Set.of(
            "PUT /v1/business-clock",
            "PUT /v1/working-days/{year}",
            "POST /v1/directory-imports",
            "POST /v1/calendar-links",
            "PUT /v1/templates/{kind}",
            "POST /v1/templates/{kind}/restoration");

    /** Nothing leaves this suite by a channel, and no event is parked in it. */
    private static final Set<String> WITHOUT_A_SUBJECT = Set.of(
            "GET /v1/deliveries/{id}",
            "POST /v1/deliveries/{id}/giving-up",
            "POST /v1/deliveries/{id}/retry",
            "POST /v1/parked-events/{key}/discard");

    /** What a change of the subject makes good. */
    private static final Set<Integer> FOR_A_STATE = Set.of(409, 412);

    /** Until then, millennia of reminders would fall due, one after the other. */
    private static final String FAR_OFF = "PUT /v1/business-clock field: /now is a moment far off";

    /** What can be read in each service. */
    private static final Map<Service, String> LISTS =
            Map.of(Service.ORG, "/v1/units", Service.TASK, "/v1/plans", Service.NOTIFICATION, "/v1/messages");

    private final Choice.Making making;
    private final Path logs;
    private final Map<Operation, Answer> valid = new ConcurrentHashMap<>();
    private final Map<Operation, Refused> refused = new ConcurrentHashMap<>();
    private final Map<Operation, Tried> tried = new ConcurrentHashMap<>();
    private final Findings broken = new Findings();
    private final Findings opened = new Findings();
    private final Findings leaked = new Findings();
    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();

    private Rows rows;
    private Rows rowsAfterwards;
    /** Of the logs, from the start, when the services had to wait for each other. */
    private final Map<Service, Integer> linesBefore = new EnumMap<>(Service.class);

    private LocalSuite suite;
    private Sender sender;
    private Subjects subjects;
    private Set<String> secrets;
    private List<Operation> operations;
    private Choice choice;

    /** The ways that there are to call an operation wrongly, and those that were taken, each behind its part of the request. */
    record Tried(Map<String, Set<String>> possible, Map<String, Set<String>> taken) {}

    /** What was refused, and the subject on which it can be tried again. */
    private record Refused(Subject subject, String token, List<Mutation> mutations) {}

    /** Per operation one call of each kind, or few would fill the page. */
    private static final class Findings {
        private final Map<String, String> byKind = new ConcurrentSkipListMap<>();

        void add(Call call, String what) {
            byKind.putIfAbsent(
                    call.operation() + " " + call.kind().replaceFirst(":.* is ", ": "),
                    printable(what + "\n    " + call + "\n"));
        }

        /** Half characters and the like would break what carries the tests' results. */
        private static String printable(String text) {
            return text.codePoints()
                    .mapToObj(character -> character == '\n'
                                    || character >= ' ' && character < 0x7F
                                    || Character.isIdeographic(character)
                            ? Character.toString(character)
                            : "\\u{%x}".formatted(character))
                    .collect(joining());
        }
    }

    Abuse(Choice.Making making, Path logs) {
        this.making = making;
        this.logs = logs;
    }

    @BeforeAll
    void callEverything() throws IOException {
        for (var service : Service.values()) {
            Files.deleteIfExists(log(service));
        }
        suite = new LocalSuite(
                new LocalSuite.Settings(
                        Ports.free(),
                        null,
                        logs,
                        Stream.of(ROSTER, OTHER)
                                .flatMap(roster -> roster.staff().stream())
                                .toList(),
                        PASSWORD),
                (part, millis, where) -> {});
        suite.start();
        suite.keycloak().createUsers(List.of(new KeycloakServer.User(NOBODY, PASSWORD, "", "无名")));
        var loading = new Loading(suite);
        loading.roster(ROSTER);
        var plan = loading.plan(SAMPLE.resolve("plan.docx"));
        loading.publish(plan);
        subjects = new Subjects(suite, ADMIN, plan.id(), SAMPLE);
        secrets = Stream.concat(
                        subjects.ids().stream(),
                        ROSTER.staff().stream().flatMap(person -> Stream.of(person.staffNo(), person.name())))
                .collect(toSet());
        loading.roster(OTHER);
        for (var service : Service.values()) {
            linesBefore.put(service, Files.readAllLines(log(service)).size());
        }
        sender = new Sender(suite);
        operations = Arrays.stream(Service.values())
                .flatMap(service -> new PublishedApi(service, suite.api(service).get("/openapi?format=json", null))
                        .operations().stream())
                .toList();
        choice = making.among(operations);
        together(
                operations.stream()
                        .filter(operation -> !ALONE.contains(operation.name()))
                        .toList(),
                this::abuse);
        operations.stream()
                .filter(operation -> ALONE.contains(operation.name()))
                .forEach(this::abuse);
        findWhatIsSaved();
        counts.forEach((what, count) -> System.out.println(what + " " + count));
    }

    /** Sends again what was refused, for whatever reason but a state, which may be another one by now: that must change no row. */
    private void findWhatIsSaved() {
        suite.awaitQuiet();
        rows = settledRows();
        together(
                List.copyOf(refused.keySet()),
                operation -> refused.get(operation).mutations().forEach(mutation -> {
                    var call = mutation.of(refused.get(operation).subject());
                    var answer = send(call, "again", refused.get(operation).token());
                    if (!answer.isRefused()) {
                        broken.add(call, "was refused before, and now is answered with " + answer.status());
                    }
                }));
        rowsAfterwards = settledRows();
    }

    /** Of databases in which nothing is under way. */
    private Rows settledRows() {
        var last = new AtomicReference<Rows>();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    var now = Rows.of(suite);
                    return now.equals(last.getAndSet(now));
                });
        return last.get();
    }

    private static void together(List<Operation> operations, Consumer<Operation> work) {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            var done = new ArrayList<Future<?>>();
            operations.forEach(operation -> done.add(threads.submit(() -> work.accept(operation))));
            for (var one : done) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void abuse(Operation operation) {
        var subject = subjects.of(operation);
        var all = Mutations.of(subject);
        var chosen = choice.of(operation, all);
        tried.put(operation, new Tried(ways(all), ways(chosen)));
        var mutations = chosen.stream()
                .filter(mutation -> !FAR_OFF.equals(operation.name() + " " + mutation.kind()))
                .toList();
        byOthers(subject, mutations);
        if (!operation.reads()) {
            subject = subjects.of(operation);
        }
        var caller = suite.tokens().launcher();
        var call = subject.call();
        var answer = send(call, "a system", caller);
        if (answer.status() == 403) {
            // what only people have
            caller = suite.tokens().of(ADMIN);
            answer = send(call, "an administrator", caller);
        }
        valid.put(operation, answer);
        subject = next(subject, answer);
        var refusals = new ArrayList<Mutation>();
        for (var mutation : mutations) {
            if (mutation.isDetour() && !operation.reads()) {
                continue;
            }
            answer = send(mutation.of(subject), "who may", caller);
            if (answer.isRefused() && !FOR_A_STATE.contains(answer.status())) {
                refusals.add(mutation);
            }
            subject = next(subject, answer);
        }
        send(subject.call(), "a member", suite.tokens().of(MEMBER));
        if (!operation.reads()) {
            refused.put(operation, new Refused(subject, caller, refusals));
        }
    }

    private static Map<String, Set<String>> ways(List<Mutation> mutations) {
        return mutations.stream().collect(groupingBy(Mutation::part, mapping(Mutation::way, toSet())));
    }

    Map<Operation, Tried> tried() {
        return tried;
    }

    /** What was done once often can't be done again: then the next call is about another thing. */
    private Subject next(Subject subject, Answer answer) {
        return answer.isAccepted()
                        && Set.of("POST", "DELETE").contains(subject.operation().method())
                ? subjects.of(subject.operation())
                : subject;
    }

    private void byOthers(Subject subject, List<Mutation> mutations) {
        var operation = subject.operation();
        send(subject.call(), "nobody", suite.tokens().of(NOBODY));
        strange(subject.call(), subject);
        for (var mutation : mutations) {
            if (mutation.isDetour()) {
                var call = mutation.of(subject);
                if (send(call, "no token", null).isAccepted()
                        && !operation.name().equals(PUBLIC)) {
                    opened.add(call, "is answered without a token");
                }
            } else if (mutation.kind().startsWith("query: ")) {
                strange(mutation.of(subject), subject);
            }
        }
    }

    private void strange(Call call, Subject subject) {
        var answer = send(call, "a stranger", suite.tokens().of(STRANGER));
        if (call.operation().name().equals(PUBLIC)) {
            return;
        }
        if (call.kind().equals("valid") && answer.isAccepted() && subject.isOfABureau()) {
            leaked.add(call, "is answered to somebody of another bureau");
        }
        var request = call.text();
        secrets.stream()
                .filter(secret -> answer.body().contains(secret) && !request.contains(secret))
                .findFirst()
                .ifPresent(secret -> leaked.add(call, "tells " + secret + ": " + answer.body()));
    }

    private Answer send(Call call, String caller, String token) {
        var answer = sender.send(call, token);
        var kind = call.kind().replaceFirst(":.*", "");
        counts.computeIfAbsent(
                        call.operation().service().module() + ", " + kind + ", " + caller + ": " + answer.status(),
                        key -> new AtomicInteger())
                .incrementAndGet();
        Rules.broken(answer).ifPresent(rule -> broken.add(call, rule));
        return answer;
    }

    private Path log(Service service) {
        return logs.resolve(service.module() + ".log");
    }

    @AfterAll
    void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void mostOperationsTakeAValidRequestOrTheMutationsWouldTestNothing() {
        var notTaken = new TreeMap<String, String>();
        valid.forEach((operation, answer) -> {
            if (!answer.isAccepted()) {
                notTaken.put(operation.toString(), answer.status() + " " + answer.body());
            }
        });
        assertThat(valid.keySet()).containsExactlyInAnyOrderElementsOf(operations);
        assertThat(notTaken).containsOnlyKeys(WITHOUT_A_SUBJECT);
    }

    @Test
    void noAnswerBreaksARule() {
        assertThat(broken.byKind).isEmpty();
    }

    @Test
    void whatIsRefusedSavesNothing() {
        assertThat(rowsAfterwards.byTable()).isEqualTo(rows.byTable());
    }

    @Test
    void noWayOfWritingAPathOpensItWithoutToken() {
        assertThat(opened.byKind).isEmpty();
    }

    @Test
    void whatIsNoRequestIsRefusedInFewWords() {
        var wrong = new TreeMap<String, String>();
        for (var service : Service.values()) {
            Wire.requests(LISTS.get(service), suite.tokens().launcher()).forEach((what, request) -> {
                var answer = Wire.send(suite.process(service).url(), request);
                if (answer.status() == 0 || answer.status() >= 500 || Rules.tellsOfTheInside(answer)) {
                    wrong.put(service + " " + what, answer.toString());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    /** The server says so itself, in no more than the status: the service hears of it when all is read that there may be. */
    @Test
    void aBodyInChunksThatNeverEndsIsRefused() {
        var operations = Map.of(
                Service.ORG, "/v1/directory-imports", Service.TASK, "/v1/plans", Service.NOTIFICATION, "/v1/messages");
        operations.forEach((service, path) -> assertThat(Wire.sendWithoutEnd(
                                suite.process(service).url(),
                                path,
                                "application/json",
                                suite.tokens().launcher())
                        .status())
                .as(service.module())
                .isEqualTo(413));
    }

    @Test
    void nobodyLearnsOfAnotherBureau() {
        assertThat(leaked.byKind).isEmpty();
    }

    @Test
    void servicesAreUpAndTheirLogsTellOfNoFailure() throws IOException {
        for (var service : Service.values()) {
            assertThat(suite.management(service)
                            .get("/q/health/ready", null)
                            .path("status")
                            .asText())
                    .isEqualTo("UP");
            assertThat(Files.readAllLines(log(service)).stream().skip(linesBefore.get(service)))
                    .noneMatch(line ->
                            line.contains(" ERROR [") || line.contains("Exception") || line.startsWith("\tat "));
        }
    }
}
