package cn.taxrollout.org.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** Writes a {@link Refusal} as RFC 9457 problem, in Chinese unless the caller prefers English. */
@Provider
class RefusalMapper implements ExceptionMapper<Refusal> {
    private final HttpHeaders headers;

    RefusalMapper(@Context HttpHeaders headers) {
        this.headers = headers;
    }

    record ViolationView(String field, String message) {}

    @Override
    public Response toResponse(Refusal refusal) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "refusals",
                Languages.preferred(headers),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        int status = refusal.kind().status();
        var problem = HttpProblem.builder()
                .withType(URI.create("urn:tax-rollout:problem:" + refusal.code()))
                .withTitle(texts.getString("status." + status))
                .withStatus(status)
                .withDetail(text(texts, refusal.code(), refusal.arguments()));
        if (!refusal.violations().isEmpty()) {
            problem.with(
                    "violations",
                    refusal.violations().stream()
                            .map(v -> new ViolationView(v.field(), text(texts, v.code(), v.arguments())))
                            .toList());
        }
        return problem.build().toResponse();
    }

    private static String text(ResourceBundle texts, String code, List<Object> arguments) {
        return new MessageFormat(texts.getString(code), Locale.ROOT).format(arguments.toArray());
    }
}
