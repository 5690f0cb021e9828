package cn.taxrollout.task.revision;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.revision.PlanContent.DeadlinePart;
import cn.taxrollout.task.revision.PlanContent.ExtensionPart;
import cn.taxrollout.task.revision.PlanContent.PhasePart;
import cn.taxrollout.task.revision.PlanContent.TaskPart;
import cn.taxrollout.task.tasks.JointRule;
import cn.taxrollout.task.tasks.TaskSource;
import cn.taxrollout.task.tasks.TaskStatus;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

@ApplicationScoped
class PlanVersionRepository implements PanacheRepositoryBase<PlanVersion, PlanVersion.Key> {
    private final Session session;

    PlanVersionRepository(Session session) {
        this.session = session;
    }

    Optional<PlanVersion> find(UUID planId, int version) {
        return find("planId = ?1 and version = ?2", planId, version).firstResultOptional();
    }

    /** Versions of a plan below one, the last first. */
    List<PlanVersion> below(UUID planId, int version, int limit) {
        return find("planId = ?1 and version < ?2 order by version desc", planId, version)
                .page(Page.ofSize(limit))
                .list();
    }

    /**
     * What a plan says by now. It is read as columns, not as entities: the running transaction may hold tasks as they were before the
     * plan was locked.
     */
    PlanContent content(Plan plan) {
        List<PhasePart> phases = session
                .createSelectionQuery(
                        "select p.id, p.ordinal, p.title from Phase p where p.plan.id = :plan order by p.ordinal",
                        Object[].class)
                .setParameter("plan", plan.id())
                .list()
                .stream()
                .map(row -> new PhasePart((UUID) row[0], (Integer) row[1], (String) row[2]))
                .toList();
        return new PlanContent(PlanContent.Heading.of(plan), phases, tasks(plan.id()));
    }

    private List<TaskPart> tasks(UUID planId) {
        Map<UUID, List<ExtensionPart>> extensions = extensions(planId);
        Map<UUID, List<UUID>> prerequisites = byTask(planId, UUID.class, """
                select t.id, p.id from Task t join t.prerequisites p where t.plan.id = :plan order by p.number, p.id
                """);
        Map<UUID, List<String>> preconditions = byTask(planId, String.class, """
                select t.id, c.statement from Task t join t.preconditions c where t.plan.id = :plan order by c.id
                """);
        return session
                .createSelectionQuery("""
                        select t.id, t.phase.id, t.number, t.title, t.body, t.deliverables, t.deadlineKind, t.opensOn,
                               t.writtenDueOn, t.ownRhythm.interval, t.ownRhythm.day, t.jointRule, t.leadUnitId, t.unitIds,
                               t.source.kind, t.source.reference
                        from Task t
                        where t.plan.id = :plan and t.status <> :cancelled
                        order by t.phase.ordinal, t.number, t.id
                        """, Object[].class)
                .setParameter("plan", planId)
                .setParameter("cancelled", TaskStatus.CANCELLED)
                .list()
                .stream()
                .map(row -> {
                    UUID id = (UUID) row[0];
                    return task(
                            row,
                            extensions.getOrDefault(id, List.of()),
                            prerequisites.getOrDefault(id, List.of()),
                            preconditions.getOrDefault(id, List.of()));
                })
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static TaskPart task(
            Object[] row, List<ExtensionPart> extensions, List<UUID> prerequisites, List<String> preconditions) {
        Deadline.Kind kind = (Deadline.Kind) row[6];
        LocalDate opensOn = kind == Deadline.Kind.ON ? null : (LocalDate) row[7];
        return new TaskPart(
                (UUID) row[0],
                (UUID) row[1],
                (Integer) row[2],
                (String) row[3],
                (String) row[4],
                (List<String>) row[5],
                new DeadlinePart(kind, opensOn, (LocalDate) row[8]),
                row[9] == null ? null : new ReportRhythm((ReportRhythm.Interval) row[9], (Integer) row[10]),
                (JointRule) row[11],
                (UUID) row[12],
                (List<UUID>) row[13],
                extensions,
                prerequisites,
                preconditions,
                row[14] == null ? null : new TaskSource((TaskSource.Kind) row[14], (String) row[15]));
    }

    /** @param query selects a task's id and something of it */
    private <T> Map<UUID, List<T>> byTask(UUID planId, Class<T> type, String query) {
        Map<UUID, List<T>> byTask = new HashMap<>();
        session.createSelectionQuery(query, Object[].class)
                .setParameter("plan", planId)
                .list()
                .forEach(row -> byTask.computeIfAbsent((UUID) row[0], task -> new ArrayList<>())
                        .add(type.cast(row[1])));
        return byTask;
    }

    private Map<UUID, List<ExtensionPart>> extensions(UUID planId) {
        Map<UUID, List<ExtensionPart>> byTask = new HashMap<>();
        session.createSelectionQuery("""
                        select a.task.id, a.unitId, a.extendedTo from Assignment a
                        where a.task.plan.id = :plan and a.extendedTo is not null order by a.position
                        """, Object[].class)
                .setParameter("plan", planId)
                .list()
                .forEach(row -> byTask.computeIfAbsent((UUID) row[0], task -> new ArrayList<>())
                        .add(new ExtensionPart((UUID) row[1], (LocalDate) row[2])));
        return byTask;
    }
}
