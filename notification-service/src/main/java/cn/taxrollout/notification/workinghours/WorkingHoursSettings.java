package cn.taxrollout.notification.workinghours;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.LocalTime;

/** When people of the installation work on a working day, in China's time. */
@ConfigMapping(prefix = "notification.working-hours")
interface WorkingHoursSettings {
    /** The first moment, such as {@code 08:30}. */
    @WithDefault("08:30")
    LocalTime from();

    /** The first moment after work, later than {@link #from}. */
    @WithDefault("18:00")
    LocalTime to();
}
