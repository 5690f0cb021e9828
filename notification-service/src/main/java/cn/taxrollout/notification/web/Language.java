package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.HttpHeaders;
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
        for (Locale accepted : headers.getAcceptableLanguages()) {
            if (accepted.getLanguage().equals("zh")) {
                return CHINESE;
            }
            if (accepted.getLanguage().equals("en")) {
                return ENGLISH;
            }
        }
        return CHINESE;
    }
}
