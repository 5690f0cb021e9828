package cn.taxrollout.task.deliverable;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.Assignment;
import cn.taxrollout.task.tasks.AssignmentState;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskRecord;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What units hand in: files, their versions, and whether a task's documents are complete. */
@ApplicationScoped
class Attachments {
    /** Files that a task has at a time. */
    static final int MOST = 200;

    /** Somebody judges the share by the task's documents, or has done so. */
    private static final Set<AssignmentState> RELYING =
            EnumSet.of(AssignmentState.SUBMITTED, AssignmentState.COMPLETED, AssignmentState.ESTABLISHED);

    private final TaskRepository tasks;
    private final TaskRecord history;
    private final AttachmentRepository attachments;
    private final AttachmentStore store;
    private final BusinessClock clock;
    private final Caller caller;

    Attachments(
            TaskRepository tasks,
            TaskRecord history,
            AttachmentRepository attachments,
            AttachmentStore store,
            BusinessClock clock,
            Caller caller) {
        this.tasks = tasks;
        this.history = history;
        this.attachments = attachments;
        this.store = store;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Keeps a file of a unit, the next version of what the unit's task has of this document and name. What is there already isn't
     * kept again.
     *
     * @param document tells the document that the task must produce, null for other files
     * @param unitId null for the one unit of the task of which the caller is a member, or the only one there is
     * @throws Refusal 404 if there is no such issued task or document that the caller can see, 403 if the caller may not do this,
     *     409 in a state of the share in which nothing is handed in or with too many files, 422 if it isn't clear for which unit
     */
    @Transactional
    Attachment handIn(UUID taskId, Function<Task, Deliverable> document, UUID unitId, CheckedFile file)
            throws IOException {
        Task task = visible(tasks.lock(taskId));
        String name = document == null ? null : document.apply(task).name();
        Assignment share = task.assignment(unitId == null ? unit(task) : unitId);
        AttachmentAction.HAND_IN.demand(caller, task.plan().bureauId(), share.unitId());
        task.inHand(share.unitId());
        List<Attachment> kept = attachments.kept(taskId);
        Optional<Attachment> latest = kept.stream()
                .filter(one -> one.isVersionOf(name, file.name()))
                .max(Comparator.comparing(Attachment::version));
        if (latest.isPresent() && latest.get().sha256().equals(file.sha256())) {
            return latest.get();
        }
        if (kept.size() >= MOST) {
            throw Refusal.conflict("attachments-too-many", task.plan().number(), task.number(), task.title(), MOST);
        }
        var place = new Attachment.Place(taskId, share.unitId(), name);
        Instant at = clock.now();
        Actor actor = caller.actor();
        var attachment = new Attachment(
                TimeOrderedId.next(), place, file, attachments.nextVersion(place, file.name()), at, actor);
        attachments.persist(attachment);
        try (InputStream content = Files.newInputStream(file.path())) {
            store.keep(attachment.id(), content);
        }
        if (name != null) {
            task.noteDeliverable(name, true);
        }
        history.note(task, share.unitId(), "attachment", told(attachment), at, actor);
        return attachment;
    }

    /**
     * Removes the content of a file; that it was there, and who removed it, stays on record.
     *
     * @throws Refusal as above; 409 also if it is all that is there of a document on which a submitted or accepted share relies
     */
    @Transactional
    void remove(UUID id) {
        Task task = visible(tasks.lock(attachments.taskOf(id)));
        Attachment attachment = attachments.get(id);
        Assignment share = task.assignment(attachment.unitId());
        AttachmentAction.REMOVE.demand(caller, task.plan().bureauId(), share.unitId());
        if (attachment.isRemoved()) {
            return;
        }
        task.inHand(share.unitId());
        String document = attachment.deliverable();
        boolean last = document != null
                && attachments.kept(task.id()).stream()
                        .noneMatch(other -> other != attachment && document.equals(other.deliverable()));
        if (last
                && task.deliverables().contains(document)
                && task.assignments().stream().anyMatch(other -> RELYING.contains(other.state()))) {
            throw Refusal.conflict("attachment-relied-on", task.plan().number(), task.number(), task.title(), document);
        }
        Instant at = clock.now();
        Actor actor = caller.actor();
        attachment.remove(at, actor);
        store.remove(id);
        if (last) {
            task.noteDeliverable(document, false);
        }
        history.note(task, share.unitId(), "attachment-removal", told(attachment), at, actor);
    }

    /** @throws Refusal 404 if there is no such file that the caller can see, or if it was removed */
    Attachment readable(UUID id) {
        Attachment attachment = attachments.get(id);
        if (!caller.mayRead(tasks.get(attachment.taskId()).plan().bureauId())) {
            throw Refusal.notFound("attachment-unknown", id);
        }
        if (attachment.isRemoved()) {
            throw Refusal.notFound(
                    "attachment-removed",
                    attachment.fileName(),
                    attachment.removedBy().id());
        }
        return attachment;
    }

    /** @throws Refusal 404 if the caller can't see the task */
    Task visible(Task task) {
        if (!caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", task.id());
        }
        return task;
    }

    private UUID unit(Task task) {
        List<UUID> own = task.unitIds().stream().filter(caller::isMemberOf).toList();
        List<UUID> candidates = own.isEmpty() ? task.unitIds() : own;
        if (candidates.size() != 1) {
            throw Refusal.unprocessable(
                    "attachment-unsound", List.of(new Violation("unitId", "attachment-unit", candidates)));
        }
        return candidates.get(0);
    }

    private static String told(Attachment attachment) {
        String document = attachment.deliverable() == null ? "" : "《" + attachment.deliverable() + "》";
        return document + attachment.fileName() + " 第" + attachment.version() + "版 SHA-256 " + attachment.sha256();
    }
}
