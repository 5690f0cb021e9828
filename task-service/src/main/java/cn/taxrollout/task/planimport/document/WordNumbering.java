package cn.taxrollout.task.planimport.document;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that Word writes before paragraphs of its lists. They stand nowhere in the text: a paragraph names a list and a
 * level, by itself or by its style, and the number follows from what came before (ECMA-376 part 1, 17.9).
 */
final class WordNumbering {

    private static final int LEVELS = 9;
    private static final Pattern PLACE = Pattern.compile("%([1-9])");

    /** A number in the list's text, which a malicious file must not make long. */
    private static final Pattern SMALL = Pattern.compile("\\d{1,4}");

    /** More styles stand upon each other only in a circle. */
    private static final int STYLE_DEPTH = 20;

    /** How a level counts and what it writes; the start at which it begins, the last level that it doesn't begin anew after. */
    private static final class Level {
        private int start = 1;
        private String format = "decimal";
        private String text = "";
        private String style;
        private boolean continues;
        private boolean inDigits;
        private String suffix = " ";
    }

    /** A definition that several lists may count in together. */
    private static final class Definition {
        private final Level[] levels = new Level[LEVELS];
        private final int[] counters = new int[LEVELS];
        private String styleLink;

        Definition() {
            Arrays.fill(counters, -1);
            for (int i = 0; i < LEVELS; i++) {
                levels[i] = new Level();
            }
        }
    }

    /** A list: a definition, perhaps with other starts. */
    private static final class Numbered {
        private final Map<Integer, Integer> starts = new HashMap<>();
        private final Set<Integer> started = new HashSet<>();
        private String definition;
    }

    private static final class Style {
        private String basedOn;
        private String list;
        private String level;
    }

    private final Map<String, Definition> definitions = new HashMap<>();
    private final Map<String, Numbered> lists = new HashMap<>();
    private final Map<String, Style> styles = new HashMap<>();
    private String defaultStyle;

    private WordNumbering() {}

    static WordNumbering of(OfficeFile file) throws IOException {
        WordNumbering numbering = new WordNumbering();
        Optional<String> lists = file.part("wordprocessingml.numbering+xml");
        if (lists.isPresent()) {
            try (PullParser xml = file.parse(lists.get())) {
                numbering.readLists(xml);
            }
        }
        Optional<String> styles = file.part("wordprocessingml.styles+xml");
        if (lists.isPresent() && styles.isPresent()) {
            try (PullParser xml = file.parse(styles.get())) {
                numbering.readStyles(xml);
            }
        }
        return numbering;
    }

