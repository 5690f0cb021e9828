package cn.taxrollout.deploy.e2e.fault;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import cn.taxrollout.deploy.local.Api;
import cn.taxrollout.deploy.local.Loading;
import cn.taxrollout.deploy.local.Roster;
import cn.taxrollout.deploy.local.Service;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What people do with a published plan, at random: they sign, report, submit, accept, return, suspend, resume, cancel and reopen shares,
 * move deadlines and take on newcomers, while the days pass. The seed says who tries what in which order; what becomes of it depends on
 * who is faster, and the answers are kept.
 */
final class History {

    /** Give it with {@code -Dfault.seed=} to have the same people try the same again. */
    private static final String SEED = "fault.seed";

    private static final int USERS = 6;
    private static final int LONGEST_THOUGHT_MILLIS = 240;
    private static final Duration DAY = Duration.ofSeconds(3);
    private static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final String ADMINISTRATOR = "N1064";
    private static final List<String> OFFICE = List.of("N1005", "N1012", "N1013", "N1017");
    private static final List<String> SECTIONS = List.of("S-LEGAL", "S-TAX1", "S-RISK", "S-HR", "S-BRANCH1");

    /** What a share's state allows, so that most of what is tried is done. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "ISSUED", List.of("receipt", "receipt", "receipt", "cancellation"),
            "RECEIVED", List.of("progress-reports", "progress-reports", "submission", "suspension"),
            "IN_PROGRESS", List.of("progress-reports", "submission", "submission", "suspension"),
            "SUBMITTED", List.of("acceptance", "acceptance", "return"),
            "RETURNED", List.of("progress-reports", "submission", "submission"),
            "SUSPENDED", List.of("resumption"),
            "COMPLETED", List.of("reopening"),
            "ESTABLISHED", List.of("progress-reports", "reopening"),
            "CANCELLED", List.of("reopening"));

    private static final List<String> ACTIONS =
            ALLOWED.values().stream().flatMap(List::stream).distinct().sorted().toList();

    private final ReplicatedSuite suite;
    private final Client client;
    private final long seed;
    private final List<Share> shares;
    private final Map<String, String> unitIds;
    private final Map<String, List<String>> members;
    private final Map<Share, String> states = new ConcurrentHashMap<>();
    private final Queue<Deed> deeds = new ConcurrentLinkedQueue<>();
    private final ExecutorService people = Executors.newFixedThreadPool(USERS + 1);
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private volatile LocalDate today;
    private volatile boolean over;

    private record Share(String taskId, String unitId) {}

    /** How a try ended. */
    enum Outcome {
        DONE,
        REFUSED,
        /** Refused after an attempt without an answer, which may have been the one that did it. */
        UNCERTAIN
    }

    /**
     * A try to change something.
     *
     * @param what as it would stand on record
     */
    record Deed(String what, Outcome outcome) {}

    History(ReplicatedSuite suite, Loading.Plan plan, Roster roster) {
        this.suite = suite;
        this.client = new Client(suite);
        this.seed = Long.getLong(SEED, new Random().nextLong());
        var launcher = suite.tokens().launcher();
        this.today = OffsetDateTime.parse(suite.api(Service.TASK)
                        .get("/v1/business-clock", launcher)
                        .path("now")
                        .asText())
                .withOffsetSameInstant(CHINA)
                .toLocalDate();
        this.shares = suite.api(Service.TASK).list("/v1/tasks?planId=" + plan.id(), launcher).stream()
                .flatMap(task -> task.path("assignments").findValuesAsText("unitId").stream()
                        .map(unit -> new Share(task.path("id").asText(), unit)))
                .toList();
        this.unitIds = suite.api(Service.ORG).list("/v1/units", launcher).stream()
                .collect(toMap(unit -> unit.path("code").asText(), unit -> unit.path("id")
                        .asText()));
        this.members = roster.seats().stream()
                .filter(seat -> seat.staff() != null)
                .collect(groupingBy(seat -> unitIds.get(seat.unit()), mapping(Roster.Seat::staff, toList())));
    }

    long seed() {
        return seed;
    }

    Map<String, String> unitIds() {
        return unitIds;
    }

    Client client() {
        return client;
    }

    List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    /** The people begin, and go on until {@link #end()}. */
    void begin() {
        IntStream.range(0, USERS)
                .forEach(number -> running.add(CompletableFuture.runAsync(() -> live(number), people)));
        running.add(CompletableFuture.runAsync(this::letDaysPass, people));
    }

    /** Mornings pass, one at once after the other, while somebody moves deadlines of all tasks to and fro about that day. */
    void moveDeadlinesWhileTheyFire(int mornings) {
        var random = new Random(seed - 1);
        for (var n = 0; n < mornings; n++) {
            var morning = n;
            var moves = shares.stream()
                    .map(Share::taskId)
                    .distinct()
                    .limit(12)
                    .map(taskId -> CompletableFuture.runAsync(
                            () -> moveDeadline(taskId, random.nextInt(6), "moved." + morning + "." + taskId)))
                    .toList();
            synchronized (this) {
                today = today.plusDays(1);
                passTo(today.atTime(MORNING));
            }
            moves.forEach(CompletableFuture::join);
        }
    }

    /** Everybody finishes what is begun. */
    void end() {
        over = true;
        running.forEach(CompletableFuture::join);
        people.shutdown();
    }

    /** Nobody begins anything more; what is begun isn't waited for. */
    void abandon() {
        over = true;
        people.shutdownNow();
    }

    private void live(int number) {
        var random = new Random(seed + number);
        for (var n = 0; !over; n++) {
            act(random, number + "." + n);
            Pause.of(Duration.ofMillis(random.nextInt(LONGEST_THOUGHT_MILLIS)));
        }
    }

