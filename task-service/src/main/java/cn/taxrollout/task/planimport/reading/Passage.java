package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.Line;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A piece of running text put together from lines or parts of lines. It knows which line every character came from and
 * holds the text twice, character by character alike: as written, and {@link #plain() plain}, that is in half width, which
 * is the form the patterns of this package are written for.
 */
final class Passage {

    /** Marks of width zero that word processors and web pages leave behind; nobody sees them, so they aren't text. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\u00AD\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2064\\uFEFF]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u2000-\\u200A\\u202F\\u205F\\u3000]+");

    private static final Pattern SENTENCE_END = Pattern.compile("[。!?;:…][”’\"」』)]*$");
    private static final Pattern LIST_ITEM = Pattern.compile("\\(\\s*[一二三四五六七八九十\\d]{1,3}\\s*\\)|\\d{1,2}\\)|[①-⑳]");

    private final String text;
    private final String plain;
    private final int[] lineOf;

    private Passage(String text, String plain, int[] lineOf) {
        this.text = text;
        this.plain = plain;
        this.lineOf = lineOf;
    }

    static Passage of(Line line) {
        String text = INVISIBLE.matcher(line.text()).replaceAll("");
        int[] lineOf = new int[text.length()];
        Arrays.fill(lineOf, line.number());
        return new Passage(text, halfWidth(text), lineOf).strip();
    }

    /** The text as written. */
    String text() {
        return text;
    }

    /** The text in half width: full-width letters, digits and marks, every kind of space, and radicals used as characters. */
    String plain() {
        return plain;
    }

    /** The text without any space, as names are compared. */
    String unspaced() {
        return SPACES.matcher(text).replaceAll("");
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

    /** Number of the line on which the character stands. */
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

    /** Parts between the separators, those that are empty left out. */
    List<Passage> split(String separators) {
        List<Passage> parts = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= plain.length(); end++) {
            if (end == plain.length() || separators.indexOf(plain.charAt(end)) >= 0) {
                Passage part = part(start, end);
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = end + 1;
            }
        }
        return parts;
    }

    /** One running text of several lines: Chinese needs nothing between two of them, words in Latin letters need a space. */
    static Passage join(List<Passage> lines) {
        StringBuilder text = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        IntStream.Builder lineOf = IntStream.builder();
        for (Passage line : lines) {
            if (!plain.isEmpty()
                    && !line.isEmpty()
                    && isLatin(plain.charAt(plain.length() - 1))
                    && isLatin(line.plain.charAt(0))) {
                text.append(' ');
                plain.append(' ');
                lineOf.add(line.firstLine());
            }
            text.append(line.text);
            plain.append(line.plain);
            Arrays.stream(line.lineOf).forEach(lineOf::add);
        }
        return new Passage(text.toString(), plain.toString(), lineOf.build().toArray());
    }

    /** Several lines one above the other, as in a cell of a table. */
    static Passage stack(List<Passage> lines) {
        StringBuilder text = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        IntStream.Builder lineOf = IntStream.builder();
        for (Passage line : lines) {
            if (!line.isEmpty()) {
                if (!plain.isEmpty()) {
                    text.append('\n');
                    plain.append('\n');
                    lineOf.add(line.firstLine());
                }
                text.append(line.text);
                plain.append(line.plain);
                Arrays.stream(line.lineOf).forEach(lineOf::add);
            }
        }
        return new Passage(text.toString(), plain.toString(), lineOf.build().toArray());
    }

    /** The lines that were put one above the other. */
    List<Passage> lineByLine() {
        return split("\n");
    }

    /** Puts lines that were broken in mid-sentence together again. */
    static List<Passage> paragraphs(List<Passage> lines) {
        List<Passage> paragraphs = new ArrayList<>();
        List<Passage> open = new ArrayList<>();
        for (Passage line : lines) {
            if (!open.isEmpty() && LIST_ITEM.matcher(line.plain).lookingAt()) {
                paragraphs.add(join(open));
                open.clear();
            }
            open.add(line);
            if (line.endsSentence()) {
                paragraphs.add(join(open));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            paragraphs.add(join(open));
        }
        return paragraphs;
    }

    private Passage strip() {
        int from = 0;
        int to = plain.length();
        while (from < to && plain.charAt(from) == ' ') {
            from++;
        }
        while (to > from && plain.charAt(to - 1) == ' ') {
            to--;
        }
        return from == 0 && to == plain.length()
                ? this
                : new Passage(
                        text.substring(from, to), plain.substring(from, to), Arrays.copyOfRange(lineOf, from, to));
    }

    private static boolean isLatin(char c) {
        return c < 0x80 && Character.isLetter(c);
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
        if (c >= '\u2F00'
                && c <= '\u2FD5') { // radicals in place of characters, as text copied out of a PDF has them: ⽇ for 日
            return Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC).charAt(0);
        }
        return Character.isSpaceChar(c) || Character.isWhitespace(c) ? ' ' : c;
    }
}
