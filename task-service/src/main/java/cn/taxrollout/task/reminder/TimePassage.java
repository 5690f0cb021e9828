package cn.taxrollout.task.reminder;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.Obligations;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets business time pass as if the service had run all the while: it stops wherever something falls due and says it. Merely to
 * set the clock would be an outage, after which much is passed over.
 */
@ApplicationScoped
class TimePassage {
    private final BusinessClock clock;
    private final Obligations obligations;
    private final ReminderSweep sweep;

    TimePassage(BusinessClock clock, Obligations obligations, ReminderSweep sweep) {
        this.clock = clock;
        this.obligations = obligations;
        this.sweep = sweep;
    }

    /**
     * @return the time when everything that is due by the target has been said
     * @throws cn.taxrollout.task.web.Refusal 409 if the target lies in the past
     */
    Instant to(Instant target) {
        Instant start = clock.fetch();
        if (target.isBefore(start)) {
            return clock.moveTo(target);
        }
        Optional<Instant> next = next(start, target);
        while (next.isPresent()) {
            clock.passTo(next.get());
            sweep.sweepAll();
            next = next(next.get(), target);
        }
        Instant now = clock.passTo(target);
        sweep.sweepAll();
        return now;
    }

    private Optional<Instant> next(Instant after, Instant until) {
        return QuarkusTransaction.requiringNew().call(() -> obligations.nextDue(after, until));
    }
}
