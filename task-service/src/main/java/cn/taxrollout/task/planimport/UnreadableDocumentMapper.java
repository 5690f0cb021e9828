package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.document.Problem;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.web.Texts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.List;

/** Writes the reasons why a document is refused as a problem: each with its line, in the caller's language. */
@Provider
class UnreadableDocumentMapper implements ExceptionMapper<UnreadableDocument> {
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_LARGE = 413;

    @Context
    HttpHeaders headers;

    record ViolationView(String field, Integer line, Problem.Code code, String message) {}

    @Override
    public Response toResponse(UnreadableDocument refusal) {
        Texts texts = Texts.of(headers);
        int status = refusal.problems().stream().anyMatch(problem -> problem.code() == Problem.Code.TOO_LARGE)
                ? TOO_LARGE
                : UNPROCESSABLE;
        return HttpProblem.builder()
                .withType(URI.create("urn:tax-rollout:problem:import-unreadable"))
                .withTitle(texts.text("status." + status, List.of()))
                .withStatus(status)
                .withDetail(texts.text("import-unreadable", List.of()))
                .with(
                        "violations",
                        refusal.problems().stream()
                                .map(problem -> new ViolationView(
                                        "document", problem.line(), problem.code(), problem.text(texts)))
                                .toList())
                .build()
                .toResponse();
    }
}
