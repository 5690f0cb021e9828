package cn.taxrollout.notification.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/**
 * How every error goes out (RFC 9457), with texts in the caller's language.
 *
 * @param type stable; what a program decides by
 * @param violations the refused places of the input with at least field and message, null if no place is to blame
 * @param facts further members, for programs that react to them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        int status,
        String title,
        String detail,
        List<?> violations,
        @JsonAnyGetter Map<String, Object> facts) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String NAMESPACE = "urn:tax-rollout:problem:";

    record ViolationView(String field, String message) {}

    /**
     * @param code the end of the problem's type and the key of its text
     * @param violations with messages in the caller's language
     */
    public static Problem of(Texts texts, int status, String code, List<Object> arguments, List<?> violations) {
        return of(texts, status, code, arguments, violations, Map.of());
    }

    static Problem of(
            Texts texts,
            int status,
            String code,
            List<Object> arguments,
            List<?> violations,
            Map<String, Object> facts) {
        return new Problem(
                NAMESPACE + code,
                status,
                texts.text("status." + status, List.of()),
                texts.text(code, arguments),
                violations.isEmpty() ? null : violations,
                facts);
    }

    static Response.ResponseBuilder response(HttpHeaders headers, int status, String code, Object... arguments) {
        return of(Texts.of(headers), status, code, List.of(arguments), List.of())
                .response();
    }

    public Response.ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
