package cn.taxrollout.task.checklist;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.checklist.ChecklistItem.Content;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Person.Post;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.Assignment;
import cn.taxrollout.task.tasks.ItemCount;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRecord;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What units have to do within their shares, point by point. Every change is on record and counted in the share. */
@ApplicationScoped
class Checklists {
    /** Items of a share. */
    static final int MOST = 200;

    private final TaskRepository tasks;
    private final TaskRecord history;
    private final ChecklistItemRepository items;
    private final Directory directory;
    private final BusinessClock clock;
    private final Caller caller;

    Checklists(
            TaskRepository tasks,
            TaskRecord history,
            ChecklistItemRepository items,
            Directory directory,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.history = history;
        this.items = items;
        this.directory = directory;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Adds an item behind the others.
     *
     * @throws Refusal 404 if there is no such share that the caller can see, 403 if the caller may not do this, 409 in a state of the
     *     share in which nothing is done for it or with too many items, 422 with a day behind the share's last one or somebody
     *     responsible who isn't of the unit
     */
    @Transactional
    ChecklistItem add(UUID taskId, UUID unitId, Content content) {
        Task task = visible(tasks.lock(taskId));
        Assignment share = task.assignment(unitId);
        ItemAction.ADD.demand(caller, task.plan().bureauId(), unitId);
        task.inHand(unitId);
        mustBeSound(task, share, content);
        List<ChecklistItem> all = items.of(taskId, unitId);
        if (all.size() >= MOST) {
            throw Refusal.conflict("part-many", task.plan().number(), task.number(), task.title(), MOST);
        }
        var item = new ChecklistItem(TimeOrderedId.next(), taskId, unitId, all.size() + 1, content);
        items.persist(item);
        complete(task, unitId, "item-added", told(item));
        return item;
    }

    /**
     * Changes what an item says, how far it is, and its place among the others, which make room.
     *
     * @param change of what it says
     * @param percent null leaves it
     * @param position from 1, null leaves it
     * @throws Refusal as for adding, 412 if it has changed since the caller read it, 422 if there is no such place
     */
    @Transactional
    ChecklistItem change(UUID id, IfMatch ifMatch, UnaryOperator<Content> change, Integer percent, Integer position) {
        Task task = visible(tasks.lock(items.taskOf(id)));
        ChecklistItem item = items.get(id);
        Content before = item.content();
        Content after = change.apply(before);
        boolean settlesOnly = after.equals(before) && position == null;
        (settlesOnly ? ItemAction.SETTLE : ItemAction.CHANGE)
                .demand(caller, task.plan().bureauId(), item);
        Assignment share = task.inHand(item.unitId());
        ifMatch.demand(item.version());
        if (!after.equals(before)) {
            mustBeSound(task, share, after);
            item.describe(after);
        }
        if (percent != null && percent != item.percent()) {
            item.progress(percent);
        }
        if (position != null) {
            place(task, item, position);
        }
        complete(task, item.unitId(), "item-changed", told(item));
        return item;
    }

    /** @throws Refusal as for changing, 409 if it is done already */
    @Transactional
    ChecklistItem complete(UUID id, String remark) {
        Task task = visible(tasks.lock(items.taskOf(id)));
        ChecklistItem item = settleable(task, id);
        item.complete(remark, clock.now(), caller.actor());
        complete(task, item.unitId(), "item-done", told(item) + (remark == null ? "" : "：" + remark));
        return item;
    }

    /** @throws Refusal as for changing, 409 if it isn't done */
    @Transactional
    ChecklistItem reopen(UUID id) {
        Task task = visible(tasks.lock(items.taskOf(id)));
        ChecklistItem item = settleable(task, id);
        item.reopen();
        complete(task, item.unitId(), "item-reopened", told(item));
        return item;
    }

    /** Removes an item; those behind it move up. @throws Refusal as for changing */
    @Transactional
    void remove(UUID id, IfMatch ifMatch) {
        Task task = visible(tasks.lock(items.taskOf(id)));
        ChecklistItem item = items.get(id);
        ItemAction.REMOVE.demand(caller, task.plan().bureauId(), item);
        task.inHand(item.unitId());
        ifMatch.demand(item.version());
        List<ChecklistItem> others = items.of(item.taskId(), item.unitId()).stream()
                .filter(other -> other != item)
                .toList();
        items.delete(item);
        number(others);
        complete(task, item.unitId(), "item-removed", told(item));
    }

    /** @throws Refusal 404 if there is no such item that the caller can see */
    @Transactional
    ChecklistItem get(UUID id) {
        ChecklistItem item = items.get(id);
        if (!caller.mayRead(tasks.findById(item.taskId()).plan().bureauId())) {
            throw Refusal.notFound("item-unknown", id);
        }
        return item;
    }

    /** @throws Refusal 404 if there is no such share that the caller can see */
    Assignment share(UUID taskId, UUID unitId) {
        return visible(tasks.get(taskId)).assignment(unitId);
    }

    private ChecklistItem settleable(Task task, UUID id) {
        ChecklistItem item = items.get(id);
        ItemAction.SETTLE.demand(caller, task.plan().bureauId(), item);
        task.inHand(item.unitId());
        return item;
    }

    private Task visible(Task task) {
        if (!caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", task.id());
        }
        return task;
    }

    private void mustBeSound(Task task, Assignment share, Content content) {
        LocalDate today = clock.today();
        task.mustFit(share, content.plannedOn(), today);
        if (content.staffNo() != null && content.responsibleUnitId() != null) {
            throw task.refusal("part-unsound", "responsibleUnitId", "item-two-responsible");
        }
        Set<UUID> unit = Set.of(share.unitId());
        if (content.staffNo() != null
                && directory.activePerson(content.staffNo(), today).stream()
                        .flatMap(person -> person.posts().stream())
                        .map(Post::unitId)
                        .noneMatch(seat -> directory.isBelowAny(seat, unit))) {
            throw task.refusal("part-unsound", "staffNo", "item-staff-unknown", content.staffNo());
        }
        if (content.responsibleUnitId() != null
                && (content.responsibleUnitId().equals(share.unitId())
                        || !directory.isBelowAny(content.responsibleUnitId(), unit))) {
            throw task.refusal("part-unsound", "responsibleUnitId", "item-unit-unknown", content.responsibleUnitId());
        }
    }

    private void place(Task task, ChecklistItem item, int position) {
        List<ChecklistItem> order = new ArrayList<>(items.of(item.taskId(), item.unitId()));
        if (position > order.size()) {
            throw task.refusal("part-unsound", "position", "item-no-place", position, order.size());
        }
        order.remove(item);
        order.add(position - 1, item);
        number(order);
    }

    private static void number(List<ChecklistItem> order) {
        for (int i = 0; i < order.size(); i++) {
            order.get(i).place(i + 1);
        }
    }

    private void complete(Task task, UUID unitId, String action, String what) {
        items.flush();
        List<ChecklistItem> all = items.of(task.id(), unitId);
        task.note(
                unitId,
                new ItemCount(
                        all.size(),
                        (int) all.stream().filter(ChecklistItem::isDone).count(),
                        (int) all.stream()
                                .filter(item -> item.content().required() && !item.isDone())
                                .count(),
                        (int) all.stream()
                                .mapToInt(ChecklistItem::percent)
                                .average()
                                .orElse(0)));
        history.note(task, unitId, action, what, clock.now(), caller.actor());
    }

    private String told(ChecklistItem item) {
        Content content = item.content();
        StringBuilder told = new StringBuilder("第" + item.position() + "项“" + content.title() + "”");
        if (content.required()) {
            told.append("，必办");
        }
        if (content.plannedOn() != null) {
            told.append("，计划 ").append(content.plannedOn());
        }
        if (content.staffNo() != null) {
            told.append("，责任人 ").append(content.staffNo());
        }
        if (content.responsibleUnitId() != null) {
            told.append("，责任单位 ").append(content.responsibleUnitId());
        }
        return told.append("，").append(item.percent()).append("%").toString();
    }
}
