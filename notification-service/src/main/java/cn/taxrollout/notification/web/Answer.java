package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * What a resource method answered.
 *
 * @param location of what was created, null if nothing was
 * @param etag the tag's value without quotes, null without one
 * @param body null if there is none
 */
record Answer(int status, String location, String etag, Object body) {

    /** @param result what the method returned, either a whole response or its body */
    static Answer of(Object result, Method method) {
        if (result instanceof RestResponse<?> response) {
            return of(response.toResponse());
        }
        if (result instanceof Response response) {
            return of(response);
        }
        var declared = method.getAnnotation(ResponseStatus.class);
        int usual = result == null ? Response.Status.NO_CONTENT.getStatusCode() : Response.Status.OK.getStatusCode();
        return new Answer(declared == null ? usual : declared.value(), null, null, result);
    }

    private static Answer of(Response response) {
        var tag = response.getEntityTag();
        return new Answer(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.LOCATION),
                tag == null ? null : tag.getValue(),
                response.getEntity());
    }
}
