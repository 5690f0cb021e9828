package cn.taxrollout.deploy.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lets the days of a published plan pass, with what its units do on them. */
public final class Replay {

    /** When the services send what falls due on a day. */
    static final LocalTime MORNING = LocalTime.of(9, 0);

    /** Asia/Shanghai, which has had no other offset since 1991. */
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final RunningSuite suite;
    private final Map<Integer, String> tasks;
    private final Map<String, String> units;

    /** @param planId of a published plan */
    public Replay(RunningSuite suite, String planId) {
        this.suite = suite;
        var launcher = suite.tokens().launcher();
        this.tasks = suite.api(Service.TASK).list("/v1/tasks?planId=" + planId, launcher).stream()
                .collect(Collectors.toMap(task -> task.path("number").asInt(), task -> task.path("id")
                        .asText()));
        this.units = suite.api(Service.ORG).list("/v1/units", launcher).stream()
                .collect(Collectors.toMap(unit -> unit.path("code").asText(), unit -> unit.path("id")
                        .asText()));
    }

    /** A time at which something may happen, in Asia/Shanghai, and the steps that are taken then. */
    public record Moment(LocalDateTime at, List<Scenario.Step> steps) {}

    /**
     * Every morning after the start, the times of the steps, and the end, in order. Steps after the end are left out.
     *
     * @throws BadUse when a step lies before the start
     */
    public static List<Moment> moments(LocalDateTime start, LocalDateTime end, Scenario scenario) {
        var moments = new TreeMap<LocalDateTime, List<Scenario.Step>>();
        for (LocalDate day = start.toLocalDate().plusDays(1);
                day.atTime(MORNING).isBefore(end);
                day = day.plusDays(1)) {
            moments.put(day.atTime(MORNING), List.of());
        }
        moments.put(end, List.of());
        for (var step : scenario.steps()) {
            if (step.at().isBefore(start)) {
                throw new BadUse("scenario, " + step + ": the plan was published at " + start);
            }
            if (!step.at().isAfter(end)) {
                var steps = new ArrayList<>(moments.getOrDefault(step.at(), List.of()));
                steps.add(step);
                moments.put(step.at(), steps);
            }
        }
        return moments.entrySet().stream()
                .map(moment -> new Moment(moment.getKey(), moment.getValue()))
                .toList();
    }

    /**
     * Lets these moments pass.
     *
     * @throws BadUse at the first step that is refused; it names the step and the reason
     */
    public void play(List<Moment> moments) {
        for (var moment : moments) {
            setClock(suite, moment.at());
            for (var step : moment.steps()) {
                try {
                    take(step);
                } catch (Refused e) {
                    throw new BadUse("scenario, " + step + " is refused: " + e.answer());
                }
            }
        }
    }

    /**
     * Takes one step with the token of the person who takes it, and returns the service's answer. Before a submission the same person
     * hands in what the task still has to produce, a page of text each.
     */
    public JsonNode take(Scenario.Step step) {
        if (step.action().equals("submission")) {
            handIn(step);
        }
        return suite.api(Service.TASK)
                .post(
                        "/v1/tasks/" + taskId(step) + "/assignments/" + unitId(step) + "/" + step.action(),
                        suite.tokens().of(step.who()),
                        step.body().isEmpty() ? null : step.body());
    }

    private void handIn(Scenario.Step step) {
        var api = suite.api(Service.TASK);
        var token = suite.tokens().of(step.who());
        var documents = "/v1/tasks/" + taskId(step) + "/deliverables";
        for (var document : api.list(documents, token)) {
            if (!document.path("handedIn").asBoolean()) {
                var name = document.path("name").asText();
                api.upload(
                        documents + "/" + document.path("id").asText() + "/attachments",
                        token,
                        Map.of("unitId", unitId(step)),
                        "file",
                        name + ".txt",
                        (name + "\n演示用的交付物，任务 " + step.task() + "。\n").getBytes(UTF_8));
            }
        }
    }

    public String taskId(Scenario.Step step) {
        return known(tasks.get(step.task()), "the plan has no such task", step);
    }

    public String unitId(Scenario.Step step) {
        return known(units.get(step.unit()), "there is no such unit", step);
    }

    /** Sets the business time, in Asia/Shanghai; everything that falls due by then has happened when this returns. */
    public static void setClock(RunningSuite suite, LocalDateTime time) {
        suite.api(Service.TASK)
                .put(
                        "/v1/business-clock",
                        suite.tokens().launcher(),
                        Api.object().put("now", time.atOffset(CHINA).toString()));
    }

    private static String known(String id, String otherwise, Scenario.Step step) {
        if (id == null) {
            throw new BadUse("scenario, " + step + ": " + otherwise);
        }
        return id;
    }
}
