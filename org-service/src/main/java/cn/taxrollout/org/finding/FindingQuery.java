package cn.taxrollout.org.finding;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Finds everything with one statement, however large the tree. */
@ApplicationScoped
class FindingQuery {
    private static final String ON_DAY =
            ":at between coalesce(%1$s.from_date, '-infinity') and coalesce(%1$s.to_date, 'infinity')";

    /** Who holds the seat s. */
    private static final String HOLDER =
            "appointment a on a.seat_id = s.id and not a.deleted and " + ON_DAY.formatted("a");

    /** The section from which somebody holds a seat: of which the seat speaks, or else the holder's own. */
    private static final String SECTION = """
            left join posting o on o.staff_id = held.staff_id and %s
            join unit section on section.id = coalesce(held.section_id, o.unit_id) and section.kind = 'SECTION'
            """.formatted(ON_DAY.formatted("o"));

    /**
     * The tree as far as it is looked at: the unit and all below it, and for recusal the project team in which it stands. Each unit
     * knows the office and the project team above it in its bureau.
     */
    private static final String TREE = """
            up (id, kind, step) as (
                select id, kind, 0 from unit where id = :unit
                union all
                select u.id, u.kind, step + 1
                from up join unit_period p on p.unit_id = up.id and %1$s join unit u on u.id = p.parent_id
                where up.kind <> 'BUREAU'),
            tree (id, code, kind, name, functions, inside, office_id, team_id) as (
                select u.id, u.code, u.kind, p.name, p.functions, u.id = :unit,
                       case when u.kind = 'OFFICE' then u.id
                            else (select id from up where kind = 'OFFICE' order by step limit 1) end,
                       case when u.kind = 'PROJECT_TEAM' then u.id end
                from unit u join unit_period p on p.unit_id = u.id and %1$s
                where u.id = coalesce((select id from up where kind = 'PROJECT_TEAM' order by step limit 1), :unit)
                union all
                select u.id, u.code, u.kind, p.name, p.functions, tree.inside or u.id = :unit,
                       case u.kind when 'OFFICE' then u.id when 'BUREAU' then null else tree.office_id end,
                       case u.kind when 'PROJECT_TEAM' then u.id when 'BUREAU' then null else tree.team_id end
                from tree join unit_period p on p.parent_id = tree.id and %1$s join unit u on u.id = p.unit_id),
            """.formatted(ON_DAY.formatted("p"));

    private static final String SEATS = """
            held as (
                select tree.id as unit_id, s.id as seat_id, s.title, s.rank, s.holder_rule, s.section_id, a.staff_id
                from tree join seat s on s.unit_id = tree.id and :at between s.exists_from and coalesce(s.last_day, 'infinity')
                left join %1$s),
            sits as (
                select unit_id, staff_id, cast(null as uuid) as for_id from held where staff_id is not null and rank <> 'ADMINISTRATOR'
                union all
                select held.unit_id, i.staff_id, i.for_staff_id
                from held join stand_in i on i.for_staff_id = held.staff_id and not i.deleted
                    and :at between i.from_date and i.to_date and (i.unit_id is null or i.unit_id = held.unit_id)
                where rank <> 'ADMINISTRATOR'),
            office_section as (
                select s.unit_id as office_id, coalesce(s.section_id, o.unit_id) as section_id
                from seat s left join %1$s left join posting o on o.staff_id = a.staff_id and %2$s
                where s.unit_id in (select office_id from tree) and s.rank = 'MEMBER'
                  and :at between s.exists_from and coalesce(s.last_day, 'infinity')),
            """.formatted(HOLDER, ON_DAY.formatted("o"));

    /** One select per type, each ranked as its type is listed. */
    private static final String FOUND = """
            found (type, unit_id, code, name, seat_id, title, rule, staff_id, other_id, for_id, key) as (
                select 0, id, code, name, cast(null as uuid), cast(null as text), cast(null as text), cast(null as uuid),
                       cast(null as uuid), cast(null as uuid), ''
                from tree
                where inside and kind not in ('BUREAU', 'SECTION')
                  and not exists (select 1 from duty_version d where d.unit_id = tree.id and cardinality(d.texts) > 0 and %1$s)

                union all
                select 1, id, code, name, seat_id, title, holder_rule, null, section_id, null, cast(seat_id as text)
                from tree join held on unit_id = id
                where inside and staff_id is null

                union all
                select 2, id, code, name, null, null, null, null, null, null, ''
                from tree
                where inside and not exists (select 1 from held where unit_id = id and rank = 'HEAD' and staff_id is not null)

                union all
                select 3, u.id, u.code, u.name, null, null, null, m.id, null, null, cast(m.id as text)
                from (select distinct on (staff_id) staff_id, unit_id from posting
                      where to_date < :at order by staff_id, to_date desc) last
                join staff_member m on m.id = last.staff_id and coalesce(m.last_day, 'infinity') >= :at
                join unit u on u.id = last.unit_id
                where (:unit = any (u.path) or u.id in (select id from tree where inside))
                  and not exists (select 1 from posting o where o.staff_id = m.id and %2$s)

                union all
                select 4, tree.id, tree.code, tree.name, seat_id, title, null, held.staff_id, section.id, null,
                       cast(seat_id as text) || held.staff_id
                from tree join held on unit_id = tree.id %3$s
                where inside and tree.kind in ('PROJECT_TEAM', 'WORKING_GROUP', 'OPERATION_TEAM') and tree.office_id is not null
                  and held.staff_id is not null and rank <> 'ADMINISTRATOR'
                  and not exists (select 1 from office_section x
                                  where x.office_id = tree.office_id and x.section_id = section.id)

                union all
                select 5, tree.id, tree.code, tree.name, seat_id, title, null, held.staff_id, section.id, null,
                       cast(seat_id as text) || held.staff_id
                from tree join held on unit_id = tree.id %3$s
                where inside and tree.kind = 'OFFICE' and held.staff_id is not null and rank in ('HEAD', 'DEPUTY_HEAD')
                  and not exists (select 1 from office_section x where x.office_id = tree.id and x.section_id = section.id)

                union all
                select 6, doing.id, doing.code, doing.name, null, null, null, does.staff_id, assessing.id,
                       case when bool_and(does.for_id is not null or assesses.for_id is not null)
                            then cast(min(cast(coalesce(does.for_id, assesses.for_id) as text)) as uuid) end,
                       cast(does.staff_id as text) || assessing.id
                from tree assessing join sits assesses on assesses.unit_id = assessing.id
                join sits does on does.staff_id = assesses.staff_id
                join tree doing on doing.id = does.unit_id and doing.team_id = assessing.team_id
                where 'SUPERVISING' = any (assessing.functions) and not 'SUPERVISING' = any (doing.functions)
                  and doing.kind in ('WORKING_GROUP', 'OPERATION_TEAM') and (doing.inside or assessing.inside)
                group by doing.id, doing.code, doing.name, assessing.id, does.staff_id)
            """.formatted(ON_DAY.formatted("d"), ON_DAY.formatted("o"), SECTION);

