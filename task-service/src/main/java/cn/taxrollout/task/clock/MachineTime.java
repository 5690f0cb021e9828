package cn.taxrollout.task.clock;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** This machine's own time, for what the world outside has put a time on, such as tokens; everything else goes by the business time. */
@ApplicationScoped
public class MachineTime {
    private final Clock clock = Clock.systemUTC();

    public Instant now() {
        return clock.instant();
    }
}
