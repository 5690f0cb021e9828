package cn.taxrollout.notification.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that is announced as too large, just before the server would do so without a word. */
@Singleton
class BodySize {
    /** The server's own check has -2. */
    private static final int BEFORE_THE_SERVERS = -3;

    private static final int MIB = 1024 * 1024;

    private final MemorySize largest;
    private final EarlyProblem problem;

    BodySize(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest, EarlyProblem problem) {
        this.largest = largest;
        this.problem = problem;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_SERVERS).handler(this::check);
    }

    static long mebibytes(MemorySize size) {
        return size.asLongValue() / MIB;
    }

    private void check(RoutingContext request) {
        String announced = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null || Long.parseLong(announced) <= largest.asLongValue()) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        problem.send(request, 413, "too-large", mebibytes(largest))
                .onComplete(sent -> request.request().connection().close());
    }
}
