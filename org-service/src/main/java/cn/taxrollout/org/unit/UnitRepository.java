package cn.taxrollout.org.unit;

import cn.taxrollout.org.search.Typed;
import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
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
public class UnitRepository implements PanacheRepositoryBase<Unit, UUID> {
    /** Any number, the same in every replica and unused by other advisory locks of this database. */
    private static final long TREE_LOCK = 8_215_002;

    private static final String ON_DAY =
            ":at between coalesce(p.from_date, '-infinity') and coalesce(p.to_date, 'infinity')";

    private static final String COLUMNS =
            "u.id, u.code, u.kind, p.name, p.parent_id, p.functions, p.from_date, p.to_date, u.version";

    private final Session session;

    UnitRepository(Session session) {
        this.session = session;
    }

    /** @throws Refusal 404 if there is no such unit */
    public Unit get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("unit-unknown", id));
    }

    /** @throws Refusal 404 if there is no such unit */
    Unit lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refusal.notFound("unit-unknown", id));
    }

    /**
     * These units, locked until the transaction ends in an order that is the same for all.
     *
     * @throws Refusal 404 if there is no such unit
     */
    public Map<UUID, Unit> lock(Collection<UUID> ids) {
        Map<UUID, Unit> found = session.createNativeQuery(
                        "select * from unit where id = any(:ids) order by id for no key update", Unit.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .getResultStream()
                .collect(Collectors.toMap(Unit::id, Function.identity()));
        ids.stream().filter(id -> !found.containsKey(id)).findFirst().ifPresent(id -> {
            throw Refusal.notFound("unit-unknown", id);
        });
        return found;
    }

    public Map<String, Unit> byCode(Collection<String> codes) {
        return find("code in ?1", codes).stream().collect(Collectors.toMap(Unit::code, Function.identity()));
    }

    /** Units for which something begins or ends on that day or did before, locked; those that others work on are left out. */
    List<Unit> dueForTurn(LocalDate today, int limit) {
        return session.createNativeQuery(
                        "select * from unit where next_change_on <= :today limit :limit for update skip locked",
                        Unit.class)
                .setParameter("today", today)
                .setParameter("limit", limit)
                .getResultList();
    }

    /**
     * Which units are asked for.
     *
     * @param parentId those directly below this unit, or null
     * @param under this unit and all below it, or null
     * @param kind or null
     * @param typed what finds the name that the unit has on the day, or begins its code; or null
     * @param at the day
     */
    record Wanted(UUID parentId, UUID under, UnitKind kind, Typed typed, LocalDate at) {}

    /**
     * Units whose code lies after a position, by code.
     *
     * @param bureaus limits them to what stands in or below these today; empty for no limit
     */
    List<UnitOnDay> list(Wanted wanted, Optional<Set<UUID>> bureaus, String after, int limit) {
        StringBuilder sql = new StringBuilder("""
                select %s from unit u join unit_period p on p.unit_id = u.id
                where u.code > :after and %s
                """.formatted(COLUMNS, ON_DAY));
        if (wanted.parentId() != null) {
            sql.append(" and p.parent_id = :parent");
        }
        if (wanted.kind() != null) {
            sql.append(" and u.kind = :kind");
        }
        if (wanted.under() != null) {
            sql.append("""
                     and u.id in (
                        with recursive down (id) as (
                            select cast(:under as uuid)
                            union all
                            select p.unit_id from down join unit_period p on p.parent_id = down.id and %s)
                        select id from down)
                    """.formatted(ON_DAY));
        }
        if (wanted.typed() != null) {
            sql.append("""
                     and u.id in (
                        select unit_id from unit_period n
                        where array_to_tsvector(n.search_keys) @@ cast(:typed as tsquery)
                          and :at between coalesce(n.from_date, '-infinity') and coalesce(n.to_date, 'infinity')
                        union all
                        select id from unit
                        where lower(code) collate "C" >= :firstCode and lower(code) collate "C" < :afterCodes)
                    """);
        }
        if (bureaus.isPresent()) {
            sql.append(" and u.path && :bureaus");
        }
        NativeQuery<Object[]> query = units(sql.append(" order by u.code").toString())
                .setParameter("after", after)
                .setParameter("at", wanted.at());
        if (wanted.parentId() != null) {
            query.setParameter("parent", wanted.parentId());
        }
        if (wanted.kind() != null) {
            query.setParameter("kind", wanted.kind().name());
        }
        if (wanted.under() != null) {
            query.setParameter("under", wanted.under());
        }
        if (wanted.typed() != null) {
            query.setParameter("typed", wanted.typed().asTextQuery())
                    .setParameter("firstCode", wanted.typed().firstCode())
                    .setParameter("afterCodes", wanted.typed().afterCodes());
        }
        bureaus.ifPresent(visible -> query.setParameter("bureaus", visible.toArray(UUID[]::new), UUID[].class));
        return query.setMaxResults(limit).getResultList().stream()
                .map(UnitRepository::onDay)
                .toList();
    }

    private NativeQuery<Object[]> units(String sql) {
        return session.createNativeQuery(sql, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("code", String.class)
                .addScalar("kind", String.class)
                .addScalar("name", String.class)
                .addScalar("parent_id", UUID.class)
                .addScalar("functions", String[].class)
                .addScalar("from_date", LocalDate.class)
                .addScalar("to_date", LocalDate.class)
                .addScalar("version", Long.class);
    }

    private static UnitOnDay onDay(Object[] row) {
        Set<UnitFunction> functions = EnumSet.noneOf(UnitFunction.class);
        Arrays.stream((String[]) row[5]).map(UnitFunction::valueOf).forEach(functions::add);
        return new UnitOnDay(
                (UUID) row[0],
                (String) row[1],
                UnitKind.valueOf((String) row[2]),
                (String) row[3],
                (UUID) row[4],
                functions,
                (LocalDate) row[6],
                (LocalDate) row[7],
                (Long) row[8]);
    }

    /** Keeps others from changing the tree until the transaction ends; two moves could make a circle that neither sees. */
    public void lockTree() {
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
                .setParameter("lock", TREE_LOCK)
                .getSingleResult();
    }

    /** Codes of those of these units that on some day would stand below themselves. */
    public List<String> belowThemselves(Collection<UUID> ids) {
        return session.createNativeQuery("""
                        with recursive up (origin, id, days) as (
                            select unit_id, parent_id, daterange(from_date, to_date, '[]') from unit_period where unit_id = any(:ids)
                            union
                            select origin, parent_id, days * daterange(from_date, to_date, '[]')
                            from up join unit_period p on p.unit_id = up.id and daterange(from_date, to_date, '[]') && days
                            where up.id <> origin)
                        select code from unit where exists (select 1 from up where origin = unit.id and up.id = unit.id) order by code
                        """, String.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    /** Codes of those of these units that on some day would stand below a unit that doesn't exist then. */
    public List<String> withoutParentOnSomeDay(Collection<UUID> ids) {
        return session.createNativeQuery("""
                        select distinct unit.code from unit_period child join unit on unit.id = child.unit_id
                        where child.unit_id = any(:ids) and child.parent_id is not null
                          and not datemultirange(daterange(child.from_date, child.to_date, '[]'))
                              <@ (select range_agg(daterange(p.from_date, p.to_date, '[]')) from unit_period p where p.unit_id = child.parent_id)
                        order by 1
                        """, String.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    /**
     * Derives anew where these units and all below them stand today. Many units, as in an import, are derived with the whole tree.
     */
    public void place(Collection<UUID> changed) {
        String top = changed.size() == 1 ? "u.id = any(:ids)" : "u.parent_id is null and cardinality(:ids) > 0";
        session.createNativeMutationQuery("""
                        with recursive tree (id, path, bureau_id) as (
                            select u.id, coalesce(above.path, '{}') || u.id,
                                   case when u.kind = 'BUREAU' then u.id else coalesce(above.bureau_id, u.id) end
                            from unit u left join unit above on above.id = u.parent_id
                            where %s
                            union all
                            select u.id, tree.path || u.id, case when u.kind = 'BUREAU' then u.id else tree.bureau_id end
                            from unit u join tree on u.parent_id = tree.id)
                        update unit u set path = tree.path, bureau_id = tree.bureau_id
                        from tree
                        where u.id = tree.id and (u.path, u.bureau_id) is distinct from (tree.path, tree.bureau_id)
                        """.formatted(top))
                .setParameter("ids", changed.toArray(UUID[]::new), UUID[].class)
                .executeUpdate();
    }

    /** What stands in the way of a unit's end. */
    record Dependent(UUID unitId, LocalDate lastDay, String field, String name) {}

    /** What of these units would be left behind after their last days; of each sort the first few. */
    List<Dependent> dependents(Collection<UUID> unitIds, int limit) {
        return session
                .createNativeQuery("""
                        with ending as (
                            select unit_id as id, max(coalesce(to_date, 'infinity')) as last_day from unit_period
                            where unit_id = any(:units) group by unit_id)
                        (select e.id, e.last_day, 'units' as field, u.name as name from ending e join unit_period p on p.parent_id = e.id
                             and coalesce(p.to_date, 'infinity') > e.last_day
                         join unit u on u.id = p.unit_id
                         group by e.id, e.last_day, u.id order by u.code limit :limit)
                        union all
                        (select e.id, e.last_day, 'staff', m.name || ' ' || m.staff_no from ending e join posting p on p.unit_id = e.id
                             and coalesce(p.to_date, 'infinity') > e.last_day
                         join staff_member m on m.id = p.staff_id
                         group by e.id, e.last_day, m.id order by m.staff_no limit :limit)
                        union all
                        (select e.id, e.last_day, 'appointments', s.title || ' ' || m.name || ' ' || m.staff_no
                         from ending e join seat s on s.unit_id = e.id join appointment a on a.seat_id = s.id and not a.deleted
                             and a.derived_from is null and coalesce(a.to_date, 'infinity') > e.last_day
                         join staff_member m on m.id = a.staff_id
                         order by m.staff_no limit :limit)
                        union all
                        (select e.id, e.last_day, 'seats', u.name || ' ' || s.title from ending e join seat s on s.section_id = e.id
                             and s.unit_id <> e.id and coalesce(s.last_day, 'infinity') > e.last_day
                         join unit u on u.id = s.unit_id
                         order by u.code, s.id limit :limit)
                        """, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("last_day", LocalDate.class)
                .addScalar("field", String.class)
                .addScalar("name", String.class)
                .setParameter("units", unitIds.toArray(UUID[]::new), UUID[].class)
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(row -> new Dependent((UUID) row[0], (LocalDate) row[1], (String) row[2], (String) row[3]))
                .toList();
    }
}
