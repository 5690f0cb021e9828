package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.preference.Preference;
import cn.taxrollout.notification.workinghours.WorkingHours;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** When a message may leave: what is urgent at once, what is mandatory outside of quiet hours, the rest in working hours, too. */
@ApplicationScoped
class DeliveryTimes {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    /** More turns mean that the person's quiet hours leave no working time; then the end of the quiet hours has to do. */
    private static final int TURNS = 5;

    private final WorkingHours hours;

    DeliveryTimes(WorkingHours hours) {
        this.hours = hours;
    }

    /** The first moment, from {@code now} on, at which the person may be told. */
    Instant earliest(MessageKind kind, Preference preference, Instant now) {
        return switch (kind) {
            case URGENT -> now;
            case MANDATORY -> endOfQuiet(preference, now);
            case INFORMATION, REMINDER -> workingAndNotQuiet(preference, now);
        };
    }

    private Instant workingAndNotQuiet(Preference preference, Instant now) {
        Instant at = now;
        for (int turn = 0; turn < TURNS; turn++) {
            Instant next = endOfQuiet(preference, hours.nextWorkingTime(at));
            if (next.equals(at)) {
                return at;
            }
            at = next;
        }
        return endOfQuiet(preference, now);
    }

    private static Instant endOfQuiet(Preference preference, Instant at) {
        return preference.quietHours().map(quiet -> quiet.endOf(at)).orElse(at);
    }

    /** The digest that collects what is written now; empty if the person wants messages of this kind each at once. */
    Optional<Instant> digest(MessageKind kind, Preference preference, Instant now) {
        List<LocalTime> times = preference.kinds().get(kind).digestAt();
        if (times.isEmpty() || kind == MessageKind.URGENT || kind == MessageKind.MANDATORY) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(now, CHINA);
        Optional<Instant> later = hours.isWorkingDay(today)
                ? times.stream()
                        .map(time -> on(today, time))
                        .filter(at -> at.isAfter(now))
                        .findFirst()
                : Optional.empty();
        return later.or(() -> Optional.of(on(hours.plusWorkingDays(today, 1), times.get(0))));
    }

    private static Instant on(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(CHINA).toInstant();
    }
}
