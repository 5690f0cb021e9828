package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** The languages of texts for people: Chinese, or English for a caller who asks for it before Chinese. */
public enum Language {
    CHINESE(Locale.ROOT),
    ENGLISH(Locale.ENGLISH);

    private final Locale bundle;

    Language(Locale bundle) {
        this.bundle = bundle;
    }

    public Locale bundle() {
        return bundle;
    }

    /** The language that {@code Accept-Language} prefers. */
    public static Language of(HttpHeaders headers) {
        return of(headers.getAcceptableLanguages());
    }

    /** @param accepted languages, the best first */
    static Language of(List<Locale> accepted) {
        for (Locale language : accepted) {
            if (language.getLanguage().equals("zh")) {
                return CHINESE;
            }
            if (language.getLanguage().equals("en")) {
                return ENGLISH;
            }
        }
        return CHINESE;
    }
}
