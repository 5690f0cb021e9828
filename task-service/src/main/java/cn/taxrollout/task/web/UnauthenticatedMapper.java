package cn.taxrollout.task.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Writes a missing or faulty token as a problem. It stands before the mappers of the problem extension, whose newest
 * release that resolves was built against an older Quarkus and fails here (ADR 4).
 */
class UnauthenticatedMapper {
    private static final int BEFORE_THE_EXTENSION = 1;

    @ServerExceptionMapper(
            value = {AuthenticationFailedException.class, UnauthorizedException.class},
            priority = BEFORE_THE_EXTENSION)
    public Response toResponse(HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        return HttpProblem.builder()
                .withType(URI.create("urn:tax-rollout:problem:unauthenticated"))
                .withTitle(texts.text("status.401", List.of()))
                .withStatus(401)
                .withDetail(texts.text("unauthenticated", List.of()))
                .withHeader("WWW-Authenticate", "Bearer")
                .build()
                .toResponse();
    }
}
