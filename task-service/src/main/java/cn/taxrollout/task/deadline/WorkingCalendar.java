package cn.taxrollout.task.deadline;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The calendar in force, as far as this replica knows: a year that another one was sent is known here a second later. What was
 * reckoned by an older one meanwhile is found by its revision and reckoned anew.
 */
@ApplicationScoped
public class WorkingCalendar {
    /** Before anything reckons. */
    private static final int EARLY = 2;

    private final WorkingYears years;
    private final WorkingDays shipped = WorkingDays.announced();
    private volatile WorkingDays current = shipped;

    WorkingCalendar(WorkingYears years) {
        this.years = years;
    }

    /** To be asked once per change, so that all of it is reckoned by the same. */
    public WorkingDays current() {
        return current;
    }

    /** By the calendar in force. */
    public boolean isWorkingDay(LocalDate day) {
        return current.isWorkingDay(day);
    }

    /** The calendar as it was before a moment; one statement. */
    public WorkingDays before(Instant moment) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> shipped.with(
                        shipped.revision(),
                        years.latest(moment).stream()
                                .map(WorkingYearVersion::of)
                                .toList()));
    }

    /** The calendar without the years that were sent. */
    WorkingDays shipped() {
        return shipped;
    }

    /** Takes the years that were sent since it was last asked. */
    public void refresh() {
        // counted before they are read: none is missed that is counted
        long revision = shipped.revision() + years.changes();
        if (revision != current.revision()) {
            QuarkusTransaction.joiningExisting()
                    .run(() -> current = shipped.with(
                            revision,
                            years.latest().stream().map(WorkingYearVersion::of).toList()));
        }
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        refresh();
    }
}
