package cn.taxrollout.task.planimport.document;

import java.util.List;
import java.util.stream.Collectors;

/** The document can't be read completely, so nothing of it may be saved. Carries every reason found, in line order. */
public final class UnreadableDocument extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public UnreadableDocument(List<Problem> problems) {
        super(summary(problems));
        this.problems = List.copyOf(problems);
    }

    public UnreadableDocument(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Codes and lines only: the message may reach a log, which is no place for the words of a plan marked 不予公开. */
    private static String summary(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.line() == null ? problem.code().name() : problem.code() + "@" + problem.line())
                .collect(Collectors.joining(", "));
    }
}
