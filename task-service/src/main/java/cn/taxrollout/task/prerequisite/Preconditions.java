package cn.taxrollout.task.prerequisite;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.tasks.Precondition;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskNotes;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.tasks.TaskStatus;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What has to be the case before a task is worked on, and who says that it is. */
@ApplicationScoped
class Preconditions {
    private static final int MOST = 50;
    private static final Set<Relation> ENTITLED =
            EnumSet.of(Relation.OFFICE, Relation.COORDINATION, Relation.ADMINISTRATOR);

    private final TaskRepository tasks;
    private final TaskNotes notes;
    private final PlanRecord record;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    Preconditions(
            TaskRepository tasks,
            TaskNotes notes,
            PlanRecord record,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.notes = notes;
        this.record = record;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /** @throws Refusal 404 if there is no such task that the caller can see */
    @Transactional
    List<Precondition> of(UUID taskId) {
        return readable(taskId, tasks.findById(taskId)).preconditions();
    }

    /** @throws Refusal 404 if there is no such task that the caller can see, or no such condition of it */
    @Transactional
    Precondition get(UUID taskId, UUID id) {
        return readable(taskId, tasks.findById(taskId)).precondition(id);
    }

    /**
     * @throws Refusal 404 if there is no such task that the caller can see, 403 if the caller may not do this, 409 if task or plan is
     *     closed or there are too many conditions
     */
    @Transactional
    Precondition state(UUID taskId, String statement) {
        Task task = locked(taskId);
        if (task.preconditions().size() >= MOST) {
            throw Refusal.conflict("preconditions-too-many", MOST);
        }
        Instant at = clock.now();
        Actor actor = caller.actor();
        Precondition precondition = task.state(statement, at, actor);
        follow(task, "precondition-stated", statement, at, actor);
        return precondition;
    }

    /**
     * Confirms that a condition is met, or revokes that.
     *
     * @throws Refusal 404 if there is no such condition that the caller can see, 403 if the caller may not do this, 409 if task or plan
     *     is closed, or if that was said before
     */
    @Transactional
    Precondition judge(UUID taskId, UUID id, boolean met, String note) {
        Task task = locked(taskId);
        Instant at = clock.now();
        Actor actor = caller.actor();
        Precondition precondition = task.judge(id, met, note, at, actor);
        follow(task, met ? "precondition-confirmed" : "precondition-revoked", precondition.statement(), at, actor);
        return precondition;
    }

    private Task locked(UUID taskId) {
        Task task = readable(taskId, tasks.lockAnyway(List.of(taskId)).get(taskId));
        caller.mustStandIn(ENTITLED, task.plan().bureauId());
        task.plan().mustNotBeClosed();
        return task;
    }

    private Task readable(UUID taskId, Task task) {
        if (task == null || !caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        return task;
    }

    /** Of an issued task it goes on record, and its units hear of it if they can't work any more, or now can. */
    private void follow(Task task, String what, String statement, Instant at, Actor actor) {
        if (task.status() != TaskStatus.DRAFT) {
            task.tellWhetherBlocked(actor, BusinessDay.of(at))
                    .ifPresent(event -> outbox.append(task.id(), event.about().sequence(), event.type(), at, event));
            String why = Texts.chinese().text(what, List.of(statement));
            notes.preconditions(task, why, at, actor);
            record.revise(task.plan(), why, actor, at);
        }
        tasks.flush();
    }
}
