package cn.taxrollout.task.web;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** The W3C trace context ({@code traceparent}) of the running request, handed on to the events it causes. */
@ApplicationScoped
public class RequestTrace {
    private final Instance<CurrentVertxRequest> request;

    RequestTrace(Instance<CurrentVertxRequest> request) {
        this.request = request;
    }

    /** @return the caller's {@code traceparent}, or null outside of a request or when the caller sent none */
    public String parent() {
        if (!Arc.container().requestContext().isActive()) {
            return null;
        }
        var current = request.get().getCurrent();
        return current == null ? null : current.request().getHeader("traceparent");
    }
}
