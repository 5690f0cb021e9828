package cn.taxrollout.task.web;

import cn.taxrollout.task.TimeOrderedId;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives every request an id, the caller's if that is one, for the log lines and the response. */
class RequestId {
    static final String HEADER = "X-Request-Id";
    private static final String KEY = "requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The id that the caller gave, or a new one if that is none. */
    static String of(String given) {
        return given != null && ACCEPTED.matcher(given).matches()
                ? given
                : TimeOrderedId.next().toString();
    }

    @ServerRequestFilter(preMatching = true)
    void take(ContainerRequestContext request) {
        String id = of(request.getHeaderString(HEADER));
        request.setProperty(KEY, id);
        MDC.put(KEY, id);
    }

    @ServerResponseFilter
    void give(ContainerRequestContext request, ContainerResponseContext response) {
        // a request whose token is refused never came to take()
        Object taken = request.getProperty(KEY);
        response.getHeaders().putSingle(HEADER, taken != null ? taken : of(request.getHeaderString(HEADER)));
    }
}
