package cn.taxrollout.task.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Answers with a problem before the request has come to the resources and their mappers. */
@Singleton
public class EarlyProblem {
    private final ObjectMapper json;

    EarlyProblem(ObjectMapper json) {
        this.json = json;
    }

    public Future<Void> send(RoutingContext request, int status, String code, Object... arguments) {
        List<Locale> languages = request.acceptableLanguages().stream()
                .map(language -> Locale.forLanguageTag(language.value()))
                .toList();
        return request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(RequestId.HEADER, RequestId.of(request.request().getHeader(RequestId.HEADER)))
                .end(write(Problem.of(Texts.of(languages), status, code, List.of(arguments), List.of())));
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can't be written as JSON", e);
        }
    }
}
