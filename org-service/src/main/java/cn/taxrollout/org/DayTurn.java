package cn.taxrollout.org;

import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.staff.Staff;
import cn.taxrollout.org.unit.Units;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Clock;
import java.time.LocalDate;

/**
 * Lets what was recorded for a day take effect when that day comes in China: a unit that is renamed, moves or ends, a person who
 * changes section or has left. Every replica looks once a minute; each change is taken by one of them.
 */
@ApplicationScoped
class DayTurn {
    private static final int BATCH = 500;

    private final Units units;
    private final Staff staff;
    private final Caller caller;
    private final Clock clock;

    DayTurn(Units units, Staff staff, Caller caller, Clock clock) {
        this.units = units;
        this.staff = staff;
        this.caller = caller;
        this.clock = clock;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void turn() {
        turnTo(LocalDate.now(clock));
    }

    @ActivateRequestContext
    void turnTo(LocalDate today) {
        caller.actAs(Actor.rule("day-turn"));
        while (units.turn(today, BATCH) == BATCH || staff.turn(today, BATCH) == BATCH) {
            // the next batch
        }
    }
}
