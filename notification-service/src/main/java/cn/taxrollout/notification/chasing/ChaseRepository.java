package cn.taxrollout.notification.chasing;

import cn.taxrollout.notification.audience.MessageKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** What is chased, and how far it has come. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ChaseRepository {
    private final Session session;

    ChaseRepository(Session session) {
        this.session = session;
    }

    /** A notice whose next step is due. */
    record Due(
            UUID noticeId,
            int step,
            MessageKind kind,
            Instant toldAt,
            UUID planId,
            UUID taskId,
            String link,
            boolean confidential,
            String titleZh,
            String titleEn) {}

    /** @param unitId through which the person was told, or the home section; null if there is neither */
    record Unacknowledged(UUID messageId, UUID staffId, String name, UUID unitId) {}

    record Round(UUID messageId, int round) {}

    void begin(UUID noticeId, Instant due) {
        session.createNativeMutationQuery("insert into chase (notice_id, due_at) values (:notice, :due)")
                .setParameter("notice", noticeId)
                .setParameter("due", due)
                .executeUpdate();
    }

    void next(UUID noticeId, int step, Instant due) {
        session.createNativeMutationQuery("update chase set step = :step, due_at = :due where notice_id = :notice")
                .setParameter("notice", noticeId)
                .setParameter("step", step)
                .setParameter("due", due)
                .executeUpdate();
    }

    void end(UUID noticeId) {
        session.createNativeMutationQuery("delete from chase where notice_id = :notice")
                .setParameter("notice", noticeId)
                .executeUpdate();
    }

    /** The notice that has waited longest, locked until the end of the transaction. */
    Optional<Due> nextDue(Instant now) {
        return session.createNativeQuery("""
                        select n.id, c.step, n.kind, n.written_at, n.plan_id, n.task_id, n.link, n.confidential,
                               n.title_zh, n.title_en
                        from chase c join notice n on n.id = c.notice_id
                        where c.due_at <= :now
                        order by c.due_at limit 1
                        for update of c skip locked
                        """, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("step", Integer.class)
                .addScalar("kind", MessageKind.class)
                .addScalar("written_at", Instant.class)
                .addScalar("plan_id", UUID.class)
                .addScalar("task_id", UUID.class)
                .addScalar("link", String.class)
                .addScalar("confidential", Boolean.class)
                .addScalar("title_zh", String.class)
                .addScalar("title_en", String.class)
                .setParameter("now", now)
                .uniqueResultOptional()
                .map(row -> new Due(
                        (UUID) row[0],
                        (Integer) row[1],
                        (MessageKind) row[2],
                        (Instant) row[3],
                        (UUID) row[4],
                        (UUID) row[5],
                        (String) row[6],
                        (Boolean) row[7],
                        (String) row[8],
                        (String) row[9]));
    }

    /**
     * Messages that haven't seen the step and aren't acknowledged, of people who work here; locked until the end of the transaction, so
     * that who acknowledges now is either seen here or comes afterwards. Those of one unit come together.
     */
    List<Unacknowledged> unacknowledged(Due due, int limit) {
        return session
                .createNativeQuery("""
                        select m.id, m.staff_id, s.name,
                               coalesce(cast(m.reasons -> 0 ->> 'unitId' as uuid), s.home_unit_id) as unit_id
                        from inbox_message m
                        join directory_staff_member s on s.id = m.staff_id and s.status = 'ACTIVE' and not s.deleted
                        where m.id in (select id from inbox_message where notice_id = :notice
                                       union all
                                       select message_id from message_addition where notice_id = :notice)
                          and m.acknowledgement_asked and m.state <> 'ACKNOWLEDGED' and m.chased < :step
                        order by unit_id, m.id
                        for update of m
                        """, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("staff_id", UUID.class)
                .addScalar("name", String.class)
                .addScalar("unit_id", UUID.class)
                .setParameter("notice", due.noticeId())
                .setParameter("step", due.step())
                .setMaxResults(limit)
                .list()
                .stream()
                .map(row -> new Unacknowledged((UUID) row[0], (UUID) row[1], (String) row[2], (UUID) row[3]))
                .toList();
    }

    /** @param again whether the messages are told once more in this step */
    List<Round> seen(List<Unacknowledged> messages, int step, boolean again) {
        return session
                .createNativeQuery("""
                        update inbox_message set chased = :step, round = round + :more where id = any(:messages)
                        returning id, round
                        """, Object[].class)
                .setParameter("step", step)
                .setParameter("more", again ? 1 : 0)
                .setParameter(
                        "messages",
                        messages.stream().map(Unacknowledged::messageId).toArray(UUID[]::new))
                .list()
                .stream()
                .map(row -> new Round((UUID) row[0], (Integer) row[1]))
                .toList();
    }

    /** The unit itself or the nearest above it that has a head, or a deputy for want of one, other than these people. */
    Optional<UUID> nearestHeaded(UUID unitId, Collection<UUID> others, LocalDate day) {
        return session.createNativeQuery("""
                        with recursive up (id, parent_id, rung) as (
                            select id, parent_id, 0 from directory_unit where id = :unit
                            union all
                            select above.id, above.parent_id, up.rung + 1
                            from up join directory_unit above on above.id = up.parent_id
                            where up.rung < 20
                        ), heads (unit_id, rung, staff_id, is_head, has_head) as (
                            select up.id, up.rung, a.staff_id, a.rank = 'HEAD', bool_or(a.rank = 'HEAD') over (partition by up.id)
                            from up
                            join directory_unit u on u.id = up.id and not u.deleted
                            join directory_appointment a on a.unit_id = up.id and a.rank in ('HEAD', 'DEPUTY_HEAD') and not a.deleted
                                and :day between a.from_date and coalesce(a.to_date, 'infinity')
                            join directory_staff_member s on s.id = a.staff_id and s.status = 'ACTIVE' and not s.deleted
                        )
                        select unit_id from heads
                        where is_head = has_head
                        group by unit_id, rung
                        having not bool_or(staff_id = any(:others))
                        order by rung limit 1
                        """, UUID.class)
                .setParameter("unit", unitId, UUID.class)
                .setParameter("others", others.toArray(UUID[]::new))
                .setParameter("day", day)
                .uniqueResultOptional();
    }
}
