package cn.taxrollout.org.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text as searches compare it: full-width and half-width forms are the same (NFKC), as are capitals and small letters, and
 * spaces don't count, since people and input methods set them as they like.
 */
public record SearchText(String value) {

    public static SearchText of(String text) {
        return new SearchText(Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(character -> !Character.isWhitespace(character) && !Character.isSpaceChar(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    /** Many texts as one in which none runs into the next. */
    public static SearchText ofAll(Stream<String> texts) {
        return new SearchText(texts.map(text -> of(text).value()).collect(Collectors.joining("\n")));
    }

    /** Every two characters that stand side by side; a text can contain another one only if it has all of that one's pairs. */
    public Set<String> pairs() {
        int[] characters = value.codePoints().toArray();
        Set<String> pairs = new TreeSet<>();
        for (int i = 1; i < characters.length; i++) {
            pairs.add(new String(characters, i - 1, 2));
        }
        return pairs;
    }

    public boolean contains(SearchText other) {
        return value.contains(other.value);
    }

    /** The pattern of SQL's {@code like} for texts that contain this one. */
    public String asPattern() {
        return "%" + value.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
