package cn.taxrollout.task.web;

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

    record ViolationView(String field, String message) {}

    @Override
    public Response toResponse(Refusal refusal) {
        Texts texts = Texts.of(headers);
        int status = refusal.kind().status();
        var problem = HttpProblem.builder()
                .withType(URI.create("urn:tax-rollout:problem:" + refusal.code()))
                .withTitle(texts.text("status." + status, List.of()))
                .withStatus(status)
                .withDetail(texts.text(refusal.code(), refusal.arguments()));
        refusal.facts().forEach(problem::with);
        if (!refusal.violations().isEmpty()) {
            problem.with(
                    "violations",
                    refusal.violations().stream()
                            .map(v -> new ViolationView(v.field(), texts.text(v.code(), v.arguments())))
                            .toList());
        }
        return problem.build().toResponse();
    }
}
