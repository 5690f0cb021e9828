package cn.taxrollout.org.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that is announced as too large, just before the server would do so without a word. */
@Singleton
class BodySize {
    /** The server's own check has -2. */
    private static final int BEFORE_THE_SERVERS = -3;

    private final long limit;
    private final ObjectMapper json;

    BodySize(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, ObjectMapper json) {
        this.limit = limit.asLongValue();
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_SERVERS).handler(this::check);
    }

    private void check(RoutingContext request) {
        String announced = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null || Long.parseLong(announced) <= limit) {
            request.next();
            return;
        }
        List<Locale> languages = request.acceptableLanguages().stream()
                .map(language -> Locale.forLanguageTag(language.value()))
                .toList();
        request.response()
                .setStatusCode(413)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(write(Problem.of(Texts.of(languages), 413, "too-large", List.of(), List.of())))
                .onComplete(sent -> request.request().connection().close());
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can't be written as JSON", e);
        }
    }
}
