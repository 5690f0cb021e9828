package cn.taxrollout.notification.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.List;

/** Writes a {@link Refusal} as RFC 9457 problem in the caller's language. */
@Provider
class RefusalMapper implements ExceptionMapper<Refusal> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(Refusal refusal) {
        var texts = new Texts(Language.of(headers));
        return HttpProblem.builder()
                .withType(URI.create("urn:tax-rollout:problem:" + refusal.code()))
                .withTitle(texts.text("status." + refusal.status(), List.of()))
                .withStatus(refusal.status())
                .withDetail(texts.text(refusal.code(), refusal.arguments()))
                .build()
                .toResponse();
    }
}