    private static final String PAGE = """
            select f.type, f.unit_id, f.code, f.name, f.seat_id, f.title, f.rule, f.key,
                   m.id as staff_id, m.staff_no, m.name as staff_name,
                   v.id as other_id, v.code as other_code, coalesce(p.name, v.name) as other_name,
                   i.id as for_id, i.staff_no as for_no, i.name as for_name
            from found f
            left join staff_member m on m.id = f.staff_id
            left join staff_member i on i.id = f.for_id
            left join unit v on v.id = f.other_id
            left join unit_period p on p.unit_id = v.id and %s
            where (f.type, f.code, f.key) > (:afterType, :afterCode, :afterKey) and f.type between :firstType and :lastType
            order by f.type, f.code, f.key
            """.formatted(ON_DAY.formatted("p"));

    private static final String FIND = "with recursive " + TREE + SEATS + FOUND + PAGE;

    private final Session session;

    FindingQuery(Session session) {
        this.session = session;
    }

    /** A place in the order of findings. */
    record Position(int type, String code, String key) {
        static final Position FIRST = new Position(-1, "", "");

        static Position of(Finding finding) {
            return new Position(finding.type().ordinal(), finding.unit().code(), finding.key());
        }

        /** @throws IllegalArgumentException if the text was not made by {@link #toString} */
        static Position read(String text) {
            String[] parts = text.split("\n", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("no position");
            }
            return new Position(Integer.parseInt(parts[0]), parts[2], parts[1]);
        }

        @Override
        public String toString() {
            return type + "\n" + key + "\n" + code;
        }
    }

    /**
     * Findings after a position, by type and unit.
     *
     * @param type null for all
     */
    List<Finding> find(UUID unitId, LocalDate at, FindingType type, Position after, int limit) {
        return session.createNativeQuery(FIND, Object[].class)
                .addScalar("type", Integer.class)
                .addScalar("unit_id", UUID.class)
                .addScalar("code", String.class)
                .addScalar("name", String.class)
                .addScalar("seat_id", UUID.class)
                .addScalar("title", String.class)
                .addScalar("rule", String.class)
                .addScalar("key", String.class)
                .addScalar("staff_id", UUID.class)
                .addScalar("staff_no", String.class)
                .addScalar("staff_name", String.class)
                .addScalar("other_id", UUID.class)
                .addScalar("other_code", String.class)
                .addScalar("other_name", String.class)
                .addScalar("for_id", UUID.class)
                .addScalar("for_no", String.class)
                .addScalar("for_name", String.class)
                .setParameter("unit", unitId)
                .setParameter("at", at)
                .setParameter("firstType", type == null ? 0 : type.ordinal())
                .setParameter("lastType", type == null ? Integer.MAX_VALUE : type.ordinal())
                .setParameter("afterType", after.type())
                .setParameter("afterCode", after.code())
                .setParameter("afterKey", after.key())
                .setMaxResults(limit)
                .getResultStream()
                .map(FindingQuery::finding)
                .toList();
    }

    private static Finding finding(Object[] row) {
        return new Finding(
                FindingType.values()[(Integer) row[0]],
                unit(row, 1),
                row[4] == null ? null : new Finding.Seat((UUID) row[4], (String) row[5]),
                person(row, 8),
                row[11] == null ? null : unit(row, 11),
                person(row, 14),
                (String) row[6],
                (String) row[7]);
    }

    private static Finding.Unit unit(Object[] row, int from) {
        return new Finding.Unit((UUID) row[from], (String) row[from + 1], (String) row[from + 2]);
    }

    private static Finding.Person person(Object[] row, int from) {
        return row[from] == null
                ? null
                : new Finding.Person((UUID) row[from], (String) row[from + 1], (String) row[from + 2]);
    }
}
