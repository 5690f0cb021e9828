package cn.taxrollout.task.planimport.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A numbered part of a document, from a chapter to an item of a list, with what stands below it; the document itself is the one
 * without a marker.
 */
final class Section {

    final Section parent;
    final Marker marker;

    /** The whole line, its number included; null for the document. */
    final Passage line;

    /** The line after its number. */
    final Passage heading;

    /** Whether the line is a part of the one before it, as in 一是…；二是…. */
    final boolean withinLine;

    /** What stands between the heading and the first part below. */
    final List<Passage> lines = new ArrayList<>();

    final List<Section> parts = new ArrayList<>();
    final List<ArrangementTable> tables = new ArrayList<>();

    /** What stands after the last part below and isn't of that part. */
    final List<Passage> trailing = new ArrayList<>();

    private TaskClauses clauses;

    Section(Section parent, Marker marker, Passage line, boolean withinLine) {
        this.parent = parent;
        this.marker = marker;
        this.line = line;
        this.heading = line == null ? null : line.from(marker.end());
        this.withinLine = withinLine;
    }

    /** This part and all below it as running text, as it stood there. */
    List<Passage> text() {
        List<Passage> text = new ArrayList<>();
        if (line != null) {
            text.add(line);
        }
        text.addAll(below());
        return text;
    }

    /** What stands below the heading as running text. */
    List<Passage> below() {
        List<Passage> text = new ArrayList<>(lines);
        for (Section part : parts) {
            List<Passage> next = part.text();
            if (part.withinLine && !text.isEmpty()) {
                Passage before = text.remove(text.size() - 1);
                text.add(Passage.join(List.of(before, next.get(0))));
                next = next.subList(1, next.size());
            } else if (part.withinLine) {
                // it went on from the heading, which isn't part of this text
                text.add(next.get(0));
                next = next.subList(1, next.size());
            }
            text.addAll(next);
        }
        text.addAll(trailing);
        return text;
    }

    /** What this part says itself, without the parts below it. */
    TaskClauses clauses() {
        if (clauses == null) {
            List<Passage> own = new ArrayList<>(lines);
            own.addAll(trailing);
            clauses = TaskClauses.of(heading, own);
        }
        return clauses;
    }

    /** After lines were taken from it. */
    void forgetClauses() {
        clauses = null;
    }

    boolean isPhase() {
        return marker != null && (marker.style() == Marker.Style.PHASE || PhaseHeading.isPhase(heading.plain()));
    }

    /** All parts below, in order. */
    Stream<Section> descendants() {
        return parts.stream().flatMap(part -> Stream.concat(Stream.of(part), part.descendants()));
    }
}
