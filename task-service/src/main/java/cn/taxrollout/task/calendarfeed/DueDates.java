package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.directory.Person;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.AssignmentState;
import cn.taxrollout.task.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Finds the due dates of open shares of published plans, and of those cancelled not long ago. One statement each. */
@ApplicationScoped
class DueDates {
    /** The nearest are kept; a calendar with more says nothing to anybody. */
    private static final int MOST = 2_000;

    /** Days after its due date for which a cancelled share is still shown as cancelled. */
    private static final int CANCELLED_DAYS = 30;

    private final Session session;
    private final PlanRepository plans;
    private final BusinessClock clock;
    private final Caller caller;

    DueDates(Session session, PlanRepository plans, BusinessClock clock, Caller caller) {
        this.session = session;
        this.plans = plans;
        this.clock = clock;
        this.caller = caller;
    }

    /** Those of the units in which this person holds seats. An administrator's seat makes no member. */
    @Transactional
    List<DueDate> of(Person person) {
        UUID[] unitIds = person.posts().stream()
                .filter(post -> !post.rank().equals("ADMINISTRATOR"))
                .map(Person.Post::unitId)
                .distinct()
                .toArray(UUID[]::new);
        return find("a.unit_id = any(:owner)", unitIds);
    }

    /**
     * Those of a plan.
     *
     * @throws Refusal 404 if there is no such plan that the caller can see
     */
    @Transactional
    List<DueDate> ofPlan(UUID planId) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        return find("t.plan_id = :owner", planId);
    }

    private List<DueDate> find(String whose, Object owner) {
        return session
                .createNativeQuery("""
                        select a.id, t.id as task_id, t.number, t.title, p.number as plan_number, p.title as plan_title, p.confidential,
                               u.name, a.state, a.due_on, t.sequence,
                               (select max(h.at) from assignment_history h where h.task_id = t.id and h.unit_id = a.unit_id) as changed_at
                        from assignment a
                        join task t on t.id = a.task_id
                        join plan p on p.id = t.plan_id
                        left join directory_unit u on u.id = a.unit_id
                        where %s and p.state = 'PUBLISHED' and a.due_on is not null
                          and (t.status = 'OPEN' and a.state not in ('COMPLETED', 'ESTABLISHED', 'CANCELLED')
                               or a.state = 'CANCELLED' and a.due_on >= :since)
                        order by a.due_on desc, a.id
                        limit :most
                        """.formatted(whose), Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("task_id", UUID.class)
                .addScalar("number", Integer.class)
                .addScalar("title", String.class)
                .addScalar("plan_number", String.class)
                .addScalar("plan_title", String.class)
                .addScalar("confidential", Boolean.class)
                .addScalar("name", String.class)
                .addScalar("state", String.class)
                .addScalar("due_on", LocalDate.class)
                .addScalar("sequence", Long.class)
                .addScalar("changed_at", Instant.class)
                .setParameter("owner", owner)
                .setParameter("since", clock.today().minusDays(CANCELLED_DAYS))
                .setParameter("most", MOST)
                .list()
                .stream()
                .map(DueDates::dueDate)
                .toList();
    }

    private static DueDate dueDate(Object[] row) {
        return new DueDate(
                (UUID) row[0],
                (UUID) row[1],
                (Integer) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (Boolean) row[6],
                (String) row[7],
                AssignmentState.valueOf((String) row[8]),
                (LocalDate) row[9],
                (Long) row[10],
                (Instant) row[11]);
    }
}
