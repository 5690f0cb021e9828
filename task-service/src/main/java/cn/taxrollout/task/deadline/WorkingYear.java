package cn.taxrollout.task.deadline;

import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a year's notice of the General Office of the State Council says (国务院办公厅关于部分节假日安排的通知).
 *
 * @param notice its number, such as 国办发明电〔2022〕16号, null if there is none
 * @param holidays stretches of rest, weekends within them included
 * @param shiftedWorkingDays days of the weekend that are worked in exchange (调休)
 */
public record WorkingYear(int year, String notice, List<Holiday> holidays, List<LocalDate> shiftedWorkingDays) {
    /**
     * Statutory holidays of a year, by 全国年节及纪念日放假办法: 11 days as revised in 2007 and 2013, 13 since its revision of
     * 2024.
     */
    private static final Map<Integer, Integer> STATUTORY_DAYS_SINCE = Map.of(2008, 11, 2025, 13);

    /**
     * Days that were given beyond the statutory ones in some years, as in 2015 and 2020, were never more. A larger difference means
     * that the days worked in exchange are missing.
     */
    private static final int MOST_EXTRA_REST = 5;

    /** Days worked in the last days of December may be in exchange for holidays in January. */
    private static final int LAST_DAYS = 7;

    /** Both days are inclusive. */
    public record Holiday(
            @NotBlank @Size(max = 40) String name,
            @NotNull LocalDate from,
            @NotNull LocalDate to) {}

    public WorkingYear {
        holidays = List.copyOf(holidays);
        shiftedWorkingDays = List.copyOf(shiftedWorkingDays);
    }

    /** What makes the year contradict itself, by field; nothing if it is sound. */
    public List<Violation> contradictions() {
        List<Violation> found = new ArrayList<>();
        Map<LocalDate, String> rest = new HashMap<>();
        for (int i = 0; i < holidays.size(); i++) {
            Holiday holiday = holidays.get(i);
            String field = "holidays[" + i + "]";
            boolean inYear =
                    inYear(holiday.from(), field + ".from", found) & inYear(holiday.to(), field + ".to", found);
            if (holiday.to().isBefore(holiday.from())) {
                found.add(new Violation(field + ".to", "holiday-backwards", holiday.to(), holiday.from()));
            } else if (inYear) {
                holiday.from().datesUntil(holiday.to().plusDays(1)).forEach(day -> {
                    String other = rest.putIfAbsent(day, holiday.name());
                    if (other != null) {
                        found.add(new Violation(field, "holiday-twice", day, other));
                    }
                });
            }
        }
        Set<LocalDate> worked = new HashSet<>();
        for (int i = 0; i < shiftedWorkingDays.size(); i++) {
            LocalDate day = shiftedWorkingDays.get(i);
            String field = "shiftedWorkingDays[" + i + "]";
            if (!inYear(day, field, found)) {
                continue;
            }
            if (!worked.add(day)) {
                found.add(new Violation(field, "shifted-day-twice", day));
            }
            if (rest.containsKey(day)) {
                found.add(new Violation(field, "shifted-day-is-holiday", day, rest.get(day)));
            } else if (!isWeekend(day)) {
                found.add(new Violation(field, "shifted-day-on-weekday", day));
            }
        }
        if (found.isEmpty()) {
            count(rest.keySet(), worked, found);
        }
        return found;
    }

    /** Whether the days of rest are as many as the law gives: the weekends and the statutory holidays. */
    private void count(Set<LocalDate> rest, Set<LocalDate> worked, List<Violation> found) {
        long weekend = days().filter(WorkingYear::isWeekend).count();
        long resting = days().filter(day -> rest.contains(day) || isWeekend(day) && !worked.contains(day))
                .count();
        long inExchangeForJanuary = worked.stream()
                .filter(day -> day.isAfter(LocalDate.of(year, 12, 31 - LAST_DAYS)))
                .count();
        long lawful = weekend + statutoryDays();
        if (resting + inExchangeForJanuary < lawful) {
            found.add(new Violation("holidays", "year-rests-too-little", resting, lawful, weekend, statutoryDays()));
        } else if (resting > lawful + MOST_EXTRA_REST) {
            found.add(new Violation("shiftedWorkingDays", "year-rests-too-much", resting, lawful));
        }
    }

    /** How many days of the year are worked. */
    int workingDays() {
        Map<LocalDate, Boolean> exceptions = exceptions();
        return (int) days().filter(day -> exceptions.getOrDefault(day, !isWeekend(day)))
                .count();
    }

    private int statutoryDays() {
        return STATUTORY_DAYS_SINCE.entrySet().stream()
                .filter(since -> since.getKey() <= year)
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse(0);
    }

    private boolean inYear(LocalDate day, String field, List<Violation> found) {
        boolean in = day.getYear() == year;
        if (!in) {
            found.add(new Violation(field, "day-outside-year", day, Integer.toString(year)));
        }
        return in;
    }

    /** Working days and days of rest that Monday to Friday doesn't tell. */
    Map<LocalDate, Boolean> exceptions() {
        Map<LocalDate, Boolean> exceptions = new HashMap<>();
        holidays.forEach(holiday ->
                holiday.from().datesUntil(holiday.to().plusDays(1)).forEach(day -> exceptions.put(day, false)));
        shiftedWorkingDays.forEach(day -> exceptions.put(day, true));
        return exceptions;
    }

    private Stream<LocalDate> days() {
        return LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1));
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    }
}
