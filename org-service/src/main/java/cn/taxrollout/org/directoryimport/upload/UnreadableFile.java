package cn.taxrollout.org.directoryimport.upload;

import java.util.List;
import java.util.stream.Collectors;

/** A file can't be read completely, so nothing of it may be saved. Carries every reason found, in the order of the file. */
public final class UnreadableFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public UnreadableFile(List<Problem> problems) {
        super(summary(problems));
        this.problems = List.copyOf(problems);
    }

    public UnreadableFile(String code, Object... arguments) {
        this(List.of(Problem.ofFile(code, arguments)));
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Codes and places only: the message may reach a log, which is no place for what a file says about people. */
    private static String summary(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.row() == null ? problem.code() : problem.code() + "@" + problem.row())
                .collect(Collectors.joining(", "));
    }
}
