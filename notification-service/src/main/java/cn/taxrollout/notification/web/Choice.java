package cn.taxrollout.notification.web;

import java.util.Arrays;

/** Query parameters of which only some values are possible. */
public final class Choice {
    private Choice() {}

    /**
     * @return null without a value
     * @throws Refusal 400 that names the parameter and its values if it is none of them
     */
    public static <E extends Enum<E>> E of(Class<E> choices, String parameter, String value) {
        if (value == null) {
            return null;
        }
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(value))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.badRequest("value-unknown", parameter, Arrays.toString(choices.getEnumConstants())));
    }
}
