package cn.taxrollout.notification.channel;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings as an installation would make them. */
final class Configured {
    private Configured() {}

    /** @param values by their names below the prefix of the settings */
    static <T> T settings(Class<T> settings, String prefix, Map<String, String> values) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(settings);
        values.forEach((name, value) -> builder.withDefaultValue(prefix + "." + name, value));
        return builder.build().getConfigMapping(settings);
    }
}
