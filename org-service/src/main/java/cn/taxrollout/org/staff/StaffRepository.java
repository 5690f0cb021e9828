package cn.taxrollout.org.staff;

import cn.taxrollout.org.search.Typed;
import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

@ApplicationScoped
public class StaffRepository implements PanacheRepositoryBase<StaffMember, UUID> {
    private static final String ON_DAY = """
            select m.id, m.staff_no, m.name, p.unit_id, coalesce(m.last_day, 'infinity') >= :at as active, m.last_day,
                   m.email, m.mobile, m.chat_id, m.version
            from staff_member m
            left join posting p on p.staff_id = m.id
                and :at between coalesce(p.from_date, '-infinity') and coalesce(p.to_date, 'infinity')
            """;

    private final Session session;

    StaffRepository(Session session) {
        this.session = session;
    }

    /** @throws Refusal 404 if there is no such person */
    public StaffMember get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("staff-unknown", id));
    }

    /** @throws Refusal 404 if there is no such person */
    StaffMember lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refusal.notFound("staff-unknown", id));
    }

    /**
     * These people, locked until the transaction ends in an order that is the same for all.
     *
     * @throws Refusal 404 if there is no such person
     */
    public Map<UUID, StaffMember> lock(Collection<UUID> ids) {
        Map<UUID, StaffMember> found =
                find("id in ?1 order by id", ids).withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                        .collect(Collectors.toMap(StaffMember::id, Function.identity()));
        ids.stream().filter(id -> !found.containsKey(id)).findFirst().ifPresent(id -> {
            throw Refusal.notFound("staff-unknown", id);
        });
        return found;
    }

    public Optional<StaffMember> byStaffNo(String staffNo) {
        return find("staffNo", staffNo).firstResultOptional();
    }

    public Map<String, StaffMember> byStaffNo(Collection<String> staffNos) {
        return find("staffNo in ?1", staffNos).stream()
                .collect(Collectors.toMap(StaffMember::staffNo, Function.identity()));
    }

    /** People for whom something begins or ends on that day or did before, locked; those that others work on are left out. */
    List<StaffMember> dueForTurn(LocalDate today, int limit) {
        return session.createNativeQuery(
                        "select * from staff_member where next_change_on <= :today limit :limit for update skip locked",
                        StaffMember.class)
                .setParameter("today", today)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** The person as of a day, with contact points. */
    Optional<StaffOnDay> onDay(UUID id, LocalDate at) {
        return people(ON_DAY + "where m.id = :id")
                .setParameter("id", id)
                .setParameter("at", at)
                .uniqueResultOptional()
                .map(StaffRepository::onDay);
    }

    /**
     * People whose number lies after a position, by number.
     *
     * @param homeUnitId those who belong to this section on the day, or null
     * @param under those who belong on the day to this unit or one below it, or null
     * @param typed what finds the name or begins the number, or null
     * @param bureaus limits them to those who belong today, or belonged last, in or below these; empty for no limit
     */
    List<StaffOnDay> list(
            UUID homeUnitId,
            UUID under,
            Typed typed,
            LocalDate at,
            Optional<Set<UUID>> bureaus,
            String after,
            int limit) {
        StringBuilder sql = new StringBuilder(ON_DAY).append("where m.staff_no > :after");
        if (homeUnitId != null) {
            sql.append(" and p.unit_id = :home");
        }
        if (under != null) {
            sql.append("""
                     and p.unit_id in (
                        with recursive down (id) as (
                            select cast(:under as uuid)
                            union all
                            select u.unit_id from down join unit_period u on u.parent_id = down.id
                            where :at between coalesce(u.from_date, '-infinity') and coalesce(u.to_date, 'infinity'))
                        select id from down)
                    """);
        }
        if (bureaus.isPresent()) {
            sql.append("""
                     and (m.home_unit_id in (select id from unit where path && :bureaus)
                        or m.home_unit_id is null and exists (
                            select 1 from unit u
                            where u.path && :bureaus and u.id = (select unit_id from posting where staff_id = m.id
                                                                 order by from_date desc nulls last limit 1)))
                    """);
        }
        NativeQuery<Object[]> query = people(typed == null ? sql + " order by m.staff_no" : found(sql))
                .setParameter("after", after)
                .setParameter("at", at);
        if (homeUnitId != null) {
            query.setParameter("home", homeUnitId);
        }
        if (under != null) {
            query.setParameter("under", under);
        }
        if (typed != null) {
            query.setParameter("typed", typed.asTextQuery())
                    .setParameter("firstNo", typed.firstCode())
                    .setParameter("afterNos", typed.afterCodes())
                    .setParameter("limit", limit);
        }
        bureaus.ifPresent(visible -> query.setParameter("bureaus", visible.toArray(UUID[]::new), UUID[].class));
        return query.setMaxResults(limit).getResultList().stream()
                .map(StaffRepository::onDay)
                .toList();
    }

    /** By name or by number, each in its own way: names are few among all, numbers may all begin alike but stand in order. */
    private static String found(StringBuilder people) {
        return """
                (%1$s and array_to_tsvector(m.search_keys) @@ cast(:typed as tsquery) order by m.staff_no limit :limit)
                union
                (%1$s and lower(m.staff_no) collate "C" >= :firstNo and lower(m.staff_no) collate "C" < :afterNos
                 order by m.staff_no limit :limit)
                order by staff_no
                """.formatted(people);
    }

    private NativeQuery<Object[]> people(String sql) {
        return session.createNativeQuery(sql, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("staff_no", String.class)
                .addScalar("name", String.class)
                .addScalar("unit_id", UUID.class)
                .addScalar("active", Boolean.class)
                .addScalar("last_day", LocalDate.class)
                .addScalar("email", String.class)
                .addScalar("mobile", String.class)
                .addScalar("chat_id", String.class)
                .addScalar("version", Long.class);
    }

    private static StaffOnDay onDay(Object[] row) {
        return new StaffOnDay(
                (UUID) row[0],
                (String) row[1],
                (String) row[2],
                (UUID) row[3],
                (Boolean) row[4] ? StaffStatus.ACTIVE : StaffStatus.LEFT,
                (LocalDate) row[5],
                new StaffMember.ContactPoints((String) row[6], (String) row[7], (String) row[8]),
                (Long) row[9]);
    }

    /** What stands in the way of a person's leaving. */
    record Dependent(UUID staffId, LocalDate lastDay, String field, String name) {}

    /** What these people would still hold after their last days; of each sort the first few. */
    List<Dependent> dependents(Collection<UUID> staffIds, int limit) {
        return session
                .createNativeQuery("""
                        (select e.id, e.last_day, 'appointments' as field, u.name || ' ' || s.title as name
                         from staff_member e join appointment a on a.staff_id = e.id and not a.deleted and a.derived_from is null
                             and coalesce(a.to_date, 'infinity') > e.last_day
                         join seat s on s.id = a.seat_id join unit u on u.id = s.unit_id
                         where e.id = any(:staff)
                         order by u.code, s.id limit :limit)
                        union all
                        (select e.id, e.last_day, 'standIns', m.name || ' ' || m.staff_no
                         from staff_member e join stand_in i on i.staff_id = e.id and not i.deleted and i.to_date > e.last_day
                         join staff_member m on m.id = i.for_staff_id
                         where e.id = any(:staff)
                         order by m.staff_no limit :limit)
                        """, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("last_day", LocalDate.class)
                .addScalar("field", String.class)
                .addScalar("name", String.class)
                .setParameter("staff", staffIds.toArray(UUID[]::new), UUID[].class)
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(row -> new Dependent((UUID) row[0], (LocalDate) row[1], (String) row[2], (String) row[3]))
                .toList();
    }
}
