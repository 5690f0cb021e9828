package cn.taxrollout.task.planimport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong or odd, so that one reading tells the author all of it. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();

    void add(Problem.Code code, Integer line, Object... arguments) {
        problems.add(Problem.of(code, line, arguments));
    }

    void add(Anomaly.Code code, Integer line, Object... arguments) {
        anomalies.add(Anomaly.of(code, line, arguments));
    }

    /** In line order, what concerns the whole document first. */
    List<Anomaly> anomalies() {
        anomalies.sort(Comparator.comparing(Anomaly::line, Comparator.nullsFirst(Comparator.naturalOrder())));
        return anomalies;
    }

    void refuseIfAnyProblem() {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(Problem::line, Comparator.nullsFirst(Comparator.naturalOrder())));
            throw new UnreadableDocument(problems);
        }
    }
}
