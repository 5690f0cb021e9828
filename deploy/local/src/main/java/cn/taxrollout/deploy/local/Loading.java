package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Fills an empty suite through its interfaces, as another system would: roster, plan, publication. */
public final class Loading {

    /**
     * Before any plan was issued. The business clock takes any time as long as no document was imported and only later ones
     * afterwards, and the issue date is known after the import.
     */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2000, 1, 1, 0, 0);

    /** States of an import in which org-service goes on by itself. */
    private static final Set<String> AT_WORK = Set.of("RECEIVED", "READING", "CHECKING", "APPLYING");

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final RunningSuite suite;

    public Loading(RunningSuite suite) {
        this.suite = suite;
    }

    /** What an import found: a line for people, and what somebody should look at. */
    public record Finding(String summary, List<String> anomalies) {}

    /** A confirmed plan. */
    public record Plan(String id, LocalDate issuedOn, Finding finding) {

        /** The time of its publication here. */
        public LocalDateTime start() {
            return issuedOn.atTime(Replay.MORNING);
        }
    }

    /**
     * Imports the roster and returns once all services know it.
     *
     * @throws BadUse when org-service refuses it
     */
    public Finding roster(Roster roster) {
        var org = suite.api(Service.ORG);
        var launcher = suite.tokens().launcher();
        try {
            var preview = settled(org, org.post("/v1/directory-imports", launcher, roster.json()));
            expect("PREVIEW", preview, org);
            var done = settled(org, org.post(confirmation("/v1/directory-imports", preview), launcher, null));
            expect("CONFIRMED", done, org);
            suite.awaitQuiet();
            return new Finding(
                    "%d units, %d people, %d seats"
                            .formatted(
                                    roster.units().size(),
                                    roster.staff().size(),
                                    roster.seats().size()),
                    texts(done.path("anomalies")));
        } catch (Refused e) {
            throw new BadUse("the roster is refused: " + e.answer());
        }
    }

    /** Waits until org-service does nothing more for an import by itself. */
    private JsonNode settled(Api org, JsonNode begun) {
        var path = "/v1/directory-imports/" + begun.path("id").asText();
        var deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            var now = begun;
            while (AT_WORK.contains(now.path("state").asText())) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(path + " is not done after " + LIMIT.toSeconds() + " s: " + now);
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                now = org.get(path, suite.tokens().launcher());
            }
            return now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void expect(String state, JsonNode found, Api org) {
        var rejected = org.get(
                "/v1/directory-imports/" + found.path("id").asText() + "/rows?limit=10&outcome=REJECTED",
                suite.tokens().launcher());
        if (!found.path("state").asText().equals(state)
                || !rejected.path("items").isEmpty()) {
            throw new BadUse("the roster is refused: " + found.path("state").asText() + " "
                    + texts(found.path("problems")) + " " + rejected.path("items"));
        }
    }

    /**
     * Imports the document and confirms it.
     *
     * @throws BadUse when task-service refuses it
     */
    public Plan plan(Path document) {
        var task = suite.api(Service.TASK);
        var launcher = suite.tokens().launcher();
        try {
            Replay.setClock(suite, LONG_AGO);
            var preview = task.upload("/v1/plan-imports", launcher, "document", document);
            var plan = task.post(confirmation("/v1/plan-imports", preview), launcher, null);
            return new Plan(
                    plan.path("planId").asText(),
                    LocalDate.parse(preview.path("plan").path("issuedOn").asText()),
                    new Finding(summary(preview), texts(preview.path("anomalies"))));
        } catch (Refused e) {
            throw new BadUse(document + " is refused: " + e.answer());
        }
    }

    /** Publishes the plan on the morning of its issue. */
    public void publish(Plan plan) {
        Replay.setClock(suite, plan.start());
        suite.api(Service.TASK)
                .post("/v1/plans/" + plan.id() + "/publication", suite.tokens().launcher(), null);
    }

    private static String summary(JsonNode preview) {
        var tasks = preview.path("tasks");
        return "%s: %d phases, %d tasks, %d shares"
                .formatted(
                        preview.path("plan").path("number").asText(),
                        preview.path("phases").size(),
                        tasks.size(),
                        stream(tasks)
                                .mapToInt(task -> task.path("units").size())
                                .sum());
    }

    private static String confirmation(String imports, JsonNode preview) {
        return imports + "/" + preview.path("id").asText() + "/confirmation";
    }

    private static List<String> texts(JsonNode list) {
        return stream(list)
                .map(item ->
                        item.isTextual() ? item.asText() : item.path("message").asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
