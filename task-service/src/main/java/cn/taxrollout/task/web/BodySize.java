package cn.taxrollout.task.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.math.BigInteger;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that is announced as too large, just before the server would do so without a word. */
@Singleton
class BodySize {
    /** The server's own check has -2. */
    private static final int BEFORE_THE_SERVERS = -3;

    private static final int MIB = 1024 * 1024;

    /** What isn't an upload is read into memory as a whole; the longest text that a field takes is far below. */
    private static final MemorySize IN_MEMORY = new MemorySize(BigInteger.valueOf(MIB));

    private final MemorySize uploads;
    private final EarlyProblem problem;

    BodySize(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize uploads, EarlyProblem problem) {
        this.uploads = uploads;
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
        MemorySize limit = isUpload(request) ? uploads : IN_MEMORY;
        if (announced == null || Long.parseLong(announced) <= limit.asLongValue()) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        problem.send(request, 413, "too-large", mebibytes(limit))
                .onComplete(sent -> request.request().connection().close());
    }

    private static boolean isUpload(RoutingContext request) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA);
    }
}
