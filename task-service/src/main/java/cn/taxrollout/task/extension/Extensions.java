package cn.taxrollout.task.extension;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.tasks.DeadlineMoves;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.Task.Extension;
import cn.taxrollout.task.tasks.Task.ExtensionScope;
import cn.taxrollout.task.tasks.TaskEvent;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Units ask for more time, the office decides. */
@ApplicationScoped
class Extensions {
    private static final Set<Relation> ASKING = EnumSet.of(Relation.MEMBER, Relation.ADMINISTRATOR);
    private static final Set<Relation> DECIDING = EnumSet.of(Relation.OFFICE, Relation.ADMINISTRATOR);

    private final ExtensionRequestRepository requests;
    private final TaskRepository tasks;
    private final DeadlineMoves moves;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    Extensions(
            ExtensionRequestRepository requests,
            TaskRepository tasks,
            DeadlineMoves moves,
            WorkingCalendar calendar,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.requests = requests;
        this.tasks = tasks;
        this.moves = moves;
        this.calendar = calendar;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Asks for more time.
     *
     * @throws Refusal 404 if there is no such share that the caller can see, 403 if the caller may not do this, 409 if the work is closed
     *     or has no last day, or if a request of this unit is open, 422 if the day isn't later than the one that counts
     */
    @Transactional
    ExtensionRequest ask(UUID taskId, UUID unitId, ExtensionScope scope, LocalDate wished, String reason) {
        Task task = locked(taskId);
        task.assignment(unitId);
        caller.mustStandIn(ASKING, task.plan().bureauId(), unitId);
        Actor actor = caller.actor();
        Instant at = clock.now();
        var wish = new Extension(TimeOrderedId.next(), unitId, scope, wished, reason);
        LocalDate dueOn = task.extensible(unitId, scope);
        requests.open(taskId, unitId).ifPresent(open -> {
            throw Refusal.conflict("extension-open", open.id()).with("requestId", open.id());
        });
        append(task, task.requestExtension(wish, actor, BusinessDay.of(at), calendar.current()), at);
        var request = new ExtensionRequest(taskId, wish, dueOn, at, actor);
        requests.persist(request);
        return request;
    }

    /**
     * Decides on a request; more time moves the deadline of the share or of the task.
     *
     * @param granted the last day that is granted, the wished one if null
     * @throws Refusal 404 if there is no such request that the caller can see, 403 if the caller may not do this or is a member of a
     *     unit that would have more time, 409 if it was decided before or the work is closed, 422 if the day isn't later than the one
     *     that counts by now
     */
    @Transactional
    ExtensionRequest approve(UUID id, LocalDate granted, String reason) {
        Task task = locked(requests.taskOf(id));
        ExtensionRequest request = requests.get(id);
        demandDecision(task, request);
        Actor actor = caller.actor();
        Instant at = clock.now();
        WorkingDays days = calendar.current();
        Extension wish = request.wish();
        LocalDate lastDay = granted == null ? wish.lastDay() : granted;
        request.decide(lastDay, reason, at, actor);
        append(task, task.decideExtension(wish, lastDay, reason, actor), at);
        var extension = new Extension(id, wish.unitId(), wish.scope(), lastDay, reason);
        moves.complete(task, task.extend(extension, actor, at, days), actor, at, days);
        return request;
    }

    /** @throws Refusal as {@link #approve}, except that work may be closed */
    @Transactional
    ExtensionRequest refuse(UUID id, String reason) {
        Task task = locked(requests.taskOf(id));
        ExtensionRequest request = requests.get(id);
        demandDecision(task, request);
        Actor actor = caller.actor();
        Instant at = clock.now();
        request.decide(null, reason, at, actor);
        append(task, task.decideExtension(request.wish(), null, reason, actor), at);
        return request;
    }

    /** @throws Refusal 404 if there is no such request that the caller can see */
    @Transactional
    ExtensionRequest get(UUID id) {
        ExtensionRequest request = requests.get(id);
        if (!caller.mayRead(tasks.findById(request.taskId()).plan().bureauId())) {
            throw Refusal.notFound("extension-unknown", id);
        }
        return request;
    }

    private Task locked(UUID taskId) {
        Task task = tasks.lock(List.of(taskId)).get(taskId);
        if (task == null || !caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        return task;
    }

    /** Whoever would have more time by it is recused (回避). */
    private void demandDecision(Task task, ExtensionRequest request) {
        caller.mustStandIn(DECIDING, task.plan().bureauId());
        List<UUID> favoured = request.scope() == ExtensionScope.TASK ? task.unitIds() : List.of(request.unitId());
        if (favoured.stream().anyMatch(caller::isMemberOf)) {
            throw Refusal.forbidden("extension-recusal");
        }
    }

    private void append(Task task, TaskEvent event, Instant at) {
        outbox.append(task.id(), event.about().sequence(), event.type(), at, event);
    }
}
