package cn.taxrollout.task.deadline;

import cn.taxrollout.task.deadline.WorkingYear.Holiday;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The statutory calendar of working days: Monday to Friday, except public holidays, plus the weekend days that are worked
 * in exchange (调休), as the General Office of the State Council announces them each year. A year that hasn't been announced
 * counts Monday to Friday.
 *
 * <p>It doesn't change: another calendar takes its place, with a higher revision.
 */
public final class WorkingDays {
    private static final String RESOURCE = "working-days.csv";
    private static final Pattern NOTICE = Pattern.compile("# (\\d{4}): (.+)");

    /** Of the calendar that comes with the service. */
    private static final long FIRST_REVISION = 1;

    private final long revision;
    private final Map<Integer, WorkingYear> years;
    private final Map<LocalDate, Boolean> exceptions;

    private WorkingDays(long revision, Map<Integer, WorkingYear> years) {
        this.revision = revision;
        this.years = Map.copyOf(years);
        Map<LocalDate, Boolean> all = new HashMap<>();
        years.values().forEach(year -> all.putAll(year.exceptions()));
        this.exceptions = Map.copyOf(all);
    }

    /** The announced years that come with the service, see the resource {@code working-days.csv}. */
    public static WorkingDays announced() {
        Map<Integer, String> notices = new TreeMap<>();
        Map<Integer, List<Holiday>> holidays = new HashMap<>();
        Map<Integer, List<LocalDate>> worked = new HashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                WorkingDays.class.getClassLoader().getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
                Matcher notice = NOTICE.matcher(line);
                if (notice.matches()) {
                    notices.put(Integer.valueOf(notice.group(1)), notice.group(2));
                } else if (!line.startsWith("#")) {
                    String[] fields = line.split(",");
                    LocalDate first = LocalDate.parse(fields[0]);
                    LocalDate last = LocalDate.parse(fields[1]);
                    if (fields[2].equals("work")) {
                        first.datesUntil(last.plusDays(1))
                                .forEach(day -> worked.computeIfAbsent(day.getYear(), year -> new ArrayList<>())
                                        .add(day));
                    } else {
                        byYear(fields[3], first, last).forEach(part -> holidays.computeIfAbsent(
                                        part.from().getYear(), year -> new ArrayList<>())
                                .add(part));
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable resource " + RESOURCE, e);
        }
        Map<Integer, WorkingYear> years = new HashMap<>();
        notices.forEach((year, notice) -> years.put(
                year,
                new WorkingYear(
                        year, notice, holidays.getOrDefault(year, List.of()), worked.getOrDefault(year, List.of()))));
        return new WorkingDays(FIRST_REVISION, years);
    }

    /** The days of New Year may lie in two years. */
    private static Stream<Holiday> byYear(String name, LocalDate first, LocalDate last) {
        return first.getYear() == last.getYear()
                ? Stream.of(new Holiday(name, first, last))
                : Stream.of(
                        new Holiday(name, first, first.withMonth(12).withDayOfMonth(31)),
                        new Holiday(name, last.withDayOfYear(1), last));
    }

    /** This calendar with these years in the place of its own. */
    public WorkingDays with(long newRevision, Collection<WorkingYear> newYears) {
        Map<Integer, WorkingYear> all = new HashMap<>(years);
        newYears.forEach(year -> all.put(year.year(), year));
        return new WorkingDays(newRevision, all);
    }

    /** Rises with every year that is changed. */
    public long revision() {
        return revision;
    }

    /** What was announced for a year, nothing if it isn't known. */
    public Optional<WorkingYear> year(int year) {
        return Optional.ofNullable(years.get(year));
    }

    /** Whether the holidays of this year are known. */
    public boolean knows(int year) {
        return years.containsKey(year);
    }

    /** The years of these days, null aside, in which Monday to Friday is assumed because they aren't announced yet. */
    public List<Integer> assumedAmong(Stream<LocalDate> days) {
        return days.filter(Objects::nonNull)
                .map(LocalDate::getYear)
                .distinct()
                .filter(year -> !knows(year))
                .sorted()
                .toList();
    }

    public boolean isWorkingDay(LocalDate day) {
        Boolean exception = exceptions.get(day);
        return exception != null ? exception : day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
    }

    /** The {@code count}-th working day after this day; the day itself is not counted. */
    public LocalDate plus(LocalDate day, int count) {
        return step(day, count, 1);
    }

    /** The {@code count}-th working day before this day; the day itself is not counted. */
    public LocalDate minus(LocalDate day, int count) {
        return step(day, count, -1);
    }

    /** How many working days lie after {@code from} up to and including {@code to}; 0 if {@code to} is not later. */
    public int between(LocalDate from, LocalDate to) {
        if (!to.isAfter(from)) {
            return 0;
        }
        return (int) from.plusDays(1)
                .datesUntil(to.plusDays(1))
                .filter(this::isWorkingDay)
                .count();
    }

    /**
     * How many working days before the due date this day is, as a reminder says it: 0 on the due date, 1 on the last working day
     * before it and on the rest days after that.
     */
    public int left(LocalDate day, LocalDate dueOn) {
        if (!day.isBefore(dueOn)) {
            return 0;
        }
        return between(day, dueOn) + (isWorkingDay(dueOn) ? 0 : 1);
    }

    private LocalDate step(LocalDate day, int count, int direction) {
        LocalDate reached = day;
        for (int left = count; left > 0; ) {
            reached = reached.plusDays(direction);
            if (isWorkingDay(reached)) {
                left--;
            }
        }
        return reached;
    }
}
