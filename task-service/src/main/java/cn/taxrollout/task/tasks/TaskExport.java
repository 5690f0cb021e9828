package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Texts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Writes tasks into a workbook, a row for each share, or for each unit of a draft. */
@ApplicationScoped
class TaskExport {
    private static final int MOST_TASKS = 10_000;
    private static final int BATCH = 500;

    private static final UUID FIRST = new UUID(0, 0);

    private final TaskSearch search;
    private final TaskRepository tasks;
    private final Directory directory;
    private final WorkingCalendar calendar;
    private final BusinessClock clock;
    private final Session session;

    TaskExport(
            TaskSearch search,
            TaskRepository tasks,
            Directory directory,
            WorkingCalendar calendar,
            BusinessClock clock,
            Session session) {
        this.search = search;
        this.tasks = tasks;
        this.directory = directory;
        this.calendar = calendar;
        this.clock = clock;
        this.session = session;
    }

    /**
     * A workbook on disk, complete before the first byte of it is sent: a slow reader holds no transaction, and what fails on
     * the way is an answer of its own.
     */
    record Exported(Path file, LocalDate day) {}

    /** @throws Refusal 422 if more tasks pass the filter than are written at once */
    Exported export(TaskSearch.Filter filter, Texts texts) throws IOException {
        LocalDate today = clock.today();
        Path file = Files.createTempFile("tasks", ".xlsx");
        try {
            QuarkusTransaction.requiringNew().run(() -> write(filter, texts, today, file));
            return new Exported(file, today);
        } catch (RuntimeException e) {
            Files.delete(file);
            throw e;
        }
    }

    private void write(TaskSearch.Filter filter, Texts texts, LocalDate today, Path file) {
        List<UUID> ids = search.ids(filter, FIRST, MOST_TASKS + 1);
        if (ids.size() > MOST_TASKS) {
            throw Refusal.unprocessable("export-too-large", List.of(), MOST_TASKS);
        }
        WorkingDays days = calendar.current();
        try (TaskSheet sheet = new TaskSheet(texts);
                OutputStream out = Files.newOutputStream(file)) {
            for (int from = 0; from < ids.size(); from += BATCH) {
                List<Task> batch = tasks.get(ids.subList(from, Math.min(from + BATCH, ids.size())));
                Map<UUID, String> names = directory.unitNames(
                        batch.stream().flatMap(task -> task.unitIds().stream()).collect(Collectors.toSet()));
                batch.forEach(task -> write(sheet, task, filter.unitId(), names, today, days));
                session.clear();
            }
            sheet.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(
            TaskSheet sheet, Task task, UUID onlyUnit, Map<UUID, String> names, LocalDate today, WorkingDays days) {
        Map<UUID, Assignment> shares = new HashMap<>();
        task.assignments().forEach(share -> shares.put(share.unitId(), share));
        LocalDate soonUntil = task.plan().ladder().soonUntil(today, days);
        Collection<UUID> unitIds = shares.isEmpty()
                ? task.unitIds()
                : task.assignments().stream().map(Assignment::unitId).toList();
        for (UUID unitId : unitIds) {
            if (onlyUnit == null || onlyUnit.equals(unitId)) {
                Optional<Assignment> share = Optional.ofNullable(shares.get(unitId));
                sheet.add(
                        task,
                        Optional.ofNullable(names.get(unitId)).orElseGet(unitId::toString),
                        share,
                        share.flatMap(issued -> Light.of(
                                new Light.Standing(
                                        issued.state(),
                                        task.status(),
                                        task.backfilled(),
                                        task.deadline().opensOn(),
                                        issued.dueOn()),
                                today,
                                soonUntil)),
                        unitId.equals(task.leadUnitId()));
            }
        }
    }
}
