package cn.taxrollout.notification.audience;

import cn.taxrollout.notification.event.TaskEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.hibernate.query.CommonQueryContract;

/**
 * The people whom an event is told: appointed on the event's day or standing in for such a person on that day (代理), working
 * here now, each once however many seats they hold.
 *
 * @param day the Chinese calendar day on which the event happened
 */
public record Audience(AudienceRule rule, List<UUID> unitIds, LocalDate day) {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /**
     * A query with the column {@code staff_id}; {@link #bind} gives its parameters. It costs what the units' bureau and its
     * audience cost, not what the directory holds.
     *
     * <p>{@code up} are the units and all above them. {@code bureau} is the nearest bureau of each, or the top of the tree
     * where there is none; {@code inside} is what stands in such a bureau, without bureaus further below. The bound on the
     * rungs ends the walk where the copy shows a circle for a moment, as the states of a move arrive one by one. Ended units are
     * walked through, so that those above an ended one hear of what it left; nobody is told as one of its own people.
     * {@code told} are the people through their units; stand-ins are added for these alone, so they don't chain.
     *
     * <p>Where it says {@code offset 0}, PostgreSQL is kept from reading a whole table once instead of what is asked for row by
     * row: it can't foresee how few rows the walks give.
     */
    public static final String PEOPLE = """
            with recursive up (origin, id, parent_id, kind, rung) as (
                select id, id, parent_id, case when deleted then 'ENDED' else kind end, 0
                from directory_unit where id = any(:units)
                union all
                select up.origin, above.id, above.parent_id, case when above.deleted then 'ENDED' else above.kind end, up.rung + 1
                from up join directory_unit above on above.id = up.parent_id
                where up.rung < 20
            ), bureau (origin, id) as (
                select distinct on (origin) origin, id from up
                order by origin, kind = 'BUREAU' desc, case when kind = 'BUREAU' then rung else -rung end
            ), inside (bureau_id, id, kind, functions, rung) as (
                select id, id, kind, functions, 0 from directory_unit
                where id = any(array(select id from bureau)) and not deleted
                  and cast(:groups as text[]) && array['OFFICE', 'LEADING_GROUP', 'COORDINATING_GROUP', 'SUPERVISING_GROUP']
                union all
                select inside.bureau_id, below.id, below.kind, below.functions, inside.rung + 1
                from inside cross join lateral (
                    select id, kind, functions from directory_unit where parent_id = inside.id and not deleted offset 0) below
                where below.kind <> 'BUREAU' and inside.rung < 20
            ), on_top (kind, unit_id) as (
                select distinct on (origin, kind) kind, id from up where kind in ('OFFICE', 'LEADING_GROUP')
                order by origin, kind, rung
            ), in_bureau (kind, unit_id) as (
                select inside.kind, inside.id from bureau join inside on inside.bureau_id = bureau.id
                where inside.kind in ('OFFICE', 'LEADING_GROUP')
                  and not exists (select from up where up.origin = bureau.origin and up.kind = inside.kind)
            ), addressed (unit_id, heads_only) as (
                select origin, false from up where rung = 0 and kind <> 'ENDED' and 'UNIT_MEMBERS' = any(:groups)
                union
                select origin, true from up where rung = 0 and kind <> 'ENDED' and 'UNIT_HEADS' = any(:groups)
                union
                select unit_id, false from (table on_top union table in_bureau) command where kind = any(:groups)
                union
                select id, false from inside
                where 'COORDINATING' = any(functions) and 'COORDINATING_GROUP' = any(:groups)
                   or 'SUPERVISING' = any(functions) and 'SUPERVISING_GROUP' = any(:groups)
            ), appointed (staff_id, unit_id, heads_only, rank, first_rank) as (
                select a.staff_id, a.unit_id, addressed.heads_only, a.rank,
                       min(case a.rank when 'HEAD' then 1 when 'DEPUTY_HEAD' then 2 end) over (partition by a.unit_id)
                from addressed
                join directory_appointment a on a.unit_id = addressed.unit_id and not a.deleted
                    and a.rank <> 'ADMINISTRATOR' and :day between a.from_date and coalesce(a.to_date, 'infinity')
                join directory_staff_member s on s.id = a.staff_id and s.status = 'ACTIVE' and not s.deleted
            ), told (staff_id, unit_id) as (
                select staff_id, unit_id from appointed
                where not heads_only or rank = case first_rank when 1 then 'HEAD' when 2 then 'DEPUTY_HEAD' end
            )
            select staff_id from told
            union
            select i.staff_id
            from told
            cross join lateral (
                select staff_id from directory_stand_in
                where for_staff_id = told.staff_id and (unit_id is null or unit_id = told.unit_id) and not deleted
                  and :day between from_date and to_date offset 0) i
            join directory_staff_member s on s.id = i.staff_id and s.status = 'ACTIVE' and not s.deleted
            """;

    public static Audience of(TaskEvent event, Instant occurredAt) {
        return new Audience(AudienceRule.of(event), event.unitIds(), LocalDate.ofInstant(occurredAt, CHINA));
    }

    /** Whether the rule addresses nobody, on purpose. */
    public boolean isNobody() {
        return rule.groups().isEmpty();
    }

    /** Gives a query that contains {@link #PEOPLE} its parameters. */
    public <Q extends CommonQueryContract> Q bind(Q query) {
        query.setParameter("units", unitIds.toArray(UUID[]::new))
                .setParameter("groups", rule.groups().stream().map(Enum::name).toArray(String[]::new))
                .setParameter("day", day);
        return query;
    }
}
