package cn.taxrollout.notification.workinghours;

import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When people work: the hours of the installation on the days of the statutory calendar with its shifted days (调休). A year that
 * another replica has heard of is known here within ten seconds.
 */
@ApplicationScoped
public class WorkingHours {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final WorkingHoursSettings hours;
    private final WorkingYears years;
    private final WorkingDays shipped = WorkingDays.shipped();
    private volatile WorkingDays days = shipped;

    WorkingHours(WorkingHoursSettings hours, WorkingYears years) {
        if (!hours.from().isBefore(hours.to())) {
            throw new IllegalArgumentException("notification.working-hours.to must be later than .from");
        }
        this.hours = hours;
        this.years = years;
    }

    @Startup
    @Scheduled(every = "10s", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void refresh() {
        days = shipped.with(years.all());
    }

    public boolean isWorkingDay(LocalDate day) {
        return days.isWorkingDay(day);
    }

    /** The {@code count}-th working day after this day; the day itself is not counted. */
    public LocalDate plusWorkingDays(LocalDate day, int count) {
        return days.plus(day, count);
    }

    public boolean isWorkingTime(Instant moment) {
        return nextWorkingTime(moment).equals(moment);
    }

    /** The moment itself if people work then, else the beginning of the next working time. */
    public Instant nextWorkingTime(Instant moment) {
        WorkingDays calendar = days;
        ZonedDateTime at = moment.atZone(CHINA);
        if (calendar.isWorkingDay(at.toLocalDate()) && at.toLocalTime().isBefore(hours.to())) {
            ZonedDateTime begins = at.with(hours.from());
            return at.isBefore(begins) ? begins.toInstant() : moment;
        }
        return begin(calendar.plus(at.toLocalDate(), 1));
    }

    /** The moment at which so much working time has gone by; what lies outside of the hours doesn't count. */
    public Instant plusWorkingTime(Instant moment, Duration worked) {
        Instant at = nextWorkingTime(moment);
        Duration left = worked;
        while (true) {
            LocalDate day = LocalDate.ofInstant(at, CHINA);
            Duration today = Duration.between(at, day.atTime(hours.to()).atZone(CHINA));
            if (left.compareTo(today) <= 0) {
                return at.plus(left);
            }
            left = left.minus(today);
            at = begin(days.plus(day, 1));
        }
    }

    private Instant begin(LocalDate day) {
        return day.atTime(hours.from()).atZone(CHINA).toInstant();
    }
}
