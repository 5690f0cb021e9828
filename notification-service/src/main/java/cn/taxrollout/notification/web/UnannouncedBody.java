package cn.taxrollout.notification.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds a body in chunks, whose length nobody knows beforehand, to the limit while it is read. The server would do so, too, but end
 * the request without a word.
 */
@Singleton
class UnannouncedBody {
    /** The server's own check has -2. */
    private static final int BEHIND_THE_SERVERS = -1;

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final MemorySize limit;

    UnannouncedBody(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit;
    }

    void register(@Observes Router router) {
        router.route().order(BEHIND_THE_SERVERS).handler(this::leaveToUs);
    }

    private void leaveToUs(RoutingContext request) {
        if (request.request().getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            request.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
            request.addEndHandler(ended -> {
                if (request.response().getStatusCode() == TooLarge.STATUS) {
                    // what else there is of it nobody wants
                    request.request().connection().close();
                }
            });
        }
        request.next();
    }

    @ServerRequestFilter(preMatching = true)
    void limit(ContainerRequestContext request) {
        if (WITH_BODY.contains(request.getMethod()) && request.getHeaderString("Content-Length") == null) {
            request.setEntityStream(new Limited(request.getEntityStream(), limit));
        }
    }

    /** There is more of the body than it may have. */
    static final class TooLarge extends IOException {
        static final int STATUS = 413;

        private final transient MemorySize limit;

        private TooLarge(MemorySize limit) {
            super("the body is too large");
            this.limit = limit;
        }

        /** That, if it is why something failed. */
        static Optional<TooLarge> behind(Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof TooLarge tooLarge) {
                    return Optional.of(tooLarge);
                }
            }
            return Optional.empty();
        }

        /** How much it may be. */
        MemorySize limit() {
            return limit;
        }
    }

    private static final class Limited extends FilterInputStream {
        private final MemorySize limit;
        private long left;

        private Limited(InputStream body, MemorySize limit) {
            super(body);
            this.limit = limit;
            this.left = limit.asLongValue();
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(read);
            return read;
        }

        private void count(int read) throws IOException {
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new TooLarge(limit);
            }
        }
    }
}
