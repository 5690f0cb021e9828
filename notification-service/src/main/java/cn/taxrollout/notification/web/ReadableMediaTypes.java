package cn.taxrollout.notification.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;

/**
 * Refuses media types that can't be read before anything is done. The framework fails on them, on those of {@code Accept} as late as
 * when it writes the answer to what has happened already.
 */
@Singleton
class ReadableMediaTypes {
    /** Behind {@link PreferredLanguage}, in which the refusal is written. */
    private static final int EARLY = 9_000;

    private final EarlyProblem problem;

    ReadableMediaTypes(EarlyProblem problem) {
        this.problem = problem;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext request) {
        String content = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        List<String> accepted = request.request().headers().getAll(HttpHeaders.ACCEPT);
        if (content != null && !isReadable(() -> MediaType.valueOf(content))) {
            problem.send(request, 415, "unsupported-media-type");
        } else if (!isReadable(() -> accepted.forEach(MediaTypeHelper::parseHeader))) {
            problem.send(request, 406, "not-acceptable");
        } else {
            request.next();
        }
    }

    private static boolean isReadable(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
