package cn.taxrollout.org.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What people type to find a name: any part of it, the beginning of its pinyin, the beginning of its pinyin initials. The keys hold
 * letters and digits alone, so that neither spaces nor dots nor brackets nor the apostrophe of xi'an matter.
 */
public final class SearchKeys {
    /** Enough for four characters with three readings each, as hardly any name has; further characters have their usual reading. */
    private static final int MOST_READINGS = 81;

    private SearchKeys() {}

    /** The keys of a name: it is among those meant if one of them begins with what was typed. */
    public static Set<String> of(String name) {
        String letters = lettersOf(name);
        int[] characters = letters.codePoints().toArray();
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < characters.length; i++) {
            keys.add(new String(characters, i, characters.length - i));
        }
        keys.addAll(read(characters, reading -> reading));
        keys.addAll(read(characters, reading -> reading.substring(0, reading.offsetByCodePoints(0, 1))));
        return keys;
    }

    static String lettersOf(String text) {
        return SearchText.of(text)
                .value()
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String> read(int[] characters, UnaryOperator<String> typed) {
        List<String> read = List.of("");
        for (int character : characters) {
            Set<String> readings =
                    Pinyin.readings(character).stream().map(typed).collect(Collectors.toCollection(LinkedHashSet::new));
            boolean many = read.size() * readings.size() > MOST_READINGS;
            List<String> longer = new ArrayList<>();
            for (String before : read) {
                for (String reading : many ? List.of(readings.iterator().next()) : readings) {
                    longer.add(before + reading);
                }
            }
            read = longer;
        }
        return characters.length == 0 ? List.of() : read;
    }
}
