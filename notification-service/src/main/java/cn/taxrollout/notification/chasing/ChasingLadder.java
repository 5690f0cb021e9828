package cn.taxrollout.notification.chasing;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.workinghours.WorkingHours;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The steps by which an acknowledgement is chased: 1 and on are repetitions, the last tells the head. */
@ApplicationScoped
class ChasingLadder {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final ChasingSettings settings;
    private final WorkingHours hours;

    ChasingLadder(ChasingSettings settings, WorkingHours hours) {
        this.settings = settings;
        this.hours = hours;
    }

    /** When a step is due of what was told at that moment; empty behind the last. */
    Optional<Instant> due(MessageKind kind, Instant told, int step) {
        if (step > repetitions(kind) + 1) {
            return Optional.empty();
        }
        return Optional.of(kind == MessageKind.URGENT ? urgent(told, step) : byDays(told, step));
    }

    /** Whether the step is the last one, in which the head is told. */
    boolean tellsHead(MessageKind kind, int step) {
        return step > repetitions(kind);
    }

    private int repetitions(MessageKind kind) {
        return (kind == MessageKind.URGENT ? settings.repeatUrgentAfter() : settings.repeatAfterWorkingDays()).size();
    }

    private Instant urgent(Instant told, int step) {
        List<Duration> after = settings.repeatUrgentAfter();
        return hours.plusWorkingTime(
                told, step <= after.size() ? after.get(step - 1) : settings.tellHeadOfUrgentAfter());
    }

    private Instant byDays(Instant told, int step) {
        List<Integer> after = settings.repeatAfterWorkingDays();
        int days = step <= after.size() ? after.get(step - 1) : settings.tellHeadAfterWorkingDays();
        return hours.plusWorkingDays(LocalDate.ofInstant(told, CHINA), days)
                .atTime(settings.at())
                .atZone(CHINA)
                .toInstant();
    }
}
