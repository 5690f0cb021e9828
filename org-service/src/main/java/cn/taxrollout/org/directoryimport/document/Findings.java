package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is odd while a document is read. */
final class Findings {

    /** A text with more of them is no document of this kind. */
    static final int MOST = 1_000;

    private final Set<Anomaly> anomalies = new LinkedHashSet<>();

    void add(Anomaly.Code code, Integer line, Object... arguments) {
        anomalies.add(Anomaly.of(code, line, arguments));
        if (anomalies.size() > MOST) {
            throw new UnreadableFile("document-not-understood", MOST);
        }
    }

    /** In line order, what concerns the whole document first. */
    List<Anomaly> inLineOrder() {
        return anomalies.stream()
                .sorted(Comparator.comparing(Anomaly::line, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }
}
