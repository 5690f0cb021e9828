package cn.taxrollout.task.prerequisite;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskNotes;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.tasks.TaskStatus;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which tasks of a plan have to be done before another is worked on (finish to start). */
@ApplicationScoped
class Prerequisites {
    private static final Set<Relation> ENTITLED =
            EnumSet.of(Relation.OFFICE, Relation.COORDINATION, Relation.ADMINISTRATOR);

    private final TaskRepository tasks;
    private final PlanRepository plans;
    private final TaskNotes notes;
    private final PlanRecord record;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    Prerequisites(
            TaskRepository tasks,
            PlanRepository plans,
            TaskNotes notes,
            PlanRecord record,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.plans = plans;
        this.notes = notes;
        this.record = record;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * A task among those that it waits for and those that wait for it, both in the order of the plan.
     *
     * @param version of the task
     */
    record Place(UUID taskId, long version, boolean blocked, List<Task> before, List<Task> after) {}

    /** @throws Refusal 404 if there is no such task that the caller can see */
    @Transactional
    Place get(UUID taskId) {
        return place(readable(taskId, tasks.findById(taskId)));
    }

    private Place place(Task task) {
        return new Place(
                task.id(), task.version(), task.isBlocked(), task.prerequisites(), tasks.waitingFor(task.id()));
    }

    /**
     * Says for which tasks this one waits, instead of those it waited for before. Of an issued task that is blocked by it, or isn't any
     * more, the units are told.
     *
     * @param reason needed once the plan is published
     * @throws Refusal 404 if there is no such task that the caller can see, 403 if the caller may not do this, 412 if the task has
     *     changed since the caller read it, 409 if task or plan is closed, 422 if one of these isn't another task of the plan, or waits
     *     for this one
     */
    @Transactional
    Place set(UUID taskId, IfMatch ifMatch, List<UUID> before, String reason) {
        boolean draft = tasks.isDraft(taskId);
        if (draft) {
            // of a draft the plan is the lock, as for its publication
            plans.lock(tasks.planOf(taskId));
        }
        Set<UUID> concerned = new LinkedHashSet<>(before);
        concerned.add(taskId);
        Map<UUID, Task> locked = tasks.lockAnyway(concerned);
        Task task = readable(taskId, locked.get(taskId));
        caller.mustStandIn(ENTITLED, task.plan().bureauId());
        ifMatch.demand(task.version());
        // of two changes in one plan the second sees the first, so they can't close a circle together
        Plan plan = plans.lock(task.plan().id());
        plan.mustNotBeClosed();
        boolean issued = task.status() != TaskStatus.DRAFT;
        if (draft && issued) {
            throw Refusal.preconditionFailed("changed-meanwhile");
        }
        demandReason(issued, task, reason);
        demandSound(task, before, locked);
        task.waitFor(before.stream().map(locked::get).toList());
        if (issued) {
            Actor actor = caller.actor();
            Instant at = clock.now();
            task.tellWhetherBlocked(actor, BusinessDay.of(at))
                    .ifPresent(event -> outbox.append(task.id(), event.about().sequence(), event.type(), at, event));
            notes.prerequisites(task, reason, at, actor);
            record.revise(plan, reason, actor, at);
        }
        tasks.flush();
        return place(task);
    }

    private Task readable(UUID taskId, Task task) {
        if (task == null || !caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        return task;
    }

    private static void demandReason(boolean needed, Task task, String reason) {
        if (needed && (reason == null || reason.isBlank())) {
            throw unsound(task, List.of(new Violation("reason", "prerequisite-reason-missing")));
        }
    }

    private void demandSound(Task task, List<UUID> before, Map<UUID, Task> locked) {
        List<Violation> violations = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < before.size(); i++) {
            Task other = locked.get(before.get(i));
            String field = "prerequisites[" + i + "]";
            if (other == null || !other.plan().id().equals(task.plan().id())) {
                violations.add(
                        new Violation(field, "prerequisite-foreign", task.plan().number(), before.get(i)));
            } else if (!seen.add(other.id())) {
                violations.add(new Violation(field, "prerequisite-twice", other.name()));
            }
        }
        if (!violations.isEmpty()) {
            throw unsound(task, violations);
        }
        demandNoCircle(task, before);
    }

    private void demandNoCircle(Task task, List<UUID> before) {
        Map<UUID, Set<UUID>> waits = tasks.prerequisitesIn(task.plan().id());
        for (int i = 0; i < before.size(); i++) {
            List<UUID> way = way(before.get(i), task.id(), waits, new HashSet<>());
            if (!way.isEmpty()) {
                way.add(0, task.id());
                Map<UUID, Task> named =
                        tasks.list("id in ?1", way).stream().collect(Collectors.toMap(Task::id, found -> found));
                String circle = way.stream().map(id -> named.get(id).name()).collect(Collectors.joining(" → "));
                throw unsound(task, List.of(new Violation("prerequisites[" + i + "]", "prerequisite-circle", circle)))
                        .with("circle", way);
            }
        }
    }

    /** From one task to another along what each waits for, both included; empty if there is no way. */
    private static List<UUID> way(UUID from, UUID to, Map<UUID, Set<UUID>> waits, Set<UUID> visited) {
        if (from.equals(to)) {
            return new ArrayList<>(List.of(to));
        }
        if (visited.add(from)) {
            for (UUID next : waits.getOrDefault(from, Set.of())) {
                List<UUID> rest = way(next, to, waits, visited);
                if (!rest.isEmpty()) {
                    rest.add(0, from);
                    return rest;
                }
            }
        }
        return List.of();
    }

    private static Refusal unsound(Task task, List<Violation> violations) {
        return Refusal.unprocessable(
                "prerequisites-unsound", violations, task.plan().number(), task.name());
    }
}
