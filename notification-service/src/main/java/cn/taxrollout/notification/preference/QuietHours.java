package cn.taxrollout.notification.preference;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When nothing but what is urgent leaves, every day in China's time; over midnight where {@code to} is earlier than {@code from}.
 *
 * @param from the first quiet moment
 * @param to the first moment that isn't quiet any more
 */
public record QuietHours(LocalTime from, LocalTime to) {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** The moment itself if it isn't quiet, else the end of the quiet hours. */
    public Instant endOf(Instant moment) {
        ZonedDateTime at = moment.atZone(CHINA);
        LocalTime time = at.toLocalTime();
        boolean overMidnight = to.isBefore(from);
        boolean begun = !time.isBefore(from);
        boolean over = !time.isBefore(to);
        boolean quiet = overMidnight ? begun || !over : begun && !over;
        if (!quiet) {
            return moment;
        }
        return (overMidnight && begun ? at.plusDays(1) : at).with(to).toInstant();
    }
}
