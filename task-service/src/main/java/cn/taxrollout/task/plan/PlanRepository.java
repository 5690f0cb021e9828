package cn.taxrollout.task.plan;

import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

@ApplicationScoped
public class PlanRepository implements PanacheRepositoryBase<Plan, UUID> {

    /** @throws Refusal 404 if there is no such plan */
    public Plan get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("plan-unknown", id));
    }

    /**
     * The plan with the lock on its row, which whoever numbers its events must hold.
     *
     * @throws Refusal 404 if there is no such plan
     */
    public Plan lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refusal.notFound("plan-unknown", id));
    }

    /** The state of a plan, without reading the plan itself. */
    public PlanState stateOf(UUID id) {
        return getEntityManager()
                .createQuery("select p.state from Plan p where p.id = :id", PlanState.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    /** Locks the row of a plan that was read before, and reads it anew. */
    public void lock(Plan plan) {
        flush();
        getEntityManager().refresh(plan, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * Writes a plan that is new or bears another number.
     *
     * @throws Refusal 409 if its bureau has another plan of this number
     */
    public void keepNumber(Plan plan) {
        try {
            flush();
        } catch (ConstraintViolationException e) {
            if (String.valueOf(e.getConstraintName()).contains("plan_bureau_id_number_key")) {
                throw Refusal.conflict("plan-number-taken", plan.number());
            }
            throw e;
        }
    }

    /** Deletes a draft with its phases, tasks and policies; an import that was confirmed as it is a preview again. */
    void discard(Plan plan) {
        for (String statement : List.of(
                "update plan_import set state = 'PREVIEW', plan_id = null, confirmed_at = null, confirmed_by = null,"
                        + " version = version + 1 where plan_id = :plan",
                "delete from task where plan_id = :plan",
                "delete from phase where plan_id = :plan",
                "delete from plan_policy_version where plan_id = :plan",
                "delete from plan where id = :plan")) {
            getEntityManager()
                    .createNativeQuery(statement)
                    .setParameter("plan", plan.id())
                    .executeUpdate();
        }
    }

    public boolean exists(UUID bureauId, String number) {
        return count("bureauId = ?1 and number = ?2", bureauId, number) > 0;
    }

    /** When the plan's tasks were reminded of before a moment; at most one statement. */
    public ReminderLadder ladderBefore(Plan plan, Instant moment) {
        if (plan.policyVersion() == 0) {
            return plan.ladder();
        }
        return getEntityManager()
                .createQuery(
                        "from PlanPolicyVersion where planId = :plan and at < :moment order by version desc",
                        PlanPolicyVersion.class)
                .setParameter("plan", plan.id())
                .setParameter("moment", moment)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(PlanPolicyVersion::ladder)
                .orElse(ReminderLadder.STANDARD);
    }

    /** Plans of these bureaus, or of all, with ids above a position, by id. */
    List<Plan> list(Optional<Set<UUID>> bureauIds, UUID after, int limit) {
        Parameters values = Parameters.with("after", after);
        bureauIds.ifPresent(ids -> values.and("bureaus", ids));
        return find("id > :after" + (bureauIds.isPresent() ? " and bureauId in :bureaus" : ""), Sort.by("id"), values)
                .page(Page.ofSize(limit))
                .list();
    }
}
