package cn.taxrollout.notification.audience;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.hibernate.query.CommonQueryContract;

/**
 * The people who are told something: appointed on the day to what is addressed, or named, or standing in for such a person on
 * that day (代理); working here now, each once however many seats they hold.
 *
 * @param staffIds persons who are named
 * @param day the Chinese calendar day whose appointments count
 */
public record Audience(List<Addressed> addressed, List<UUID> staffIds, LocalDate day) {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /**
     * A query with the columns {@code staff_id}, {@code told} and {@code reasons}: everyone who is told, and those who might expect to
     * be and aren't. {@code reasons} is a JSON array as {@link Reason} reads it. {@link #bind} gives its parameters. It costs what the
     * units' bureau and its audience cost, not what the directory holds.
     *
     * <p>{@code up} are the units and all above them. {@code bureau} is the nearest bureau of each, or the top of the tree
     * where there is none; {@code inside} is what stands in such a bureau, without bureaus further below. The bound on the
     * rungs ends the walk where the copy shows a circle for a moment, as the states of a move arrive one by one. Ended units are
     * walked through, so that those above an ended one hear of what it left; nobody is told as one of its own people.
     * {@code seats} are the people of what is addressed, with what speaks against each. Stand-ins are added for those against whom
     * nothing speaks, and for these alone, so they don't chain.
     *
     * <p>Where it says {@code offset 0}, PostgreSQL is kept from reading a whole table once instead of what is asked for row by
     * row: it can't foresee how few rows the walks give.
     */
    public static final String PEOPLE = """
            with recursive asked (unit_id, audience_group) as materialized (
                select * from unnest(cast(:units as uuid[]), cast(:groups as text[])) a
            ), up (origin, id, parent_id, kind, rung) as (
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
            ), on_top (origin, kind, unit_id) as (
                select distinct on (origin, kind) origin, kind, id from up where kind in ('OFFICE', 'LEADING_GROUP')
                order by origin, kind, rung
            ), in_bureau (origin, kind, unit_id) as (
                select bureau.origin, inside.kind, inside.id from bureau join inside on inside.bureau_id = bureau.id
                where inside.kind in ('OFFICE', 'LEADING_GROUP')
                  and not exists (select from up where up.origin = bureau.origin and up.kind = inside.kind)
            ), subtree (id, rung) as (
                select id, 0 from up where rung = 0 and id in (select unit_id from asked where audience_group = 'SUBTREE')
                union
                select below.id, subtree.rung + 1
                from subtree cross join lateral (
                    select id from directory_unit where parent_id = subtree.id and not deleted offset 0) below
                where subtree.rung < 20
            ), addressed (unit_id, audience_group) as (
                select unit_id, audience_group from asked where audience_group in ('UNIT_MEMBERS', 'UNIT_HEADS')
                union
                select command.unit_id, command.kind from (table on_top union table in_bureau) command
                join asked on asked.unit_id = command.origin and asked.audience_group = command.kind
                union
                select inside.id, asked.audience_group
                from inside
                join bureau on bureau.id = inside.bureau_id
                join asked on asked.unit_id = bureau.origin
                where asked.audience_group = 'COORDINATING_GROUP' and 'COORDINATING' = any(inside.functions)
                   or asked.audience_group = 'SUPERVISING_GROUP' and 'SUPERVISING' = any(inside.functions)
                union
                select id, 'SUBTREE' from subtree
            ), appointed (staff_id, unit_id, unit, audience_group, rank, against) as (
                select a.staff_id, u.id, u.name, addressed.audience_group,
                       case when audience_group = 'UNIT_HEADS' then a.rank end,
                       case
                           when u.deleted then 'UNIT_ENDED'
                           when a.rank = 'ADMINISTRATOR' then 'ADMINISTRATOR_ONLY'
                           when s.deleted or s.status <> 'ACTIVE' then 'LEFT'
                           when a.from_date > :day then 'APPOINTMENT_NOT_BEGUN'
                           when a.to_date < :day then 'APPOINTMENT_ENDED'
                       end
                from addressed
                cross join lateral (
                    select id, name, deleted from directory_unit where id = addressed.unit_id offset 0) u
                cross join lateral (
                    select staff_id, rank, from_date, to_date from directory_appointment
                    where unit_id = addressed.unit_id and not deleted
                      and from_date <= cast(:day as date) + 92 and coalesce(to_date, 'infinity') >= cast(:day as date) - 92
                      and (addressed.audience_group <> 'UNIT_HEADS' or rank in ('HEAD', 'DEPUTY_HEAD')) offset 0) a
                cross join lateral (
                    select status, deleted from directory_staff_member where id = a.staff_id offset 0) s
            ), seats (staff_id, unit_id, unit, audience_group, rank, against) as (
                select staff_id, unit_id, unit, audience_group, rank,
                       case when against is null and rank = 'DEPUTY_HEAD'
                             and bool_or(rank = 'HEAD' and against is null) over (partition by unit_id, audience_group)
                            then 'HEAD_IS_THERE' else against end
                from appointed
                union all
                select id, null, null, 'NAMED', null, case when deleted or status <> 'ACTIVE' then 'LEFT' end
                from directory_staff_member where id = any(:staff)
            ), standing_in (staff_id, unit_id, unit, audience_group, rank, against, for_staff_id) as (
                select i.staff_id, seats.unit_id, seats.unit, seats.audience_group, seats.rank,
                       case
                           when s.deleted or s.status <> 'ACTIVE' then 'LEFT'
                           when i.unit_id is not null and i.unit_id is distinct from seats.unit_id then 'STANDS_IN_ELSEWHERE'
                       end,
                       seats.staff_id
                from seats
                cross join lateral (
                    select staff_id, unit_id from directory_stand_in
                    where for_staff_id = seats.staff_id and not deleted and :day between from_date and to_date offset 0) i
                cross join lateral (
                    select status, deleted from directory_staff_member where id = i.staff_id offset 0) s
                where seats.against is null
            ), candidates (staff_id, against, reason) as (
                select staff_id, against,
                       jsonb_strip_nulls(jsonb_build_object('group', audience_group, 'unitId', unit_id, 'unit', unit,
                                                            'rank', rank, 'because', against))
                from seats
                union all
                select i.staff_id, i.against,
                       jsonb_strip_nulls(jsonb_build_object('group', i.audience_group, 'unitId', i.unit_id, 'unit', i.unit,
                                                            'rank', i.rank, 'because', i.against,
                                                            'forStaffId', i.for_staff_id, 'forName', absent.name))
                from standing_in i
                cross join lateral (select name from directory_staff_member where id = i.for_staff_id offset 0) absent
            )
            select staff_id, bool_or(against is null) as told,
                   coalesce(jsonb_agg(distinct reason) filter (where against is null), jsonb_agg(distinct reason)) as reasons
            from candidates
            group by staff_id
            """;

    /** The audience of an event by its rule. */
    public static Audience of(AudienceRule rule, List<UUID> unitIds, Instant occurredAt) {
        return new Audience(
                unitIds.stream()
                        .distinct()
                        .flatMap(unit -> rule.groups().stream().map(group -> new Addressed(unit, group)))
                        .toList(),
                List.of(),
                LocalDate.ofInstant(occurredAt, CHINA));
    }

    /** Gives a query that contains {@link #PEOPLE} its parameters. */
    public <Q extends CommonQueryContract> Q bind(Q query) {
        query.setParameter("units", addressed.stream().map(Addressed::unitId).toArray(UUID[]::new))
                .setParameter(
                        "groups",
                        addressed.stream().map(Addressed::group).map(Enum::name).toArray(String[]::new))
                .setParameter("staff", staffIds.toArray(UUID[]::new))
                .setParameter("day", day);
        return query;
    }
}
