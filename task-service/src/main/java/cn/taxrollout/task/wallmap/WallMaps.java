package cn.taxrollout.task.wallmap;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Directory.Member;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.AssignmentState;
import cn.taxrollout.task.tasks.Light;
import cn.taxrollout.task.tasks.TaskStatus;
import cn.taxrollout.task.wallmap.WallMap.PersonOnMap;
import cn.taxrollout.task.wallmap.WallMap.PhaseOnMap;
import cn.taxrollout.task.wallmap.WallMap.ShareOnMap;
import cn.taxrollout.task.wallmap.WallMap.TaskOnMap;
import cn.taxrollout.task.wallmap.WallMap.UnitOnMap;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;

/**
 * Draws wall maps from the record: the shares as their histories say they were, lights by the reminders and the calendar that
 * held then, titles and numbers as the plan's version of that time has them. So nothing that happens later alters the map of a past day. Names of
 * units and people alone are those of today.
 */
@ApplicationScoped
class WallMaps {
    private final Session session;
    private final PlanRepository plans;
    private final Directory directory;
    private final WorkingCalendar calendar;
    private final BusinessClock clock;
    private final Caller caller;

    WallMaps(
            Session session,
            PlanRepository plans,
            Directory directory,
            WorkingCalendar calendar,
            BusinessClock clock,
            Caller caller) {
        this.session = session;
        this.plans = plans;
        this.directory = directory;
        this.calendar = calendar;
        this.clock = clock;
        this.caller = caller;
    }

    /** A map with the version of the plan of which it shows titles. */
    record Drawn(WallMap map, long planVersion) {}

    /** A share as it stood, in its place in the plan. */
    private record Row(
            UUID phaseId,
            int phaseOrdinal,
            String phaseTitle,
            UUID taskId,
            int taskNumber,
            String taskTitle,
            UUID unitId,
            AssignmentState state,
            LocalDate opensOn,
            LocalDate dueOn,
            boolean backfilled,
            TaskStatus taskStatus) {
        static Row of(Object[] row) {
            return new Row(
                    (UUID) row[0],
                    (Integer) row[1],
                    (String) row[2],
                    (UUID) row[3],
                    (Integer) row[4],
                    (String) row[5],
                    (UUID) row[6],
                    row[7] == null ? null : AssignmentState.valueOf((String) row[7]),
                    (LocalDate) row[8],
                    (LocalDate) row[9],
                    Boolean.TRUE.equals(row[10]),
                    row[11] == null ? null : TaskStatus.valueOf((String) row[11]));
        }

        Light.Standing standing() {
            return new Light.Standing(state, taskStatus, backfilled, opensOn, dueOn);
        }
    }

    /** What the lights of a day are reckoned by. */
    private record Measure(LocalDate day, LocalDate soonUntil, WorkingDays calendar) {}

    /**
     * The map of a plan at the end of a day. The number of statements doesn't depend on the size of the plan.
     *
     * @param asOf null for today
     * @param unitId the only unit to show, null for all
     * @param staffNo the only person to show, with the units in which that person held seats; null for all
     * @throws Refusal 404 if there is no such plan that the caller can see, 422 if the day is yet to come
     */
    @Transactional
    Drawn draw(UUID planId, LocalDate asOf, UUID unitId, String staffNo) {
        Plan plan = plans.get(planId);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", planId);
        }
        LocalDate today = clock.today();
        LocalDate day = asOf == null ? today : asOf;
        if (day.isAfter(today)) {
            throw Refusal.unprocessable("wall-map-future", List.of(new Violation("asOf", "wall-map-day", day, today)));
        }
        Instant end = BusinessDay.at(day.plusDays(1), LocalTime.MIDNIGHT);
        WorkingDays days = day.equals(today) ? calendar.current() : calendar.before(end);
        var measure = new Measure(day, plans.ladderBefore(plan, end).soonUntil(day, days), days);

