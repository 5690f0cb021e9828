package cn.taxrollout.task.reminder;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "task.business-clock")
interface BusinessClockConfig {
    /**
     * Whether {@code PUT /v1/business-clock} may set the business time. For demonstrations and tests only: reminders that fall
     * due up to the new time are sent at once. An installation with real work leaves it off.
     */
    @WithDefault("false")
    boolean adjustable();
}
