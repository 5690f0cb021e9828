package cn.taxrollout.org.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/**
 * Leaves of {@code Accept-Language} the one language of ours that it prefers, and nothing when it prefers none or can't be read: the
 * frameworks, which ask for it whenever they say what is wrong, fail on what they can't read.
 */
@Singleton
class PreferredLanguage {
    private static final List<String> OURS = List.of("zh", "en");

    /** Ahead of everything that has something to say. */
    private static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(PreferredLanguage::settle, FIRST);
    }

    private static void settle(RoutingContext request) {
        MultiMap headers = request.request().headers();
        List<String> asked = headers.getAll(HttpHeaders.ACCEPT_LANGUAGE);
        if (!asked.isEmpty()) {
            String preferred = preferred(String.join(",", asked));
            if (preferred == null) {
                headers.remove(HttpHeaders.ACCEPT_LANGUAGE);
            } else {
                headers.set(HttpHeaders.ACCEPT_LANGUAGE, preferred);
            }
        }
        request.next();
    }

    private static String preferred(String asked) {
        try {
            return Locale.lookupTag(Locale.LanguageRange.parse(asked), OURS);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // the second is what the JDK makes of a lone hyphen
            return null;
        }
    }
}
