package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.upload.OfficeFile;
import cn.taxrollout.org.directoryimport.upload.PullParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers that Word itself puts before paragraphs: they are on the paper, but not in the text (ECMA-376 part 1, 17.9). */
final class WordNumbers {

    /** As many as Word has. */
    private static final int LEVELS = 9;

    private static final Pattern PLACE = Pattern.compile("%([1-9])");

    private final Map<String, Map<Integer, Level>> lists = new HashMap<>();
    private final Map<String, String> listOfNumber = new HashMap<>();
    private final Map<String, int[]> counts = new HashMap<>();

    /** How one level of a list is numbered: 第%1章 in characters, from 1. */
    private static final class Level {
        private String format = "decimal";
        private String text = "";
        private int start = 1;
    }

    static WordNumbers of(OfficeFile file) throws IOException {
        WordNumbers numbers = new WordNumbers();
        String folder = file.mainPart().substring(0, file.mainPart().lastIndexOf('/') + 1);
        if (file.has(folder + "numbering.xml")) {
            try (PullParser xml = file.parse(folder + "numbering.xml")) {
                numbers.read(xml);
            }
        }
        return numbers;
    }

    private void read(PullParser xml) {
        Map<Integer, Level> list = new TreeMap<>();
        Level level = new Level();
        String number = "";
        while (xml.nextElement()) {
            String value = xml.attribute("val");
            switch (xml.name()) {
                case "abstractNum" -> {
                    list = new TreeMap<>();
                    lists.put(xml.attribute("abstractNumId"), list);
                }
                case "lvl" -> {
                    level = new Level();
                    list.putIfAbsent(digits(xml.attribute("ilvl")), level);
                }
                case "start" -> level.start = digits(value);
                case "numFmt" -> level.format = String.valueOf(value);
                case "lvlText" -> level.text = value == null ? "" : value;
                case "num" -> number = xml.attribute("numId");
                case "abstractNumId" -> listOfNumber.put(number, value);
                default -> {
                    // how numbers look doesn't matter
                }
            }
        }
    }

    /** The number of the next paragraph of the list; empty for bullets and for lists that aren't described. */
    String next(String number, String depth) {
        String name = listOfNumber.get(number);
        Map<Integer, Level> list = lists.getOrDefault(name, Map.of());
        int at = digits(depth);
        Level level = list.get(at);
        if (level == null || at >= LEVELS || level.format.equals("bullet") || level.format.equals("none")) {
            return "";
        }
        int[] count = counts.computeIfAbsent(name, unused -> new int[LEVELS]);
        count[at]++;
        for (int deeper = at + 1; deeper < LEVELS; deeper++) {
            count[deeper] = 0;
        }
        Matcher place = PLACE.matcher(level.text);
        return place.replaceAll(found -> {
            int of = Integer.parseInt(found.group(1)) - 1;
            Level other = list.getOrDefault(of, level);
            return Matcher.quoteReplacement(written(other.start + Math.max(count[of], 1) - 1, other.format));
        });
    }

    private static String written(int number, String format) {
        if (format.startsWith("decimalEnclosedCircle") && number <= 20) {
            return String.valueOf((char) ('①' + number - 1));
        }
        boolean inCharacters = format.matches("chinese.*|japanese.*|taiwanese.*|ideograph.*");
        return inCharacters && number < 100 ? ChineseNumber.write(number) : Integer.toString(number);
    }

    private static int digits(String text) {
        return text != null && text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }
}
