package cn.taxrollout.task.planimport;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** Texts of problems and anomalies from the bundle {@code planimport_messages}. */
final class Messages {

    /** Long enough to find a clause again, short enough for a list of problems. */
    private static final int QUOTED_CHARACTERS = 60;

    private static final String BUNDLE = "planimport_messages";

    /** Without fallback, since the language of the machine must not come before the Chinese default. */
    private static final ResourceBundle.Control ONLY_AS_ASKED =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    static List<String> arguments(Object... values) {
        return Stream.of(values)
                .map(String::valueOf)
                .map(text -> text.length() > QUOTED_CHARACTERS ? text.substring(0, QUOTED_CHARACTERS) + "…" : text)
                .toList();
    }

    static String text(Locale locale, String key, Integer line, List<String> arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, locale, ONLY_AS_ASKED);
        String text = format(bundle.getString(key), locale, arguments.toArray());
        return line == null ? text : format(bundle.getString("line"), locale, line.toString(), text);
    }

    private static String format(String pattern, Locale locale, Object... arguments) {
        return new MessageFormat(pattern, locale).format(arguments);
    }
}
