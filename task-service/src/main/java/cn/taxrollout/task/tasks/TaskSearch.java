package cn.taxrollout.task.tasks;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
                 when t.opens_on > ? then 'GREY'
                 when t.backfilled or a.due_on is null then 'GREEN'
                 when a.due_on < ? then 'RED'
                 when a.due_on <= (?)[1 + (select coalesce(max(step), 0) from unnest(p.remind_days_before) s (step))] then 'YELLOW'
                 else 'GREEN' end
            """;

    private final AgroalDataSource database;
    private final WorkingCalendar calendar;
    private final BusinessClock clock;

    TaskSearch(AgroalDataSource database, WorkingCalendar calendar, BusinessClock clock) {
        this.database = database;
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
            Optional<Set<UUID>> bureauIds) {
        /** Whether any part speaks of a share. */
        boolean isOfShares() {
            return !states.isEmpty() || !lights.isEmpty() || dueAfter != null || dueBefore != null;
        }
    }

    /** Ids above a position of the tasks that pass the filter, lowest first. */
    List<UUID> ids(Filter filter, UUID after, int limit) {
        Selection tasks = selection(filter, after, limit);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = tasks.prepare(connection, "select t.id from " + tasks.sql());
                ResultSet rows = statement.executeQuery()) {
            List<UUID> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException("tasks not found", e);
        }
    }

    /** The tasks above a position that pass the filter, lowest first. */
    Selection selection(Filter filter, UUID after, int limit) {
        Selection tasks;
        if (filter.unitId() == null) {
            tasks = new Selection("task t join plan p on p.id = t.plan_id where t.id > ?", after);
            if (filter.isOfShares()) {
                tasks.and("exists (select from assignment a where a.task_id = t.id");
                narrowShare(tasks, filter);
                tasks.add(")");
            }
        } else {
            tasks = new Selection(
                    "assignment a join task t on t.id = a.task_id join plan p on p.id = t.plan_id"
                            + " where a.unit_id = ? and a.task_id > ?",
                    filter.unitId(),
                    after);
            narrowShare(tasks, filter);
        }
        if (filter.planId() != null) {
            tasks.and("t.plan_id = ?", filter.planId());
        }
        if (filter.phaseId() != null) {
            tasks.and("t.phase_id = ?", filter.phaseId());
        }
        filter.bureauIds()
                .ifPresent(bureaus -> tasks.and("p.bureau_id = any(?)", (Object) bureaus.toArray(UUID[]::new)));
        words(filter.text(), tasks);
        return tasks.add(" order by t.id limit ?", limit);
    }

    private void narrowShare(Selection tasks, Filter filter) {
        if (!filter.states().isEmpty()) {
            tasks.and("a.state = any(?)", (Object) names(filter.states()));
        }
        if (!filter.lights().isEmpty()) {
            WorkingDays days = calendar.current();
            LocalDate today = clock.today();
            LocalDate[] soonUntil = IntStream.rangeClosed(0, LONGEST_STEP)
                    .mapToObj(step -> days.plus(today, step))
                    .toArray(LocalDate[]::new);
            tasks.and(LIGHT + " = any(?)", today, today, soonUntil, names(filter.lights()));
        }
        if (filter.dueAfter() != null) {
            tasks.and("a.due_on >= ?", filter.dueAfter());
        }
        if (filter.dueBefore() != null) {
            tasks.and("a.due_on <= ?", filter.dueBefore());
        }
    }

    /** The index finds what has all characters and pairs of the words; of that the text decides. */
    private static void words(String text, Selection tasks) {
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
        tasks.and("characters_and_pairs(searchable_task(t.title, t.body)) @> ?", (Object) parts.toArray(String[]::new));
        words.forEach(word -> tasks.and("strpos(searchable_task(t.title, t.body), ?) > 0", word));
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
