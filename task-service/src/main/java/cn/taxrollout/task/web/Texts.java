package cn.taxrollout.task.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.text.MessageFormat;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** Texts for people: Chinese, or English for a caller who asks for it before Chinese. */
public final class Texts {
    private final Locale language;
    private final ResourceBundle bundle;

    private Texts(Locale locale) {
        language = locale;
        bundle = ResourceBundle.getBundle(
                "texts", locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The Chinese texts, for what is put on record. */
    public static Texts chinese() {
        return new Texts(Locale.ROOT);
    }

    /** The texts in the language that {@code Accept-Language} prefers. */
    public static Texts of(HttpHeaders headers) {
        return of(headers.getAcceptableLanguages());
    }

    /** @param languages those accepted, the best first */
    static Texts of(List<Locale> languages) {
        for (Locale accepted : languages) {
            if (accepted.getLanguage().equals("zh")) {
                break;
            }
            if (accepted.getLanguage().equals("en")) {
                return new Texts(Locale.ENGLISH);
            }
        }
        return new Texts(Locale.ROOT);
    }

    /** The texts in English, or in Chinese for any other language. */
    public static Texts in(Locale language) {
        return new Texts(language.getLanguage().equals("en") ? Locale.ENGLISH : Locale.ROOT);
    }

    /** {@link Locale#ENGLISH}, or {@link Locale#ROOT} for Chinese. */
    public Locale language() {
        return language;
    }

    public String text(String code, List<Object> arguments) {
        return new MessageFormat(bundle.getString(code), Locale.ROOT)
                .format(arguments.stream().map(this::readable).toArray());
    }

    /** The text with the line of a document in front; without, where there is no line. */
    public String atLine(Integer line, String code, List<?> arguments) {
        String text = text(code, List.copyOf(arguments));
        return line == null ? text : text("line", List.of(line, text));
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
