package cn.taxrollout.org.directoryimport.document;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A piece of running text put together from lines or parts of lines. It knows which line every character came from and
 * holds the text twice, character by character alike: as written, and {@link #plain() plain}, that is in half width, which
 * is the form the patterns of this package are written for.
 */
final class Passage {

    /** Marks of width zero that word processors and web pages leave behind; nobody sees them, so they aren't text. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\u00AD\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2064\\uFEFF]");

    private static final Pattern SENTENCE_END = Pattern.compile("(?:[。!?]|(?<=\\p{IsHan})\\.)[”’\"」』)]*$");

    private final String text;
    private final String plain;
    private final int[] lineOf;

    private Passage(String text, String plain, int[] lineOf) {
        this.text = text;
        this.plain = plain;
        this.lineOf = lineOf;
    }

    static Passage of(Line line) {
        return of(line.number(), line.text());
    }

    static Passage of(int line, String written) {
        String text = INVISIBLE.matcher(written).replaceAll("");
        int[] lineOf = new int[text.length()];
        Arrays.fill(lineOf, line);
        return new Passage(text, halfWidth(text), lineOf).strip();
    }

    String text() {
        return text;
    }

    String plain() {
        return plain;
    }

    /** The plain text without any space, as names are compared. */
    String unspaced() {
        return plain.replaceAll("[ \\n\\t]+", "");
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    boolean endsSentence() {
        return SENTENCE_END.matcher(plain).find();
    }

    /** Numbers of the lines this was read from, ascending. */
    List<Integer> lines() {
        return Arrays.stream(lineOf).distinct().boxed().toList();
    }

    int lineAt(int index) {
        return lineOf[index];
    }

    int firstLine() {
        return lineAt(0);
    }

    Passage part(int from, int to) {
        return new Passage(text.substring(from, to), plain.substring(from, to), Arrays.copyOfRange(lineOf, from, to))
                .strip();
    }

    Passage from(int index) {
        return part(index, text.length());
    }

    /** One running text of several lines: Chinese needs nothing between two of them, words in Latin letters need a space. */
    static Passage join(List<Passage> lines) {
        return join(lines, "");
    }

    /** One text of several lines that remembers where each began. */
    static Passage stack(List<Passage> lines) {
        return join(lines, "\n");
    }

    static Passage join(List<Passage> lines, String between) {
        StringBuilder text = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        List<Integer> lineOf = new ArrayList<>();
        for (Passage line : lines) {
            if (line.isEmpty()) {
                continue;
            }
            if (!plain.isEmpty()) {
                boolean words = isLatin(plain.charAt(plain.length() - 1)) && isLatin(line.plain.charAt(0));
                String gap = between.isEmpty() && words ? " " : between;
                text.append(gap);
                plain.append(gap);
                gap.chars().forEach(c -> lineOf.add(line.firstLine()));
            }
            text.append(line.text);
            plain.append(line.plain);
            Arrays.stream(line.lineOf).forEach(lineOf::add);
        }
        return new Passage(
                text.toString(),
                plain.toString(),
                lineOf.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Without spaces at both ends. A tab is kept as such inside, since it parts columns. */
    private Passage strip() {
        int from = 0;
        int to = plain.length();
        while (from < to && isSpace(plain.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(plain.charAt(to - 1))) {
            to--;
        }
        return from == 0 && to == plain.length()
                ? this
                : new Passage(
                        text.substring(from, to), plain.substring(from, to), Arrays.copyOfRange(lineOf, from, to));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private static boolean isLatin(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static String halfWidth(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = halfWidth(chars[i]);
        }
        return new String(chars);
    }

    private static char halfWidth(char c) {
        if (c >= '\uFF01' && c <= '\uFF5E') {
            return (char) (c - '\uFF01' + '!');
        }
        if (c == '\u2236' || c == '\uFE30') { // ratio and vertical colon, which input methods offer beside the colon
            return ':';
        }
        if (c >= '\u2F00' && c <= '\u2FD5' // radicals in place of characters, as text copied out of a PDF has them
                || c >= '\uF900' && c <= '\uFAD9'
                || c >= '\uFE50' && c <= '\uFE6B'
                || c >= '\uFF61' && c <= '\uFF65') {
            String same = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
            return same.length() == 1 ? same.charAt(0) : c;
        }
        return c == '\t' || c == '\n' ? c : Character.isSpaceChar(c) || Character.isWhitespace(c) ? ' ' : c;
    }
}
