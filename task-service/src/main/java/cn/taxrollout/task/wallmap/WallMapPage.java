package cn.taxrollout.task.wallmap;

import cn.taxrollout.task.tasks.Light;
import cn.taxrollout.task.wallmap.WallMap.ShareOnMap;
import cn.taxrollout.task.wallmap.WallMap.TaskOnMap;
import cn.taxrollout.task.wallmap.WallMap.UnitOnMap;
import cn.taxrollout.task.web.Texts;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The wall map as a page for a sheet of A3 across, without scripts. A light is told by its sign and words as well as by colour. */
@ApplicationScoped
class WallMapPage {
    /** The page brings its own style and needs nothing else. */
    static final String NOTHING_BUT_STYLE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    private static final Map<Light, String> SIGNS = Map.of(
            Light.GREEN, "●", Light.YELLOW, "▲", Light.RED, "✖", Light.BLUE, "✔", Light.GREY, "○", Light.PURPLE, "‖");

    private final Template template;

    WallMapPage(@Location("wall-map.html") Template template) {
        this.template = template;
    }

    String of(WallMap map, HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        return template.data("map", map)
                .data("language", texts.language().equals(Locale.ENGLISH) ? "en" : "zh-CN")
                .data("words", words(texts))
                .data("asOf", texts.text("wall-map.as-of", List.of(map.asOf())))
                .data(
                        "legend",
                        Arrays.stream(Light.values())
                                .map(light -> legend(light, texts))
                                .toList())
                .data("phases", phases(map, texts))
                .data("people", people(map))
                .render();
    }

    private static Map<String, String> words(Texts texts) {
        return List.of(
                        "title",
                        "confidential",
                        "task",
                        "total",
                        "light",
                        "by-phase",
                        "by-unit",
                        "by-person",
                        "phase",
                        "unit",
                        "person",
                        "backfilled",
                        "nothing")
                .stream()
                .collect(Collectors.toMap(
                        word -> word.replace("-", ""), word -> texts.text("wall-map." + word, List.of())));
    }

    private static Map<String, String> legend(Light light, Texts texts) {
        return Map.of("css", css(light), "sign", SIGNS.get(light), "word", word(light, texts));
    }

    private static List<Map<String, Object>> phases(WallMap map, Texts texts) {
        return map.phases().stream()
                .map(phase -> Map.of(
                        "title", texts.text("wall-map.phase-title", List.of(phase.ordinal(), phase.title())),
                        "counts", phase.counts(),
                        "tasks",
                                phase.tasks().stream()
                                        .map(task -> task(task, map.units(), texts))
                                        .toList()))
                .toList();
    }

    private static Map<String, Object> task(TaskOnMap task, List<UnitOnMap> units, Texts texts) {
        Map<UUID, ShareOnMap> shares =
                task.shares().stream().collect(Collectors.toMap(ShareOnMap::unitId, share -> share));
        List<Map<String, String>> cells = units.stream()
                .map(unit -> shares.get(unit.id()))
                .map(share -> share == null ? Map.<String, String>of() : cell(share, texts))
                .toList();
        return Map.of("number", task.number(), "title", task.title(), "backfilled", task.backfilled(), "cells", cells);
    }

    private static Map<String, String> cell(ShareOnMap share, Texts texts) {
        Map<String, String> cell = new LinkedHashMap<>();
        cell.put("css", share.light() == null ? "none" : css(share.light()));
        cell.put("sign", share.light() == null ? "–" : SIGNS.get(share.light()));
        cell.put(
                "word",
                share.light() == null
                        ? texts.text("AssignmentState.CANCELLED", List.of())
                        : word(share.light(), texts));
        cell.put("note", note(share, texts));
        return cell;
    }

    /** When it is or was due, and by how much it is late. */
    private static String note(ShareOnMap share, Texts texts) {
        if (share.light() == null) {
            return "";
        }
        if (share.workingDaysOverdue() != null) {
            return texts.text("wall-map.overdue", List.of(day(share.dueOn()), share.workingDaysOverdue()));
        }
        if (share.light() == Light.GREY) {
            return texts.text("wall-map.from", List.of(day(share.opensOn())));
        }
        return share.dueOn() == null
                ? texts.text("wall-map.continuing", List.of())
                : texts.text("wall-map.until", List.of(day(share.dueOn())));
    }

    private static String day(LocalDate day) {
        return day.getMonthValue() + "-" + day.getDayOfMonth();
    }

    private static List<Map<String, Object>> people(WallMap map) {
        Map<UUID, String> names = map.units().stream()
                .filter(unit -> unit.name() != null)
                .collect(Collectors.toMap(UnitOnMap::id, UnitOnMap::name));
        return map.people().stream()
                .map(person -> Map.<String, Object>of(
                        "name", person.name(),
                        "staffNo", person.staffNo(),
                        "units",
                                person.unitIds().stream()
                                        .map(id -> names.getOrDefault(id, ""))
                                        .collect(Collectors.joining(" ")),
                        "counts", person.counts()))
                .toList();
    }

    private static String word(Light light, Texts texts) {
        return texts.text("Light." + light, List.of());
    }

    private static String css(Light light) {
        return light.name().toLowerCase(Locale.ROOT);
    }
}
