package cn.taxrollout.notification;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.inbox.Notices;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes notices at once, where a test isn't about how events arrive. */
@ApplicationScoped
public class WrittenNotices {
    private final Notices notices;
    private final TaskEventReader reader;

    WrittenNotices(Notices notices, TaskEventReader reader) {
        this.notices = notices;
        this.reader = reader;
    }

    /** @return the task's id */
    public UUID overdue(UUID unit, int level) {
        UUID task = Organisation.id();
        write("TaskOverdue", TaskData.ofTask(task, List.of(unit), "workingDaysOverdue", 1, "level", level));
        return task;
    }

    /** @return the task's id */
    public UUID completed(UUID unit) {
        UUID task = Organisation.id();
        write("TaskCompleted", TaskData.ofTask(task, List.of(unit)));
        return task;
    }

    /** The id of the first notice on the task. */
    public String idOf(UUID task) {
        return Rows.of("select id from notice where task_id = ? order by position", task)
                .get(0)
                .toString();
    }

    /** Of a plan that may be spoken of outside of the suite. */
    public void completedInPublic(UUID unit, String title) {
        UUID task = Organisation.id();
        write(
                "TaskCompleted",
                TaskData.ofTask(
                        task,
                        List.of(unit),
                        "plan",
                        Map.of("id", Organisation.id(), "number", "公开〔2023〕1号", "title", "公开方案", "confidential", false),
                        "task",
                        Map.of(
                                "id",
                                task,
                                "number",
                                7,
                                "title",
                                title,
                                "continuing",
                                false,
                                "link",
                                "/v1/tasks/" + task)));
    }

    public void write(String name, Map<String, Object> data) {
        try {
            TaskEvent event = reader.read("cn.taxrollout.task." + name + ".v1", Topics.json(data));
            QuarkusTransaction.requiringNew()
                    .run(() -> notices.write(List.of(new Notices.Occurrence(
                            Organisation.id(), OffsetDateTime.parse(Topics.DAY).toInstant(), event))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
