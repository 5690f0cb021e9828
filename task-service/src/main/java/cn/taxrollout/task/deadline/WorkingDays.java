package cn.taxrollout.task.deadline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The statutory calendar of working days: Monday to Friday, except public holidays, plus the weekend days that are worked
 * in exchange (调休), as the General Office of the State Council announces them each year. A year that hasn't been announced
 * counts Monday to Friday.
 */
public final class WorkingDays {
    private static final String RESOURCE = "working-days.csv";

    private final Map<LocalDate, Boolean> exceptions;
    private final Set<Integer> announcedYears;

    private WorkingDays(Map<LocalDate, Boolean> exceptions, Set<Integer> announcedYears) {
        this.exceptions = Map.copyOf(exceptions);
        this.announcedYears = Set.copyOf(announcedYears);
    }

    /** The announced years that come with the service, see the resource {@code working-days.csv}. */
    public static WorkingDays announced() {
        Map<LocalDate, Boolean> exceptions = new HashMap<>();
        Set<Integer> years = new HashSet<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                WorkingDays.class.getClassLoader().getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] fields = line.split(",");
                        boolean working = fields[2].equals("work");
                        LocalDate first = LocalDate.parse(fields[0]);
                        LocalDate last = LocalDate.parse(fields[1]);
                        years.add(last.getYear());
                        first.datesUntil(last.plusDays(1)).forEach(day -> exceptions.put(day, working));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable resource " + RESOURCE, e);
        }
        return new WorkingDays(exceptions, years);
    }

    /** Whether the holidays of this year are known. */
    public boolean knows(int year) {
        return announcedYears.contains(year);
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
