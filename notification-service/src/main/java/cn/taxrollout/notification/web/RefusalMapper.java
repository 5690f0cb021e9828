package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes a {@link Refusal} as problem. */
class RefusalMapper {
    @ServerExceptionMapper
    public Response refused(Refusal refusal, HttpHeaders headers) {
        return problem(refusal, headers);
    }

    static Response problem(Refusal refusal, HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        return Problem.of(
                        texts,
                        refusal.kind().status(),
                        refusal.code(),
                        refusal.arguments(),
                        refusal.violations().stream()
                                .map(v -> new Problem.ViolationView(v.field(), texts.text(v.code(), v.arguments())))
                                .toList(),
                        refusal.facts())
                .response()
                .build();
    }
}
