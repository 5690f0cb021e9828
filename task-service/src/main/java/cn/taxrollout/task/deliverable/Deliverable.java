package cn.taxrollout.task.deliverable;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.web.Refusal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A document that a task must produce. The task as a whole has to: it is handed in by any of its units. It is known by its name in
 * the plan, and its id is made of that name, so that the plan alone says which there are (ADR 11).
 */
record Deliverable(UUID taskId, String name) {

    /** Those that the task must produce, in the order of the plan. */
    static List<Deliverable> of(Task task) {
        return task.deliverables().stream()
                .distinct()
                .map(name -> new Deliverable(task.id(), name))
                .toList();
    }

    /** @throws Refusal 404 if the task need not produce such a document */
    static Deliverable get(Task task, UUID id) {
        return of(task).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("deliverable-unknown", id));
    }

    /** Those, and behind them the documents of which there are files though the plan doesn't ask for them any more. */
    static List<Deliverable> of(Task task, List<Attachment> kept) {
        return Stream.concat(
                        of(task).stream(),
                        kept.stream()
                                .map(Attachment::deliverable)
                                .filter(name -> name != null)
                                .map(name -> new Deliverable(task.id(), name)))
                .distinct()
                .toList();
    }

    UUID id() {
        return UUID.nameUUIDFromBytes((taskId + "/" + name).getBytes(UTF_8));
    }
}