        List<Row> rows = rows(planId, end);
        Set<UUID> unitIds = rows.stream()
                .map(Row::unitId)
                .filter(Objects::nonNull)
                .filter(id -> unitId == null || unitId.equals(id))
                .collect(toSet());
        List<Member> members = directory.members(unitIds, day).stream()
                .filter(member -> staffNo == null || staffNo.equals(member.staffNo()))
                .toList();
        if (staffNo != null) {
            unitIds.retainAll(members.stream().map(Member::unitId).collect(toSet()));
        }
        List<PhaseOnMap> phases = phases(rows, unitIds, measure);
        Map<UUID, List<Light>> lights = lightsByUnit(phases);
        return new Drawn(
                new WallMap(
                        plan.ref(),
                        day,
                        LightCounts.of(all(lights.values())),
                        phases,
                        units(lights, directory.unitNames(lights.keySet())),
                        people(members, lights)),
                plan.version());
    }

    /**
     * All phases, with the shares that were issued before this moment as they were then. What the plan's version of that time doesn't
     * hold, a draft or a task that was cancelled, is called as it is today.
     */
    private List<Row> rows(UUID planId, Instant end) {
        return session
                .createNativeQuery("""
                        with said as (
                            select cast(content as jsonb) as content from plan_version
                            where plan_id = :plan and at < :end order by version desc limit 1
                        ), phase_then as (
                            select s.id, s.ordinal, s.title
                            from said cross join lateral jsonb_to_recordset(content -> 'phases') s (id uuid, ordinal int, title text)
                            union all
                            select id, ordinal, title from phase where plan_id = :plan and not exists (table said)
                        ), task_said as (
                            select s.id, s."phaseId" as phase_id, s.number, s.title
                            from said cross join lateral
                                jsonb_to_recordset(content -> 'tasks') s (id uuid, "phaseId" uuid, number int, title text)
                        ), task_then as (
                            select t.id, coalesce(s.phase_id, t.phase_id) as phase_id, coalesce(s.number, t.number) as number,
                                   coalesce(s.title, t.title) as title
                            from task t left join task_said s on s.id = t.id
                            where t.plan_id = :plan
                        )
                        select p.id as phase_id, p.ordinal, p.title as phase_title, t.id as task_id, t.number, t.title, a.unit_id,
                               h.to_state, h.opens_on, h.due_on, h.backfilled,
                               first_value(h.task_status) over (partition by t.id order by h.sequence desc nulls last) as task_status
                        from phase_then p
                        left join task_then t on t.phase_id = p.id
                        left join (assignment a
                            cross join lateral (
                                select * from assignment_history h
                                where h.task_id = a.task_id and h.unit_id = a.unit_id and h.at < :end
                                order by h.sequence desc, h.id desc
                                limit 1) h) on a.task_id = t.id
                        order by p.ordinal, t.number, t.id, a.position
                        """, Object[].class)
                .addScalar("phase_id", UUID.class)
                .addScalar("ordinal", Integer.class)
                .addScalar("phase_title", String.class)
                .addScalar("task_id", UUID.class)
                .addScalar("number", Integer.class)
                .addScalar("title", String.class)
                .addScalar("unit_id", UUID.class)
                .addScalar("to_state", String.class)
                .addScalar("opens_on", LocalDate.class)
                .addScalar("due_on", LocalDate.class)
                .addScalar("backfilled", Boolean.class)
                .addScalar("task_status", String.class)
                .setParameter("plan", planId)
                .setParameter("end", end)
                .list()
                .stream()
                .map(Row::of)
                .toList();
    }

    private static List<PhaseOnMap> phases(List<Row> rows, Set<UUID> unitIds, Measure measure) {
        List<PhaseOnMap> phases = new ArrayList<>();
        for (List<Row> ofPhase : grouped(rows, Row::phaseId)) {
            List<Row> shown = ofPhase.stream()
                    .filter(row -> unitIds.contains(row.unitId()))
                    .toList();
            List<TaskOnMap> tasks = grouped(shown, Row::taskId).stream()
                    .map(shares -> task(shares, measure))
                    .toList();
            Row first = ofPhase.get(0);
            phases.add(new PhaseOnMap(
                    first.phaseId(),
                    first.phaseOrdinal(),
                    first.phaseTitle(),
                    LightCounts.of(lights(tasks.stream()
                            .flatMap(task -> task.shares().stream())
                            .toList())),
                    tasks));
        }
        return phases;
    }

    private static Collection<List<Row>> grouped(List<Row> rows, Function<Row, UUID> by) {
        return rows.stream()
                .collect(groupingBy(by, LinkedHashMap::new, toList()))
                .values();
    }

    private static TaskOnMap task(List<Row> rows, Measure measure) {
        List<ShareOnMap> shares = rows.stream().map(row -> share(row, measure)).toList();
        Row first = rows.get(0);
        return new TaskOnMap(
                first.taskId(),
                first.taskNumber(),
                first.taskTitle(),
                rows.stream().anyMatch(Row::backfilled),
                Light.of(lights(shares)).orElse(null),
                shares);
    }

    private static ShareOnMap share(Row row, Measure measure) {
        Light light =
                Light.of(row.standing(), measure.day(), measure.soonUntil()).orElse(null);
        return new ShareOnMap(
                row.unitId(),
                row.state(),
                light,
                row.opensOn(),
                row.dueOn(),
                light == Light.YELLOW ? measure.calendar().left(measure.day(), row.dueOn()) : null,
                light == Light.RED ? measure.calendar().between(row.dueOn(), measure.day()) : null);
    }

    private static List<Light> lights(List<ShareOnMap> shares) {
        return shares.stream().map(ShareOnMap::light).filter(Objects::nonNull).toList();
    }

    /** In the order in which the plan names the units; a unit with cancelled shares only has no lights. */
    private static Map<UUID, List<Light>> lightsByUnit(List<PhaseOnMap> phases) {
        Map<UUID, List<Light>> lights = new LinkedHashMap<>();
        phases.stream()
                .flatMap(phase -> phase.tasks().stream())
                .flatMap(task -> task.shares().stream())
                .forEach(share -> {
                    List<Light> ofUnit = lights.computeIfAbsent(share.unitId(), id -> new ArrayList<>());
                    Optional.ofNullable(share.light()).ifPresent(ofUnit::add);
                });
        return lights;
    }

    private static List<UnitOnMap> units(Map<UUID, List<Light>> lights, Map<UUID, String> names) {
        return lights.entrySet().stream()
                .map(unit -> new UnitOnMap(unit.getKey(), names.get(unit.getKey()), LightCounts.of(unit.getValue())))
                .toList();
    }

    private static List<PersonOnMap> people(List<Member> members, Map<UUID, List<Light>> lights) {
        List<UUID> order = List.copyOf(lights.keySet());
        Map<String, List<Member>> byPerson =
                members.stream().collect(groupingBy(Member::staffNo, LinkedHashMap::new, toList()));
        return byPerson.entrySet().stream()
                .map(person -> {
                    List<UUID> unitIds = person.getValue().stream()
                            .map(Member::unitId)
                            .sorted(Comparator.comparing(order::indexOf))
                            .toList();
                    return new PersonOnMap(
                            person.getKey(),
                            person.getValue().get(0).name(),
                            unitIds,
                            LightCounts.of(all(unitIds.stream().map(lights::get).toList())));
                })
                .toList();
    }

    private static List<Light> all(Collection<List<Light>> lights) {
        return lights.stream().flatMap(List::stream).toList();
    }
}
