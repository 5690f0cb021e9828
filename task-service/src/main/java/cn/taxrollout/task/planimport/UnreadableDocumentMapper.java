package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.document.Problem;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.web.Texts;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes the reasons why a document is refused as a problem: each with its line, in the caller's language. */
class UnreadableDocumentMapper {
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_LARGE = 413;

    record ViolationView(String field, Integer line, Problem.Code code, String message) {}

    @ServerExceptionMapper
    public Response unreadable(UnreadableDocument refusal, HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        int status = refusal.problems().stream().anyMatch(problem -> problem.code() == Problem.Code.TOO_LARGE)
                ? TOO_LARGE
                : UNPROCESSABLE;
        List<ViolationView> reasons = refusal.problems().stream()
                .map(problem -> new ViolationView("document", problem.line(), problem.code(), problem.text(texts)))
                .toList();
        return cn.taxrollout.task.web.Problem.of(texts, status, "import-unreadable", List.of(), reasons)
                .response()
                .build();
    }
}
