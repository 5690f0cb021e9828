package cn.taxrollout.task.plan;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.Session;

@ApplicationScoped
public class PhaseRepository implements PanacheRepositoryBase<Phase, UUID> {
    private final Session session;

    PhaseRepository(Session session) {
        this.session = session;
    }

    /** @throws Refusal 404 if there is no such phase */
    public Phase get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("phase-unknown", id));
    }

    /** The plan of a phase, without reading either; empty if there is no such phase. */
    public Optional<UUID> planOf(UUID id) {
        return session.createSelectionQuery("select p.plan.id from Phase p where p.id = :id", UUID.class)
                .setParameter("id", id)
                .uniqueResultOptional();
    }

    /** The lowest numbers of tasks in a phase, whatever their state. */
    List<Integer> taskNumbers(UUID phaseId, int limit) {
        return session.createNativeQuery(
                        "select number from task where phase_id = :phase order by number, id", Integer.class)
                .setParameter("phase", phaseId)
                .setMaxResults(limit)
                .list();
    }

    public boolean hasTasks(UUID phaseId) {
        return !taskNumbers(phaseId, 1).isEmpty();
    }

    public List<Phase> of(UUID planId) {
        return list("plan.id = ?1 order by ordinal", planId);
    }

    /**
     * Counts one task more or less as open. The row stays locked until the end of the transaction, so of two tasks that close
     * at the same time the second one sees the first.
     *
     * @return how many tasks of the phase are open now
     */
    public int changeOpenTasks(UUID phaseId, int by) {
        session.flush();
        return session.createNativeQuery("""
                        update phase
                        set open_tasks = open_tasks + :by, completed_at = case when :by > 0 then null else completed_at end
                        where id = :id
                        returning open_tasks
                        """, Integer.class)
                .setParameter("by", by)
                .setParameter("id", phaseId)
                .getSingleResult();
    }

    /**
     * Locks these phases and their plans and reads them anew. Always tasks before phases before plans, each in the order of
     * their ids, lest two transactions wait for each other.
     */
    public void lock(Collection<Phase> phases) {
        if (phases.isEmpty()) {
            return;
        }
        session.flush();
        phases.stream()
                .sorted(Comparator.comparing(Phase::id))
                .forEach(phase -> session.refresh(phase, LockMode.PESSIMISTIC_WRITE));
        phases.stream()
                .map(Phase::plan)
                .distinct()
                .sorted(Comparator.comparing(Plan::id))
                .forEach(plan -> session.refresh(plan, LockMode.PESSIMISTIC_WRITE));
    }
}
