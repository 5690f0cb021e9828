package cn.taxrollout.task.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Takes nothing but JSON where a resource method doesn't say what else: the framework would try to make a body's record of a text. */
class JsonBody {
    @ServerRequestFilter
    public void check(ContainerRequestContext request, ResourceInfo called) {
        MediaType type = request.getMediaType();
        if (type != null
                && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                && !called.getResourceMethod().isAnnotationPresent(Consumes.class)) {
            throw new NotSupportedException();
        }
    }
}
