package cn.taxrollout.org.directoryimport.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is odd while a document is read. */
final class Findings {

    private final List<Anomaly> anomalies = new ArrayList<>();

    void add(Anomaly.Code code, Integer line, Object... arguments) {
        Anomaly anomaly = Anomaly.of(code, line, arguments);
        if (!anomalies.contains(anomaly)) {
            anomalies.add(anomaly);
        }
    }

    /** In line order, what concerns the whole document first. */
    List<Anomaly> inLineOrder() {
        return anomalies.stream()
                .sorted(Comparator.comparing(Anomaly::line, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }
}