    private void act(Random random, String id) {
        var share = shares.get(random.nextInt(shares.size()));
        var lot = random.nextInt(100);
        if (lot < 85) {
            act(share, random, id);
        } else if (lot < 93) {
            moveDeadline(share.taskId(), random.nextInt(40), id);
        } else {
            takeOn(SECTIONS.get(random.nextInt(SECTIONS.size())), id);
        }
    }

    private void act(Share share, Random random, String id) {
        var sensible = ALLOWED.get(states.getOrDefault(share, "ISSUED"));
        var sense = random.nextInt(100);
        var choice = random.nextInt(1000);
        var action = sense < 90 ? sensible.get(choice % sensible.size()) : ACTIONS.get(choice % ACTIONS.size());
        var who = who(action, share, random.nextInt(1000));
        var why = "history " + seed + "/" + id;
        var answer = client.call(
                Service.TASK,
                "POST",
                "/v1/tasks/" + share.taskId() + "/assignments/" + share.unitId() + "/" + action,
                suite.tokens().of(who),
                key(id),
                body(action, why, random.nextInt(101)));
        keep(
                String.join(" ", share.taskId(), share.unitId(), action, who, body(action, why, 0) == null ? "" : why),
                answer);
        if (answer.isDone()) {
            states.put(share, answer.body().path("state").asText());
        } else if (answer.body().has("state")) {
            states.put(share, answer.body().path("state").asText());
        }
    }

    private String who(String action, Share share, int choice) {
        var candidates =
                switch (action) {
                    case "receipt", "progress-reports", "submission" -> members.get(share.unitId());
                    case "acceptance", "return" ->
                        Stream.concat(Stream.of(ADMINISTRATOR), OFFICE.stream()).toList();
                    default -> List.of(ADMINISTRATOR);
                };
        return candidates.get(choice % candidates.size());
    }

    private static ObjectNode body(String action, String why, int percent) {
        return switch (action) {
            case "progress-reports" -> Api.object().put("percent", percent).put("text", why);
            case "return", "suspension", "cancellation", "reopening" ->
                Api.object().put("reason", why);
            default -> null;
        };
    }

    /** Has no key: the tag lets it be done once. A move to where the deadline is leaves nothing on record. */
    private void moveDeadline(String taskId, int days, String id) {
        var token = suite.tokens().of(ADMINISTRATOR);
        var path = "/v1/tasks/" + taskId + "/deadline";
        var reason = "history " + seed + "/" + id;
        var present = client.call(Service.TASK, "GET", path, token, Map.of(), null);
        if (!present.isDone()) {
            // Nobody is known to a service whose copy of the directory isn't whole.
            return;
        }
        var body = Api.object()
                .put("kind", "BEFORE")
                .put("dueOn", today.plusDays(days).toString())
                .put("reason", reason);
        var answer = client.call(Service.TASK, "PUT", path, token, Map.of("If-Match", present.etag()), body);
        if (!answer.isDone()
                || !answer.body().path("deadline").equals(present.body().path("deadline"))) {
            keep("deadline " + taskId + " " + reason, answer);
        }
    }

    /** A person, a seat and an appointment to it. */
    private void takeOn(String section, String id) {
        var launcher = suite.tokens().launcher();
        var staffNo = "H" + Long.toHexString(seed) + "." + id;
        var title = "科员" + Long.toHexString(seed) + "." + id;
        var person = client.call(
                Service.ORG,
                "POST",
                "/v1/staff",
                launcher,
                key(id + ".person"),
                Api.object()
                        .put("staffNo", staffNo)
                        .put("name", "新人" + id)
                        .put("homeUnitId", unitIds.get(section))
                        .put("effectiveFrom", "2023-01-01"));
        keep("person " + staffNo, person);
        var seat = client.call(
                Service.ORG,
                "POST",
                "/v1/units/" + unitIds.get(section) + "/seats",
                launcher,
                key(id + ".seat"),
                Api.object()
                        .put("title", title)
                        .put("rank", "MEMBER")
                        .put("holderRule", "NAMED")
                        .put("existsFrom", "2023-01-01"));
        keep("seat " + title, seat);
        var appointment = client.call(
                Service.ORG,
                "POST",
                "/v1/seats/" + seat.body().path("id").asText() + "/appointments",
                launcher,
                key(id + ".appointment"),
                Api.object().put("staffId", person.body().path("id").asText()).put("from", "2023-01-01"));
        keep("appointment " + staffNo + " " + title, appointment);
    }

    private void letDaysPass() {
        while (!over) {
            Pause.of(DAY);
            synchronized (this) {
                today = today.plusDays(1);
                passTo(today.atTime(MORNING));
            }
        }
    }

    /** When it is refused the clock stands there already, by an attempt that got no answer. */
    private void passTo(LocalDateTime time) {
        var answer = client.call(
                Service.TASK,
                "PUT",
                "/v1/business-clock",
                suite.tokens().launcher(),
                Map.of(),
                Api.object().put("now", time.atOffset(CHINA).toString()));
        if (!answer.isDone() && !answer.doubtful()) {
            throw new IllegalStateException("the clock isn't set: " + answer);
        }
    }

    private void keep(String what, Client.Answer answer) {
        deeds.add(new Deed(
                what, answer.isDone() ? Outcome.DONE : answer.doubtful() ? Outcome.UNCERTAIN : Outcome.REFUSED));
    }

    private Map<String, String> key(String id) {
        return Map.of("Idempotency-Key", "history-" + seed + "-" + id);
    }
}
