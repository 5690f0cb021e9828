package cn.taxrollout.org.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** Texts for people come in Chinese; in English for a caller who asks for it before Chinese. */
final class Languages {
    private Languages() {}

    /** @return {@link Locale#ENGLISH} or {@link Locale#ROOT}, the bundle in Chinese */
    static Locale preferred(HttpHeaders headers) {
        for (Locale accepted : headers.getAcceptableLanguages()) {
            if (accepted.getLanguage().equals("zh")) {
                return Locale.ROOT;
            }
            if (accepted.getLanguage().equals("en")) {
                return Locale.ENGLISH;
            }
        }
        return Locale.ROOT;
    }
}
