package cn.taxrollout.task;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.tasks.JointRule;
import cn.taxrollout.task.tasks.Task;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A drafted plan, made phase by phase and task by task and written at once. */
public final class SamplePlan {
    private final SampleBureau bureau;
    private final Plan plan;
    private final List<Phase> phases = new ArrayList<>();
    private final List<List<Task>> tasks = new ArrayList<>();
    private int number;

    public SamplePlan(SampleBureau bureau) {
        this.bureau = bureau;
        this.plan = new Plan(
                id(),
                bureau.id,
                new Plan.Heading(
                        "示范税发〔2023〕" + UUID.randomUUID().toString().substring(0, 8) + "号",
                        "试点推行工作方案",
                        "县税务局",
                        LocalDate.of(2023, 2, 23),
                        true,
                        "如期完成试点推行。"));
    }

    public static Deadline before(String day) {
        return new Deadline.Before(LocalDate.parse(day));
    }

    public static Deadline on(String day) {
        return new Deadline.On(LocalDate.parse(day));
    }

    public static Deadline window(String from, String to) {
        return new Deadline.Window(LocalDate.parse(from), LocalDate.parse(to));
    }

    public static Deadline from(String day) {
        return new Deadline.From(LocalDate.parse(day));
    }

    /** Tasks go into the last phase. */
    public SamplePlan phase(int taskCount) {
        phases.add(new Phase(id(), plan, phases.size() + 1, "阶段" + (phases.size() + 1), taskCount));
        tasks.add(new ArrayList<>());
        return this;
    }

    public SamplePlan task(Deadline deadline, UUID... unitIds) {
        return task(deadline, JointRule.ALL, unitIds);
    }

    public SamplePlan task(Deadline deadline, JointRule rule, UUID... unitIds) {
        return task(deadline, rule, List.of(), unitIds);
    }

    /** A task that must produce these documents. */
    public SamplePlan delivering(List<String> deliverables, UUID... unitIds) {
        return task(before("2023-03-10"), JointRule.ALL, deliverables, unitIds);
    }

    private SamplePlan task(Deadline deadline, JointRule rule, List<String> deliverables, UUID... unitIds) {
        number++;
        tasks.get(phases.size() - 1)
                .add(new Task(
                        id(),
                        phases.get(phases.size() - 1),
                        new Task.Content(
                                number, "任务" + number, "按要求完成。", deliverables, deadline, Arrays.asList(unitIds)),
                        rule,
                        rule == JointRule.LEAD ? unitIds[0] : null));
        return this;
    }

    /** Writes the draft. */
    public SamplePlan drafted() {
        EntityManager entities = Arc.container().instance(EntityManager.class).get();
        QuarkusTransaction.requiringNew().run(() -> {
            entities.persist(plan);
            phases.forEach(entities::persist);
            tasks.forEach(inPhase -> inPhase.forEach(entities::persist));
        });
        return this;
    }

    /** Writes the draft and publishes it at a time in China. */
    public SamplePlan publishedAt(String time) {
        return drafted().published(time);
    }

    /** Publishes the draft that was written. */
    public SamplePlan published(String time) {
        itIs(time);
        bureau.as("coordinator")
                .post("/v1/plans/" + planId() + "/publication")
                .then()
                .statusCode(200);
        return this;
    }

    /** Sets the business clock, backwards too, which the service itself refuses; reminders are left to the sweep. */
    public static void itIs(String time) {
        Instant now = LocalDateTime.parse(time).atZone(BusinessDay.ZONE).toInstant();
        EntityManager entities = Arc.container().instance(EntityManager.class).get();
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(
                        "update business_clock set ahead_seconds = extract(epoch from :now - clock_timestamp())")
                .setParameter("now", now)
                .executeUpdate());
        Arc.container().instance(BusinessClock.class).get().fetch();
    }

    /** Sets the clock and has everything said that is due by then, so that nothing is said while statements are counted. */
    public static void itIsQuietAt(String time, SampleBureau bureau) {
        itIs(time);
        bureau.as("administrator")
                .body("{\"now\": \"%s+08:00\"}"
                        .formatted(LocalDateTime.parse(time).plusSeconds(30)))
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
    }

    public UUID planId() {
        return plan.id();
    }

    public UUID phaseId(int ordinal) {
        return phases.get(ordinal - 1).id();
    }

    /** The task with this number. */
    public UUID taskId(int number) {
        return tasks.stream()
                .flatMap(List::stream)
                .filter(task -> task.number() == number)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static UUID id() {
        return TimeOrderedId.next();
    }
}