    private void readLists(PullParser xml) {
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("abstractNum")) {
                Definition definition = new Definition();
                definitions.put(xml.attribute("abstractNumId"), definition);
                readDefinition(xml, definition);
            } else if (xml.isStart() && xml.name().equals("num")) {
                Numbered list = new Numbered();
                lists.put(xml.attribute("numId"), list);
                readList(xml, list);
            }
        }
    }

    private static void readDefinition(PullParser xml, Definition definition) {
        int outside = xml.depth() - 1;
        while (xml.nextWithin(outside)) {
            if (xml.name().equals("numStyleLink")) {
                definition.styleLink = xml.attribute("val");
            } else if (xml.name().equals("lvl")) {
                readLevel(xml, definition.levels[level(xml.attribute("ilvl"))]);
            }
        }
    }

    private static void readLevel(PullParser xml, Level level) {
        int outside = xml.depth() - 1;
        while (xml.nextWithin(outside)) {
            String value = xml.attribute("val");
            switch (xml.name()) {
                case "start" -> level.start = small(value, 1);
                case "numFmt" -> level.format = value == null ? "decimal" : value;
                case "lvlText" -> level.text = value == null ? "" : value;
                case "pStyle" -> level.style = value;
                case "lvlRestart" -> level.continues = "0".equals(value);
                case "isLgl" -> level.inDigits = !"0".equals(value) && !"false".equals(value);
                case "suff" -> level.suffix = "nothing".equals(value) ? "" : " ";
                case "rPr", "pPr" -> xml.skip();
                default -> {
                    // alignment, pictures
                }
            }
        }
    }

    private static void readList(PullParser xml, Numbered list) {
        int outside = xml.depth() - 1;
        int overridden = 0;
        while (xml.nextWithin(outside)) {
            switch (xml.name()) {
                case "abstractNumId" -> list.definition = xml.attribute("val");
                case "lvlOverride" -> overridden = level(xml.attribute("ilvl"));
                case "startOverride" -> list.starts.put(overridden, small(xml.attribute("val"), 1));
                case "lvl" -> xml.skip();
                default -> {
                    // nothing else changes a number
                }
            }
        }
    }

    private void readStyles(PullParser xml) {
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("style")) {
                Style style = new Style();
                String id = xml.attribute("styleId");
                boolean standard = "1".equals(xml.attribute("default")) || "true".equals(xml.attribute("default"));
                if (standard && "paragraph".equals(xml.attribute("type"))) {
                    defaultStyle = id;
                }
                styles.put(id, style);
                int outside = xml.depth() - 1;
                while (xml.nextWithin(outside)) {
                    switch (xml.name()) {
                        case "basedOn" -> style.basedOn = xml.attribute("val");
                        case "numId" -> style.list = xml.attribute("val");
                        case "ilvl" -> style.level = xml.attribute("val");
                        case "rPr" -> xml.skip();
                        default -> {
                            // how it looks
                        }
                    }
                }
            }
        }
    }

    /**
     * Counts the next paragraph.
     *
     * @param list the list that the paragraph names itself, or null; 0 takes it out of the list of its style
     * @return what stands before its text, empty for one that isn't numbered
     */
    String next(String styleId, String list, String level) {
        String listId = list;
        String levelOfStyle = null;
        String style = styleId == null ? defaultStyle : styleId;
        String numberedStyle = style;
        for (int i = 0; style != null && listId == null && i < STYLE_DEPTH; i++) {
            Style found = styles.get(style);
            numberedStyle = style;
            listId = found == null ? null : found.list;
            levelOfStyle = found == null ? null : found.level;
            style = found == null ? null : found.basedOn;
        }
        Numbered numbered = lists.get(listId);
        Definition definition = numbered == null ? null : definition(numbered);
        if (definition == null) {
            return "";
        }
        String given = level != null ? level : levelOfStyle;
        return label(numbered, definition, given != null ? level(given) : levelOf(definition, numberedStyle));
    }

    private Definition definition(Numbered list) {
        Definition definition = definitions.get(list.definition);
        if (definition == null || definition.styleLink == null) {
            return definition;
        }
        Style style = styles.get(definition.styleLink);
        Numbered linked = style == null ? null : lists.get(style.list);
        return linked == null ? null : definitions.get(linked.definition);
    }

    private static int levelOf(Definition definition, String style) {
        for (int i = 0; i < LEVELS && style != null; i++) {
            if (style.equals(definition.levels[i].style)) {
                return i;
            }
        }
        return 0;
    }

    private static String label(Numbered list, Definition definition, int ilvl) {
        int[] counters = definition.counters;
        if (list.starts.containsKey(ilvl) && list.started.add(ilvl)) {
            counters[ilvl] = list.starts.get(ilvl);
        } else {
            counters[ilvl] = counters[ilvl] < 0 ? definition.levels[ilvl].start : counters[ilvl] + 1;
        }
        for (int deeper = ilvl + 1; deeper < LEVELS; deeper++) {
            if (!definition.levels[deeper].continues) {
                counters[deeper] = -1;
            }
        }
        Level level = definition.levels[ilvl];
        if (level.format.equals("bullet") || level.text.isEmpty()) {
            return "";
        }
        Matcher places = PLACE.matcher(level.text);
        String label = places.replaceAll(place -> {
            int of = Integer.parseInt(place.group(1)) - 1;
            int value = counters[of] < 0 ? definition.levels[of].start : counters[of];
            String format = level.inDigits ? "decimal" : definition.levels[of].format;
            return Matcher.quoteReplacement(WordNumberFormat.write(value, format));
        });
        return label + level.suffix;
    }

    private static int level(String value) {
        return Math.min(LEVELS - 1, small(value, 0));
    }

    private static int small(String value, int instead) {
        return value != null && SMALL.matcher(value).matches() ? Integer.parseInt(value) : instead;
    }
}
