package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives the first answer to a call again and says so. */
class AnsweredMapper {
    @ServerExceptionMapper
    public Response again(IdempotentCall.Answered answered) {
        Answer first = answered.answer();
        var response = Response.status(first.status()).header("Idempotency-Replayed", true);
        if (first.location() != null) {
            response.location(URI.create(first.location()));
        }
        if (first.etag() != null) {
            response.tag(new EntityTag(first.etag()));
        }
        if (first.body() != null) {
            response.entity(first.body()).type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"));
        }
        return response.build();
    }
}
