package cn.taxrollout.task.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Writes a missing, faulty or insufficient token as a problem in the caller's language. It stands before the mappers of the
 * problem extension, whose newest release that resolves was built against an older Quarkus and fails on some of these.
 */
class AccessMapper {
    private static final int BEFORE_THE_EXTENSION = 1;

    @ServerExceptionMapper(
            value = {AuthenticationFailedException.class, UnauthorizedException.class},
            priority = BEFORE_THE_EXTENSION)
    public Response unauthenticated(HttpHeaders headers) {
        return problem(headers, 401, "unauthenticated")
                .withHeader("WWW-Authenticate", "Bearer")
                .build()
                .toResponse();
    }

    @ServerExceptionMapper(value = ForbiddenException.class, priority = BEFORE_THE_EXTENSION)
    public Response forbidden(HttpHeaders headers) {
        return problem(headers, 403, "not-permitted").build().toResponse();
    }

    private static HttpProblem.Builder problem(HttpHeaders headers, int status, String code) {
        Texts texts = Texts.of(headers);
        return HttpProblem.builder()
                .withType(URI.create("urn:tax-rollout:problem:" + code))
                .withTitle(texts.text("status." + status, List.of()))
                .withStatus(status)
                .withDetail(texts.text(code, List.of()));
    }
}
