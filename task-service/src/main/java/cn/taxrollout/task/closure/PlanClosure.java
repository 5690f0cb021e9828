package cn.taxrollout.task.closure;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanAction;
import cn.taxrollout.task.plan.PlanEvent.PlanClosed;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.plan.PlanRights;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.tasks.TaskRepository.Listed;
import cn.taxrollout.task.tasks.TaskStatus;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ends a published plan. Continuing tasks end with it, and nothing of it changes or is said any more. */
@ApplicationScoped
class PlanClosure {
    /** How many open tasks a refusal names. */
    private static final int NAMED = 20;

    private final PlanRepository plans;
    private final TaskRepository tasks;
    private final Obligations obligations;
    private final PlanRecord record;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    PlanClosure(
            PlanRepository plans,
            TaskRepository tasks,
            Obligations obligations,
            PlanRecord record,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.plans = plans;
        this.tasks = tasks;
        this.obligations = obligations;
        this.record = record;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Closes a plan.
     *
     * @param summary how it ended
     * @throws Refusal 404 if there is no such plan that the caller can see, 403 if the caller may not close it, 409 if it isn't published or
     *     has open tasks, some of which it names
     */
    @Transactional
    Plan close(UUID planId, String summary) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        PlanRights.demand(caller, PlanAction.CLOSURE, plan.bureauId());
        // tasks are locked before plans, everywhere
        tasks.end(planId);
        plans.lock(plan);
        plan.mustBePublished();
        Map<TaskStatus, Long> counts = tasks.countByStatus(planId);
        long open = counts.getOrDefault(TaskStatus.OPEN, 0L);
        if (open > 0) {
            List<Listed> named = tasks.open(planId, NAMED);
            throw Refusal.conflict(
                            "plan-has-open-tasks",
                            plan.number(),
                            open,
                            named.stream().map(Listed::name).toList())
                    .with("openTasks", open)
                    .with("tasks", named);
        }
        Actor actor = caller.actor();
        Instant at = clock.now();
        obligations.lapse(planId);
        PlanClosed closed = plan.close(
                summary,
                new PlanClosed.Counts(
                        counts.getOrDefault(TaskStatus.COMPLETED, 0L).intValue(),
                        counts.getOrDefault(TaskStatus.ESTABLISHED, 0L).intValue(),
                        counts.getOrDefault(TaskStatus.CANCELLED, 0L).intValue()),
                tasks.unitsOfPlan(planId),
                actor,
                at);
        record.end(plan, summary, actor, at);
        outbox.append(planId, closed.sequence(), closed.type(), at, closed);
        plans.flush();
        return plan;
    }
}
