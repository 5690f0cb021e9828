package cn.taxrollout.org.standin;

import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

@ApplicationScoped
class StandInRepository implements PanacheRepositoryBase<StandIn, UUID> {
    private final Session session;

    StandInRepository(Session session) {
        this.session = session;
    }

    /** @throws Refusal 404 if there is no such stand-in */
    StandIn get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> unknown(id));
    }

    /** @throws Refusal 404 if there is no such stand-in */
    StandIn lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).orElseThrow(() -> unknown(id));
    }

    /** The stand-ins of the same pair that share a day with this one. */
    List<StandIn> overlapping(StandIn one) {
        return list(
                "forStaffId = ?1 and staffId = ?2 and not deleted and fromDate <= ?3 and toDate >= ?4",
                one.forStaffId(),
                one.staffId(),
                one.to(),
                one.from());
    }

    /** Those that go on after a day. */
    List<StandIn> ofUnitAfter(UUID unitId, LocalDate day) {
        return list("unitId = ?1 and not deleted and toDate > ?2", unitId, day);
    }

    /** Those made for the person that go on after a day. */
    List<StandIn> forPersonAfter(UUID staffId, LocalDate day) {
        return list("forStaffId = ?1 and not deleted and toDate > ?2", staffId, day);
    }

    record Person(UUID id, String staffNo, String name) {}

    /** A stand-in with those whom it concerns. */
    record Known(
            UUID id,
            Person staff,
            Person forStaff,
            UUID unitId,
            String unitName,
            LocalDate from,
            LocalDate to,
            String reason) {
        Known withoutReason() {
            return new Known(id, staff, forStaff, unitId, unitName, from, to, null);
        }
    }

    /**
     * Which stand-ins are asked for; null leaves open.
     *
     * @param staffId who stands in
     * @param forStaffId for whom
     * @param unitId made for the seats in this unit alone
     * @param at those that hold on this day
     */
    record Wanted(UUID staffId, UUID forStaffId, UUID unitId, LocalDate at) {}

    /**
     * Stand-ins that were not taken back, in the order in which they were made.
     *
     * @param bureaus limits them to those for people who belong, or for units that stand, in or below these today; empty for no limit
     * @param me sees also what concerns the caller; null for a system
     * @param after the id before the first one
     */
    List<Known> list(Wanted wanted, Optional<Set<UUID>> bureaus, UUID me, UUID after, int limit) {
        StringBuilder sql = new StringBuilder("""
                select i.id, s.id as staff_id, s.staff_no, s.name, f.id as for_id, f.staff_no as for_no, f.name as for_name,
                       i.unit_id, u.name as unit_name, i.from_date, i.to_date, i.reason
                from stand_in i join staff_member s on s.id = i.staff_id join staff_member f on f.id = i.for_staff_id
                left join unit u on u.id = i.unit_id
                where i.id > :after and not i.deleted
                """);
        if (wanted.staffId() != null) {
            sql.append(" and i.staff_id = :staff");
        }
        if (wanted.forStaffId() != null) {
            sql.append(" and i.for_staff_id = :forStaff");
        }
        if (wanted.unitId() != null) {
            sql.append(" and i.unit_id = :unit");
        }
        if (wanted.at() != null) {
            sql.append(" and :at between i.from_date and i.to_date");
        }
        if (bureaus.isPresent()) {
            sql.append("""
                     and (:me in (i.staff_id, i.for_staff_id) or exists (
                        select 1 from unit v
                        where v.id in (i.unit_id, coalesce(f.home_unit_id, (select unit_id from posting where staff_id = f.id
                                                                            order by from_date desc nulls last limit 1)))
                          and v.path && :bureaus))
                    """);
        }
        NativeQuery<Object[]> query = session.createNativeQuery(
                        sql.append(" order by i.id").toString(), Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("staff_id", UUID.class)
                .addScalar("staff_no", String.class)
                .addScalar("name", String.class)
                .addScalar("for_id", UUID.class)
                .addScalar("for_no", String.class)
                .addScalar("for_name", String.class)
                .addScalar("unit_id", UUID.class)
                .addScalar("unit_name", String.class)
                .addScalar("from_date", LocalDate.class)
                .addScalar("to_date", LocalDate.class)
                .addScalar("reason", String.class)
                .setParameter("after", after);
        if (wanted.staffId() != null) {
            query.setParameter("staff", wanted.staffId());
        }
        if (wanted.forStaffId() != null) {
            query.setParameter("forStaff", wanted.forStaffId());
        }
        if (wanted.unitId() != null) {
            query.setParameter("unit", wanted.unitId());
        }
        if (wanted.at() != null) {
            query.setParameter("at", wanted.at());
        }
        bureaus.ifPresent(visible ->
                query.setParameter("me", me).setParameter("bureaus", visible.toArray(UUID[]::new), UUID[].class));
        return query.setMaxResults(limit).getResultList().stream()
                .map(row -> new Known(
                        (UUID) row[0],
                        new Person((UUID) row[1], (String) row[2], (String) row[3]),
                        new Person((UUID) row[4], (String) row[5], (String) row[6]),
                        (UUID) row[7],
                        (String) row[8],
                        (LocalDate) row[9],
                        (LocalDate) row[10],
                        (String) row[11]))
                .toList();
    }

    static Refusal unknown(UUID id) {
        return Refusal.notFound("stand-in-unknown", id);
    }
}
