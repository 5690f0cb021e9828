package cn.taxrollout.org.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** Texts for people: Chinese, or English for a caller who asks for it before Chinese. */
public final class Texts {
    private final ResourceBundle bundle;

    private Texts(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "texts", locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
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

    public boolean inChinese() {
        return bundle.getLocale().equals(Locale.ROOT);
    }

    public String text(String code, List<Object> arguments) {
        return new MessageFormat(bundle.getString(code), Locale.ROOT).format(arguments.toArray());
    }
}
