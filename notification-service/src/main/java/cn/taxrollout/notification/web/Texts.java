package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.text.MessageFormat;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** Texts for people, from the bundle {@code texts}. */
public final class Texts {
    private final ResourceBundle bundle;

    private Texts(Language language) {
        bundle = ResourceBundle.getBundle(
                "texts",
                language.bundle(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The texts in the language that {@code Accept-Language} prefers. */
    public static Texts of(HttpHeaders headers) {
        return in(Language.of(headers));
    }

    public static Texts in(Language language) {
        return new Texts(language);
    }

    public String text(String code, List<?> arguments) {
        return new MessageFormat(bundle.getString(code), Locale.ROOT)
                .format(arguments.stream().map(this::readable).toArray());
    }

    /** Constants by the name the bundle gives them, collections as enumerations, dates and the like as they are written. */
    private Object readable(Object argument) {
        if (argument instanceof Enum<?> constant) {
            String key = constant.getDeclaringClass().getSimpleName() + "." + constant.name();
            return bundle.containsKey(key) ? bundle.getString(key) : constant.name();
        }
        if (argument instanceof Collection<?> elements) {
            return elements.stream()
                    .map(element -> readable(element).toString())
                    .collect(Collectors.joining(bundle.getString("enumeration")));
        }
        return String.valueOf(argument);
    }
}
