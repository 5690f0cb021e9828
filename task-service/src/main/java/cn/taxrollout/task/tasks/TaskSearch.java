package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Finds tasks by what they are, whose they are, when they are due, how they stand today and what they say. */
@ApplicationScoped
class TaskSearch {
    /** No reminder step is longer, in working days. */
    private static final int LONGEST_STEP = 60;

    /** {@link Light#of(Light.Standing, LocalDate, LocalDate)}; a test holds the two together. */
    private static final String LIGHT = """
            case when a.state = 'CANCELLED' then null
                 when a.state in ('COMPLETED', 'ESTABLISHED') or t.status in ('COMPLETED', 'ESTABLISHED', 'CANCELLED') then 'BLUE'
                 when a.state = 'SUSPENDED' then 'PURPLE'
                 when a.state = 'SUBMITTED' then 'GREEN'
                 when t.opens_on > :today then 'GREY'
                 when t.backfilled or a.due_on is null then 'GREEN'
                 when a.due_on < :today then 'RED'
                 when a.due_on <= (:soonUntil)[1 + (select coalesce(max(step), 0) from unnest(p.remind_days_before) s (step))] then 'YELLOW'
                 else 'GREEN' end
            """;

    private final Session session;
    private final WorkingCalendar calendar;
    private final BusinessClock clock;

    TaskSearch(Session session, WorkingCalendar calendar, BusinessClock clock) {
        this.session = session;
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * What tasks are narrowed to; every part but the bureaus may be null. Where several parts speak of a share, one share has
     * all of it; of this unit if one is given.
     *
     * @param unitId a unit with a share in the task
     * @param states the share is in one of them; empty for any
     * @param lights the share shows one of them today; empty for any
     * @param dueAfter the first day on which the share may be due
     * @param dueBefore the last such day
     * @param text words, divided by spaces, each of which stands in title or body
     * @param bureauIds the bureaus whose plans may be seen; nothing for all
     */
    record Filter(
            UUID planId,
            UUID phaseId,
            UUID unitId,
            Set<AssignmentState> states,
            Set<Light> lights,
            LocalDate dueAfter,
            LocalDate dueBefore,
            String text,
            Optional<Set<UUID>> bureauIds) {}

    /** Ids above a position of the tasks that pass the filter, lowest first. */
    List<UUID> ids(Filter filter, UUID after, int limit) {
        List<String> where = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        where.add("t.id > :after");
        values.put("after", after);
        if (filter.planId() != null) {
            where.add("t.plan_id = :plan");
            values.put("plan", filter.planId());
        }
        if (filter.phaseId() != null) {
            where.add("t.phase_id = :phase");
            values.put("phase", filter.phaseId());
        }
        filter.bureauIds().ifPresent(bureaus -> {
            where.add("p.bureau_id = any(:bureaus)");
            values.put("bureaus", bureaus.toArray(UUID[]::new));
        });
        words(filter.text(), where, values);
        List<String> share = share(filter, values);
        String join = "";
        if (filter.unitId() != null) {
            join = " join assignment a on a.task_id = t.id and a.unit_id = :unit";
            values.put("unit", filter.unitId());
            where.addAll(share);
        } else if (!share.isEmpty()) {
            where.add(
                    "exists (select from assignment a where a.task_id = t.id and " + String.join(" and ", share) + ")");
        }
        var query = session.createNativeQuery(
                        "select t.id from task t join plan p on p.id = t.plan_id" + join + " where "
                                + String.join(" and ", where) + " order by t.id",
                        UUID.class)
                .setMaxResults(limit);
        values.forEach(query::setParameter);
        return query.list();
    }

    private List<String> share(Filter filter, Map<String, Object> values) {
        List<String> share = new ArrayList<>();
        if (!filter.states().isEmpty()) {
            share.add("a.state = any(:states)");
            values.put("states", names(filter.states()));
        }
        if (!filter.lights().isEmpty()) {
            share.add(LIGHT + " = any(:lights)");
            values.put("lights", names(filter.lights()));
            WorkingDays days = calendar.current();
            LocalDate today = clock.today();
            values.put("today", today);
            values.put(
                    "soonUntil",
                    IntStream.rangeClosed(0, LONGEST_STEP)
                            .mapToObj(step -> days.plus(today, step))
                            .toArray(LocalDate[]::new));
        }
        if (filter.dueAfter() != null) {
            share.add("a.due_on >= :dueAfter");
            values.put("dueAfter", filter.dueAfter());
        }
        if (filter.dueBefore() != null) {
            share.add("a.due_on <= :dueBefore");
            values.put("dueBefore", filter.dueBefore());
        }
        return share;
    }

    /** The index finds what has all characters and pairs of the words; of that the text decides. */
    private static void words(String text, List<String> where, Map<String, Object> values) {
        if (text == null) {
            return;
        }
        List<String> words = Stream.of(Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .split("[\\p{Cc}\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return;
        }
        Set<String> parts = new TreeSet<>();
        words.forEach(word -> parts.addAll(parts(word)));
        where.add("characters_and_pairs(searchable_task(t.title, t.body)) @> cast(:parts as text[])");
        values.put("parts", parts.toArray(String[]::new));
        for (int i = 0; i < words.size(); i++) {
            where.add("strpos(searchable_task(t.title, t.body), :word" + i + ") > 0");
            values.put("word" + i, words.get(i));
        }
    }

    /** The pairs of neighbouring characters, or the one character that there is. */
    private static List<String> parts(String word) {
        int[] characters = word.codePoints().toArray();
        return characters.length == 1
                ? List.of(word)
                : IntStream.range(1, characters.length)
                        .mapToObj(i -> new String(characters, i - 1, 2))
                        .toList();
    }

    private static String[] names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toArray(String[]::new);
    }
}
