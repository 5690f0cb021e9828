package cn.taxrollout.notification.chasing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/** When a message that wasn't acknowledged is repeated, and when the head is told. Reckoned from the telling. */
@ConfigMapping(prefix = "notification.chasing")
interface ChasingSettings {
    /** After how many working days it is repeated, rising. */
    @WithDefault("1,2")
    List<Integer> repeatAfterWorkingDays();

    /** After how many working days the head is told, more than those of the repetitions. */
    @WithDefault("3")
    int tellHeadAfterWorkingDays();

    /** At what time of those days, in China. */
    @WithDefault("09:00")
    LocalTime at();

    /** After how much working time something urgent is repeated, rising. */
    @WithDefault("2h")
    List<Duration> repeatUrgentAfter();

    /** After how much working time the head is told of something urgent, more than that of the repetitions. */
    @WithDefault("4h")
    Duration tellHeadOfUrgentAfter();
}
