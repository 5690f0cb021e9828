package cn.taxrollout.org.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * How every error goes out (RFC 9457), with texts in the caller's language.
 *
 * @param type stable; what a program decides by
 * @param violations the refused places of the input, null if no place is to blame
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String type, int status, String title, String detail, List<ViolationView> violations) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String NAMESPACE = "urn:tax-rollout:problem:";

    record ViolationView(String field, String message) {}

    /**
     * @param code the end of the problem's type and the key of its text
     * @param violations with messages in the caller's language
     */
    static Problem of(Texts texts, int status, String code, List<Object> arguments, List<ViolationView> violations) {
        return new Problem(
                NAMESPACE + code,
                status,
                texts.text("status." + status, List.of()),
                texts.text(code, arguments),
                violations.isEmpty() ? null : violations);
    }

    static Response.ResponseBuilder response(HttpHeaders headers, int status, String code, Object... arguments) {
        return response(of(Texts.of(headers), status, code, List.of(arguments), List.of()));
    }

    static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(MEDIA_TYPE).entity(problem);
    }
}
