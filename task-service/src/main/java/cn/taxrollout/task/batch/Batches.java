package cn.taxrollout.task.batch;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.batch.Batch.Content;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.Assignment;
import cn.taxrollout.task.tasks.BatchCount;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRecord;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Shares that are carried out batch by batch. Every change is on record and counted in the share. */
@ApplicationScoped
class Batches {
    /** Batches of a share. */
    static final int MOST = 200;

    private final TaskRepository tasks;
    private final TaskRecord history;
    private final BatchRepository batches;
    private final BusinessClock clock;
    private final Caller caller;

    Batches(TaskRepository tasks, TaskRecord history, BatchRepository batches, BusinessClock clock, Caller caller) {
        this.tasks = tasks;
        this.history = history;
        this.batches = batches;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Adds a batch; its number is the next.
     *
     * @throws Refusal 404 if there is no such share that the caller can see, 403 if the caller may not do this, 409 in a state of the
     *     share in which nothing is done for it or with too many batches, 422 with a day behind the share's last one
     */
    @Transactional
    Batch add(UUID taskId, UUID unitId, Content content) {
        Task task = visible(tasks.lock(taskId));
        Assignment share = task.assignment(unitId);
        BatchAction.ADD.demand(caller, task.plan().bureauId(), unitId);
        task.inHand(unitId);
        task.mustFit(share, content.plannedOn(), clock.today());
        List<Batch> all = batches.of(taskId, unitId);
        if (all.size() >= MOST) {
            throw Refusal.conflict("part-many", task.plan().number(), task.number(), task.title(), MOST);
        }
        int number = all.isEmpty() ? 1 : all.get(all.size() - 1).number() + 1;
        var batch = new Batch(TimeOrderedId.next(), taskId, unitId, number, content);
        batches.persist(batch);
        complete(task, batch, "batch-added");
        return batch;
    }

    /** Changes what a batch is and how far it has come. @throws Refusal as for adding, 412 if it has changed since the caller read it */
    @Transactional
    Batch change(UUID id, IfMatch ifMatch, UnaryOperator<Content> change) {
        Task task = visible(tasks.lock(batches.taskOf(id)));
        Batch batch = allowed(task, id, BatchAction.CHANGE);
        ifMatch.demand(batch.version());
        Content content = change.apply(batch.content());
        task.mustFit(task.assignment(batch.unitId()), content.plannedOn(), clock.today());
        batch.describe(content);
        complete(task, batch, "batch-changed");
        return batch;
    }

    /** @throws Refusal as for changing, 409 if it is done already */
    @Transactional
    Batch complete(UUID id, String remark) {
        Task task = visible(tasks.lock(batches.taskOf(id)));
        Batch batch = allowed(task, id, BatchAction.COMPLETE);
        batch.complete(remark, clock.now(), caller.actor());
        complete(task, batch, "batch-done");
        return batch;
    }

    /** @throws Refusal as for changing, 409 if it isn't done */
    @Transactional
    Batch reopen(UUID id) {
        Task task = visible(tasks.lock(batches.taskOf(id)));
        Batch batch = allowed(task, id, BatchAction.REOPEN);
        batch.reopen();
        complete(task, batch, "batch-reopened");
        return batch;
    }

    /** @throws Refusal as for changing */
    @Transactional
    void remove(UUID id, IfMatch ifMatch) {
        Task task = visible(tasks.lock(batches.taskOf(id)));
        Batch batch = allowed(task, id, BatchAction.REMOVE);
        ifMatch.demand(batch.version());
        batches.delete(batch);
        complete(task, batch, "batch-removed");
    }

    /** @throws Refusal 404 if there is no such batch that the caller can see */
    @Transactional
    Batch get(UUID id) {
        Batch batch = batches.get(id);
        if (!caller.mayRead(tasks.findById(batch.taskId()).plan().bureauId())) {
            throw Refusal.notFound("batch-unknown", id);
        }
        return batch;
    }

    /** @throws Refusal 404 if there is no such share that the caller can see */
    Assignment share(UUID taskId, UUID unitId) {
        return visible(tasks.get(taskId)).assignment(unitId);
    }

    private Batch allowed(Task task, UUID id, BatchAction action) {
        Batch batch = batches.get(id);
        action.demand(caller, task.plan().bureauId(), batch.unitId());
        task.inHand(batch.unitId());
        return batch;
    }

    private Task visible(Task task) {
        if (!caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", task.id());
        }
        return task;
    }

    private void complete(Task task, Batch changed, String action) {
        batches.flush();
        List<Batch> all = batches.of(task.id(), changed.unitId());
        task.note(
                changed.unitId(),
                new BatchCount(
                        all.size(),
                        (int) all.stream().filter(Batch::isDone).count(),
                        all.stream()
                                .mapToLong(batch -> batch.content().planned())
                                .sum(),
                        all.stream()
                                .mapToLong(batch -> batch.content().achieved())
                                .sum()));
        history.note(task, changed.unitId(), action, told(changed), clock.now(), caller.actor());
    }

    private static String told(Batch batch) {
        Content content = batch.content();
        return "第" + batch.number() + "批“" + content.name() + "”"
                + (content.plannedOn() == null ? "" : "，计划 " + content.plannedOn())
                + "，" + content.achieved() + "/" + content.planned()
                + (batch.isDone() && batch.remark() != null ? "：" + batch.remark() : "");
    }
}
