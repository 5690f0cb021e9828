package cn.taxrollout.notification.workinghours;

import cn.taxrollout.notification.workinghours.WorkingYear.Holiday;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The statutory calendar of working days: Monday to Friday, except public holidays, plus the weekend days that are worked in
 * exchange (调休). A year that hasn't been announced counts Monday to Friday. It doesn't change: another takes its place.
 */
final class WorkingDays {
    private static final String RESOURCE = "working-days.csv";

    private final Map<Integer, WorkingYear> years;
    private final Set<LocalDate> rest;
    private final Set<LocalDate> worked;

    private WorkingDays(Map<Integer, WorkingYear> years) {
        this.years = Map.copyOf(years);
        this.rest = years.values().stream().flatMap(WorkingYear::restDays).collect(Collectors.toUnmodifiableSet());
        this.worked = years.values().stream()
                .flatMap(year -> year.shiftedWorkingDays().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The years that come with the service, the same as task-service ships. */
    static WorkingDays shipped() {
        Map<Integer, List<Holiday>> holidays = new TreeMap<>();
        Map<Integer, List<LocalDate>> worked = new HashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                WorkingDays.class.getClassLoader().getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .forEach(fields -> {
                        var days = new Holiday(LocalDate.parse(fields[0]), LocalDate.parse(fields[1]));
                        // the days of New Year may lie in two years
                        days.days().forEach(day -> {
                            if (fields[2].equals("work")) {
                                worked.computeIfAbsent(day.getYear(), year -> new ArrayList<>())
                                        .add(day);
                            } else {
                                holidays.computeIfAbsent(day.getYear(), year -> new ArrayList<>())
                                        .add(new Holiday(day, day));
                            }
                        });
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable resource " + RESOURCE, e);
        }
        Set<Integer> known = new HashSet<>(holidays.keySet());
        known.addAll(worked.keySet());
        return new WorkingDays(known.stream()
                .map(year -> new WorkingYear(
                        year, holidays.getOrDefault(year, List.of()), worked.getOrDefault(year, List.of())))
                .collect(Collectors.toMap(WorkingYear::year, year -> year)));
    }

    /** This calendar with these years in the place of its own. */
    WorkingDays with(Collection<WorkingYear> newYears) {
        Map<Integer, WorkingYear> all = new HashMap<>(years);
        newYears.forEach(year -> all.put(year.year(), year));
        return new WorkingDays(all);
    }

    boolean isWorkingDay(LocalDate day) {
        return worked.contains(day) || !rest.contains(day) && day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
    }

    /** The {@code count}-th working day after this day; the day itself is not counted. */
    LocalDate plus(LocalDate day, int count) {
        LocalDate reached = day;
        for (int left = count; left > 0; ) {
            reached = reached.plusDays(1);
            if (isWorkingDay(reached)) {
                left--;
            }
        }
        return reached;
    }
}
