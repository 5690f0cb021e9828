package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** The languages of texts for people: Chinese, or English for a caller who asks for it before Chinese. */
public enum Language {
    CHINESE("zh", Locale.ROOT),
    ENGLISH("en", Locale.ENGLISH);

    private final String code;
    private final Locale bundle;

    Language(String code, Locale bundle) {
        this.code = code;
        this.bundle = bundle;
    }

    public Locale bundle() {
        return bundle;
    }

    /** As in {@code Accept-Language}: {@code zh} or {@code en}. */
    public String code() {
        return code;
    }

    /** @throws IllegalArgumentException for any other than {@code zh} and {@code en} */
    public static Language ofCode(String code) {
        for (Language language : values()) {
            if (language.code.equals(code)) {
                return language;
            }
        }
        throw new IllegalArgumentException("no such language: " + code);
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
