package cn.taxrollout.task.publication;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanAction;
import cn.taxrollout.task.plan.PlanEvent.PlanPublished;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.plan.PlanRights;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.PhaseProgress;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskIssuance;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes a drafted plan binding: its units get their shares, its first phases start. */
@ApplicationScoped
class PlanPublication {
    private final PlanRepository plans;
    private final TaskRepository tasks;
    private final PlanSoundness soundness;
    private final TaskIssuance issuance;
    private final PhaseProgress phases;
    private final PlanRecord record;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    PlanPublication(
            PlanRepository plans,
            TaskRepository tasks,
            PlanSoundness soundness,
            TaskIssuance issuance,
            PhaseProgress phases,
            PlanRecord record,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.plans = plans;
        this.tasks = tasks;
        this.soundness = soundness;
        this.issuance = issuance;
        this.phases = phases;
        this.record = record;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Publishes a draft.
     *
     * @throws Refusal 404 if there is no such plan that the caller can see, 403 if the caller may not publish it, 409 if it isn't
     *     a draft, 422 if it isn't sound
     */
    @Transactional
    Plan publish(UUID planId) {
        Plan plan = plans.lock(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        PlanRights.demand(caller, PlanAction.PUBLICATION, plan.bureauId());
        plan.mustBeDraft();

        Actor actor = caller.actor();
        Instant at = clock.now();
        List<Task> issued = tasks.of(planId);
        soundness.demand(plan, issued);
        issuance.issue(issued, actor, at);
        PlanPublished published = plan.publish(actor, at, shares(issued));
        outbox.append(planId, published.sequence(), published.type(), at, published);
        phases.start(startingWithPublication(issued, at), actor);
        record.begin(plan, actor, at);
        plans.flush();
        return plan;
    }

    private static List<PlanPublished.UnitShare> shares(List<Task> tasks) {
        Map<UUID, PlanPublished.UnitShare> byUnit = new LinkedHashMap<>();
        for (Task task : tasks) {
            for (UUID unitId : task.unitIds()) {
                byUnit.merge(
                        unitId,
                        new PlanPublished.UnitShare(unitId, 1, task.backfilled() ? 1 : 0),
                        (a, b) -> new PlanPublished.UnitShare(
                                unitId, a.assigned() + b.assigned(), a.backfilled() + b.backfilled()));
            }
        }
        return List.copyOf(byUnit.values());
    }

    /** A task without an opening day can be worked on at once. The phases of the others start on the opening day. */
    private static Map<Phase, Instant> startingWithPublication(List<Task> tasks, Instant at) {
        Map<Phase, Instant> starting = new LinkedHashMap<>();
        for (Task task : tasks) {
            LocalDate opensOn = task.deadline().opensOn();
            if (opensOn == null
                    || BusinessDay.at(opensOn, task.plan().ladder().at()).isBefore(at)) {
                starting.put(task.phase(), at);
            }
        }
        return starting;
    }
}
