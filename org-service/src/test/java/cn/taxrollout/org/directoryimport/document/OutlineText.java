package cn.taxrollout.org.directoryimport.document;

import static java.util.stream.Collectors.joining;

import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Holder;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Unit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An outline as text that can be read and compared by people; @ gives the lines of the document. */
final class OutlineText {

    private OutlineText() {}

    static String of(DirectoryOutline outline) {
        return Stream.of(
                        Stream.of(outline.issuer() + " " + outline.date() + " " + lines(outline.lines())),
                        outline.units().stream().map(OutlineText::unit),
                        outline.anomalies().stream().map(OutlineText::anomaly))
                .flatMap(part -> part)
                .collect(joining("\n", "", "\n"));
    }

    private static String unit(Unit unit) {
        return Stream.of(
                        Stream.of("\n%s %s%s < %s %s"
                                .formatted(
                                        unit.kind(),
                                        unit.name(),
                                        unit.functions().stream()
                                                .map(function -> " " + function)
                                                .collect(joining()),
                                        unit.parent(),
                                        lines(unit.lines()))),
                        unit.seats().stream().map(seat -> "  %s %s: %s @%s"
                                .formatted(seat.rank(), seat.title(), holder(seat.holder()), join(seat.lines()))),
                        unit.duties().stream().map(duty -> "  - %s @%s".formatted(duty.text(), join(duty.lines()))))
                .flatMap(part -> part)
                .collect(joining("\n"));
    }

    private static String holder(Holder holder) {
        return switch (holder.rule()) {
            case NAMED ->
                Stream.of(holder.name(), holder.section(), holder.post())
                        .map(part -> part == null ? "-" : part)
                        .collect(joining(" | "));
            case PRINCIPAL_OF -> "principal of " + holder.section();
            case UNNAMED_DEPUTY_OF -> "a deputy of " + holder.section();
        };
    }

    private static String anomaly(Anomaly anomaly) {
        return "! " + anomaly.code() + " @" + anomaly.line() + " " + anomaly.arguments();
    }

    private static String lines(Map<String, List<Integer>> lines) {
        return new TreeMap<>(lines)
                .entrySet().stream()
                        .map(field -> field.getKey() + "@" + join(field.getValue()))
                        .collect(joining(" "));
    }

    private static String join(List<Integer> lines) {
        return lines.stream().map(String::valueOf).collect(joining(","));
    }
}
