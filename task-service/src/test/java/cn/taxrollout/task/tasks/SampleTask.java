package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.security.Actor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** An issued task in memory, published on 2023-02-23, on which steps are taken by name. */
final class SampleTask {
    enum Unit {
        FIRST,
        SECOND,
        THIRD;

        final UUID id = UUID.randomUUID();
    }

    static final WorkingDays CALENDAR = WorkingDays.announced();
    private static final Actor SOMEBODY = Actor.staff("N1");

    final Task task;
    private Instant now = at("2023-02-23T10:00");

    private SampleTask(Deadline deadline, JointRule rule, Unit... units) {
        Plan plan = new Plan(
                UUID.randomUUID(),
                UUID.randomUUID(),
                new Plan.Heading("示范〔2023〕4号", "方案", "县税务局", LocalDate.of(2023, 2, 23), true, null));
        Phase phase = new Phase(UUID.randomUUID(), plan, 1, "第一阶段", 1);
        List<UUID> unitIds = Arrays.stream(units).map(unit -> unit.id).toList();
        task = new Task(
                UUID.randomUUID(),
                phase,
                new Task.Content(11, "任务", null, List.of(), deadline, unitIds),
                rule,
                rule == JointRule.LEAD ? unitIds.get(0) : null);
        task.issue(SOMEBODY, now, CALENDAR);
    }

    static SampleTask of(Deadline deadline, Unit... units) {
        return new SampleTask(deadline, JointRule.ALL, units);
    }

    /** The first unit leads. */
    static SampleTask led(Deadline deadline, Unit... units) {
        return new SampleTask(deadline, JointRule.LEAD, units);
    }

    static SampleTask ofAny(Deadline deadline, Unit... units) {
        return new SampleTask(deadline, JointRule.ANY, units);
    }

    /** What follows happens at this time in China. */
    SampleTask when(String time) {
        now = at(time);
        return this;
    }

    LocalDate today() {
        return BusinessDay.of(now);
    }

    Task.Change take(Unit unit, AssignmentAction action) {
        Task.Change change = step(unit, action);
        task.keepDay(change, today());
        return change;
    }

    private Task.Change step(Unit unit, AssignmentAction action) {
        return switch (action) {
            case RECEIPT -> task.receive(unit.id, SOMEBODY);
            case PROGRESS_REPORT -> task.report(unit.id, 50, "过半", SOMEBODY);
            case SUBMISSION -> task.submit(unit.id, SOMEBODY, now, CALENDAR);
            case ACCEPTANCE -> task.accept(unit.id, SOMEBODY);
            case RETURN -> task.sendBack(unit.id, "请补充", SOMEBODY);
            case SUSPENSION -> task.suspend(unit.id, "等待上级", SOMEBODY, now);
            case RESUMPTION -> task.resume(unit.id, SOMEBODY, now, CALENDAR);
            case CANCELLATION -> task.cancel(unit.id, "不再需要", SOMEBODY);
            case REOPENING -> task.reopen(unit.id, "复核", SOMEBODY, CALENDAR);
        };
    }

    /** Moves the deadline to the end of this day. */
    Task.DeadlineMove move(String dueOn) {
        return task.moveDeadline(new Deadline.Before(LocalDate.parse(dueOn)), "上级推迟", SOMEBODY, now, CALENDAR);
    }

    /** Receipt, submission, acceptance. */
    Task.Change finish(Unit unit) {
        take(unit, AssignmentAction.RECEIPT);
        take(unit, AssignmentAction.SUBMISSION);
        return take(unit, AssignmentAction.ACCEPTANCE);
    }

    AssignmentState state(Unit unit) {
        return task.assignment(unit.id).state();
    }

    private static Instant at(String time) {
        return LocalDateTime.parse(time).atZone(BusinessDay.ZONE).toInstant();
    }
}
